"""The fast path and click read every line alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohakuengine.cli.app import read_line
from kohakuengine.cli.catalog import RUN
from kohakuengine.cli.entry import read_request, scan_run
from kohakuengine.config.errors import KohakuError
from kohakuengine.engine.request import RunRequest

ORDINARY = {
    "bare": ["s.py"],
    "set": ["s.py", "--set", "x=1"],
    "set before the script": ["--set", "x=1", "s.py"],
    "set with equals": ["s.py", "--set=x=1"],
    "short": ["s.py", "-s", "x=1"],
    "short attached": ["s.py", "-slr=1"],
    "short attached equals": ["s.py", "-s=lr=1"],
    "several sets": ["s.py", "-s", "x=1", "--set", "y=2"],
    "empty value": ["s.py", "--set", "x="],
    "value that looks like an option": ["s.py", "--set", "--strict"],
    "value that is an option of ours": ["s.py", "-s", "-c"],
    "config": ["s.py", "--config=c.py"],
    "config apart": ["s.py", "--config", "c.py"],
    "config short": ["s.py", "-cc.py"],
    "entrypoint": ["s.py", "-e", "train"],
    "function": ["s.py:train"],
    "module": ["-m", "package.module"],
    "module attached": ["-mpackage.module", "-sx=1"],
    "strict": ["s.py", "--strict"],
    "strict twice": ["s.py", "--strict", "--strict"],
    "script arguments": ["s.py", "--", "--set", "x", "-h", "--", "tail"],
    "script arguments of a module": ["-m", "m", "--", "a"],
    "nothing after the dashes": ["s.py", "--"],
    "space in the script": ["a b.py"],
    "unicode": ["größe.py", "-s", "größe=ß"],
    "undecodable": ["\udcff.py"],
}

UNUSUAL = {
    "nothing": [],
    "help": ["s.py", "--help"],
    "short help": ["-h"],
    "dry run": ["s.py", "--dry-run"],
    "unknown option": ["s.py", "--epochs", "3"],
    "unknown short": ["s.py", "-x"],
    "dash": ["-"],
    "two scripts": ["s.py", "t.py"],
    "script and module": ["s.py", "-m", "m"],
    "config twice": ["s.py", "-c", "a", "-c", "b"],
    "flag with a value": ["s.py", "--strict=1"],
    "value missing": ["s.py", "--set"],
    "value swallowed by the dashes": ["s.py", "--set", "--", "x=1"],
    "abbreviated": ["s.py", "--conf", "c.py"],
    "cluster": ["s.py", "-hs", "x=1"],
}


def click_values(words: list[str]) -> dict[str, object]:
    """Return what click makes of the line; raises what it refuses."""
    action = read_line(["run", *words])
    values: dict[str, object] = action.args[1]  # type: ignore[attr-defined]
    return values


def request_of(values: dict[str, object]) -> dict[str, object] | str:
    """Return the fields of the request that values make, or the refusal."""
    names = {"config", "is_dry_run"}
    try:
        request = read_request(**{k: v for k, v in values.items() if k not in names})  # type: ignore[arg-type]
    except KohakuError as error:
        return str(error)
    return {name: getattr(request, name) for name in RunRequest.__slots__}


@pytest.mark.parametrize("words", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_lines_take_the_fast_path_and_click_reads_them_alike(words: list[str]) -> None:
    fast = scan_run(words)

    assert fast is not None
    assert fast == click_values(words)
    assert request_of(fast) == request_of(click_values(words))


@pytest.mark.parametrize("words", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_lines_are_left_to_click(words: list[str]) -> None:
    assert scan_run(words) is None


def test_every_option_of_the_table_is_known_to_the_fast_path() -> None:
    for option in RUN.options:
        for flag in option.flags:
            if option.name == "is_dry_run":
                continue
            typed = [flag, "x=1"] if option.metavar else [flag]
            line = typed if option.name == "module" else ["s.py", *typed]

            assert scan_run(line) is not None, flag


flags = [flag for option in RUN.options for flag in option.flags]
words = st.one_of(
    st.sampled_from([*flags, "--help", "-h", "--", "-", "", "s.py", "s.py:f", "a=1", "-x", "--x"]),
    st.sampled_from(flags).flatmap(
        lambda flag: st.sampled_from([f"{flag}=v", f"{flag}v", f"{flag}=a=1", f"{flag}="])
    ),
    st.text(alphabet="-s=:mc \"'é/.", max_size=5),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(words, max_size=7))
def test_whatever_the_fast_path_reads_click_reads_alike(line: list[str]) -> None:
    fast = scan_run(line)
    if fast is None:
        return

    slow = click_values(line)

    assert fast == slow
    assert request_of(fast) == request_of(slow)
