"""The index of `kogine inspect`: what is known counts for the bytes that it was read from, for no others."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from inspect_facts import TRAIN, static
from inspect_line import Printed, type_line

from kohakuengine_tooling import Diagnostic, ScriptFacts
from kohakuengine_tooling.inspect import index

if TYPE_CHECKING:
    from pathlib import Path


class Reader:
    """Reads scripts of one line, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, path: str) -> ScriptFacts:
        self.count += 1
        with open(path, encoding="utf-8") as file:
            value = file.read().strip()
        return ScriptFacts(script=path, parameters=(static("x", 1, "str", repr(value), value),))


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "s.py"
    path.write_text("one", encoding="utf-8")
    return path


@pytest.fixture
def read() -> Reader:
    return Reader()


def entries(cache: Path) -> list[Path]:
    return sorted((cache / "facts").glob("*"))


def test_a_script_is_read_once(script: Path, read: Reader) -> None:
    first = type_line("s.py", read=read)
    second = type_line("s.py", read=read)

    assert read.count == 1
    assert second == first


LINES = {
    "table": ["s.py"],
    "values": ["s.py", "--values"],
    "json": ["s.py", "--format", "json"],
    "config": ["s.py", "--config", "c.json"],
    "json config": ["s.py", "--config", "c.json", "--format", "json"],
}


@pytest.mark.parametrize("is_coloured", [False, True], ids=["pipe", "terminal"])
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_what_is_known_is_shown_as_what_was_read(script: Path, line: list[str], is_coloured: bool) -> None:
    script.with_name("c.json").write_text('{"globals_dict": {"seed": 1, "lrr": 2}}', encoding="utf-8")
    facts = replace(TRAIN, script="s.py", diagnostics=TRAIN.diagnostics[:1])
    counted: list[str] = []

    def read(path: str) -> ScriptFacts:
        counted.append(path)
        return facts

    first = type_line(*line, read=read, is_coloured=is_coloured)
    second = type_line(*line, read=read, is_coloured=is_coloured)

    assert len(counted) == 1
    assert second == first
    assert len(first.out) > 500


def test_a_touched_script_is_known(script: Path, read: Reader) -> None:
    type_line("s.py", read=read)
    os.utime(script, (1, 1))

    type_line("s.py", read=read)

    assert read.count == 1


def test_an_edit_of_equal_size_and_time_is_read(script: Path, read: Reader) -> None:
    status = script.stat()
    type_line("s.py", read=read)
    script.write_text("two", encoding="utf-8")
    os.utime(script, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert "'two'" in type_line("s.py", read=read).out


def test_a_script_that_changes_while_it_is_read_is_not_kept(script: Path, read: Reader, cache: Path) -> None:
    def edit_then_read(path: str) -> ScriptFacts:
        script.write_text("two", encoding="utf-8")
        return read(path)

    type_line("s.py", read=edit_then_read)
    script.write_text("one", encoding="utf-8")

    assert "'one'" in type_line("s.py", read=read).out


def test_each_way_to_write_a_path_shows_itself(script: Path, read: Reader) -> None:
    for path in ("s.py", "./s.py", str(script)):
        for _ in range(2):
            assert type_line(path, read=read).out.split()[0] == path


def test_scripts_of_one_name_in_two_folders_are_two(
    script: Path, read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "s.py").write_text("two", encoding="utf-8")

    type_line("s.py", read=read)
    monkeypatch.chdir(other)

    assert "'two'" in type_line("s.py", read=read).out


MAKERS = {
    "another release": "kohakuengine_tooling.inspect.index.__version__",
    "another format": "kohakuengine_tooling.inspect.index._FORMAT",
    "another python": "sys.version",
}


@pytest.mark.parametrize("what", MAKERS.values(), ids=MAKERS)
def test_what_another_maker_kept_does_not_count(
    script: Path, read: Reader, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_line("s.py", read=read)
    monkeypatch.setattr(what, "other")

    type_line("s.py", read=read)

    assert read.count == 2


def test_what_another_build_of_this_release_kept_does_not_count(
    script: Path, read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_line("s.py", read=read)
    newest, size = index._build()
    monkeypatch.setattr(index, "_build", lambda: (newest + 1, size))

    type_line("s.py", read=read)

    assert read.count == 2


def test_the_build_is_told_by_every_source_of_the_distribution() -> None:
    package = os.path.dirname(os.path.dirname(index.__file__))
    sources = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(package)
        for name in names
        if name.endswith(".py") and not name.startswith("_build")
    ]

    assert sorted(index._sources(package)) == sorted(sources)


def test_a_damaged_entry_is_read_anew(script: Path, read: Reader, cache: Path) -> None:
    expected = type_line("s.py", read=read)
    [entry] = entries(cache)
    good = entry.read_bytes()

    for damaged in (b"", good[:-1], good[:20] + b"?" + good[21:], b"x" * 100):
        entry.write_bytes(damaged)
        assert type_line("s.py", read=read) == expected
        assert entry.read_bytes() == good


def test_an_entry_of_another_shape_is_read_anew(script: Path, read: Reader, cache: Path) -> None:
    from kohakuengine.config.user_cache import keep

    expected = type_line("s.py", read=read)
    [entry] = entries(cache)

    for data in (b"", b"N", b"i\x00\x00\x00\x00"):
        keep("facts", entry.name, data)
        assert type_line("s.py", read=read) == expected


def test_entries_are_the_users_own(script: Path, read: Reader, cache: Path) -> None:
    type_line("s.py", read=read)

    [entry] = entries(cache)
    assert (entry.parent.stat().st_mode & 0o777, entry.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_cache_that_is_off_keeps_nothing(
    script: Path, read: Reader, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    monkeypatch.setenv("KOHAKUENGINE_CACHE", "")

    type_line("s.py", read=read)
    type_line("s.py", read=read)

    assert read.count == 2
    assert list(cache.iterdir()) == []


HINDERED = {
    "could not be read": ScriptFacts(script="s.py", error="it is too large"),
    "not all of it could": ScriptFacts(
        script="s.py",
        diagnostics=(Diagnostic(code="KE701", severity="error", line=1, message="took too long"),),
    ),
}


@pytest.mark.parametrize("facts", HINDERED.values(), ids=HINDERED)
def test_what_could_not_be_read_is_tried_again(script: Path, facts: ScriptFacts, cache: Path) -> None:
    type_line("s.py", read=lambda _: facts)

    assert entries(cache) == []


def test_a_huge_script_or_one_of_huge_facts_is_not_kept(
    script: Path, read: Reader, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(index, "_LARGEST_SOURCE_BYTES", 2)
        type_line("s.py", read=read)
    with monkeypatch.context() as patched:
        patched.setattr(index, "_LARGEST_ENTRY_BYTES", 100)
        type_line("s.py", read=read)

    assert entries(cache) == []


def test_the_index_is_bounded(
    script: Path, read: Reader, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "MAX_ENTRIES", 4)
    for number in range(6):
        (script.parent / f"s{number}.py").write_text(str(number), encoding="utf-8")

    printed: Printed = type_line(*(f"s{number}.py" for number in range(6)), read=read)

    assert printed.code == 0
    assert len(entries(cache)) == 2
