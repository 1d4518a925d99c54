"""Lines of `kogine inspect`: read without click and with it, and what they end with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspect_facts import TRAIN, parameter
from inspect_line import type_line

from kohakuengine_tooling import Diagnostic, ScriptFacts, facts_json
from kohakuengine_tooling.inspect import command
from kohakuengine_tooling.inspect.plain_line import read_plain_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FLAGS = ["--", "--values", "--val", "--value", "--format", "--config", "-c", "--help", "-h", "-x"]
_ATTACHED = ["--format=json", "--format=", "--config=c.py", "-cc.py", "-c=c.py"]
WORDS = st.sampled_from([*_FLAGS, *_ATTACHED, "a.py", "b", "-", "", "json", "table", "xml"])


@given(st.lists(WORDS, max_size=6))
def test_a_plain_line_means_what_click_reads(words: list[str]) -> None:
    plain = read_plain_line(words)
    if plain is None:
        return

    context = command.inspect.make_context("kogine inspect", list(words))

    assert {name: list(v) if isinstance(v, tuple) else v for name, v in context.params.items()} == plain


PLAIN = {
    "a script": ["a.py"],
    "several": ["a.py", "b/", "c*.py"],
    "json": ["a.py", "--format", "json"],
    "json attached": ["--format=json", "a.py"],
    "all": ["a.py", "--values", "-c", "c.py", "--config", "d.py", "--config=e.py", "--format", "table"],
}


@pytest.mark.parametrize("words", PLAIN.values(), ids=PLAIN)
def test_lines_of_every_day_need_no_click(words: list[str]) -> None:
    assert read_plain_line(words) is not None


WRONG = {
    "no script": [],
    "another format": ["a.py", "--format", "xml"],
    "two formats": ["a.py", "--format", "json", "--format", "table"],
    "no config": ["a.py", "--config"],
    "another option": ["a.py", "--json"],
    "help": ["a.py", "--help"],
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_left_to_click(words: list[str]) -> None:
    assert read_plain_line(words) is None


def test_click_refuses_what_is_wrong() -> None:
    for words in ([], ["a.py", "--format", "xml"], ["a.py", "--config"], ["a.py", "--json"]):
        with pytest.raises(click.UsageError):
            command.inspect.make_context("kogine inspect", list(words))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two scripts."""
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(path: str) -> ScriptFacts:
    """Know little of `a`, and cannot read others."""
    return (
        ScriptFacts(script=path)
        if "a.py" in path
        else ScriptFacts(script=path, error=f"{path}: it is cursed")
    )


def test_every_file_that_could_be_read_is_shown_beside_one_that_could_not(folder: Path) -> None:
    printed = type_line("b.py", "a.py", "c.py", read=read)

    assert printed.code == 1
    assert printed.out == "a.py  runs from top to bottom\n  nothing can be set in it\n"
    assert printed.err == [
        "error: b.py: it is cursed",
        "error: c.py: no such script (KE501).",
    ]


def read_broken(path: str) -> ScriptFacts:
    """Know one name of a script, and that its second line is no Python."""
    wrong = Diagnostic(code="KE505", severity="error", line=2, message="invalid syntax")
    return ScriptFacts(
        script=path,
        error=f"{path}:2: invalid syntax",
        parameters=(parameter("x", 1),),
        diagnostics=(wrong,),
    )


@pytest.mark.parametrize(
    ("is_terminal", "err"),
    [(True, []), (False, ["a.py:2: invalid syntax (KE505)", "c.py: "])],
    ids=["terminal", "pipe"],
)
def test_what_is_wrong_is_told_once_on_a_terminal_and_on_both_streams_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_terminal: bool, err: list[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal)

    printed = type_line("a.py", "-c", "c.py", read=read_broken)

    assert printed.code == 1
    assert "a.py:2: error: invalid syntax (KE505)\n" in printed.out
    assert "\nc.py: no such config file (KE502).\n" in printed.out
    assert len(printed.err) == len(err)
    assert all(line.startswith(f"error: {says}") for line, says in zip(printed.err, err, strict=True))


def test_of_what_is_no_python_no_names_are_told(folder: Path) -> None:
    (folder / "notes.txt").write_text("", encoding="utf-8")

    printed = type_line("notes.txt", read=read_broken)

    assert (printed.code, printed.out) == (1, "")
    assert printed.err == ["error: notes.txt:2: invalid syntax: is it Python? (KE505)"]


def test_json_is_a_line_for_each_script_read_or_not(folder: Path) -> None:
    printed = type_line("a.py", "b.py", "c.py", "--format=json", read=read)

    lines = [json.loads(line) for line in printed.out.splitlines()]
    assert [(line["script"], line["error"]) for line in lines] == [
        ("a.py", None),
        ("b.py", "b.py: it is cursed"),
        ("c.py", "c.py: no such script (KE501)."),
    ]
    assert printed.code == 1
    assert len(printed.err) == 2


def test_files_of_a_folder_in_which_nothing_can_be_set_are_counted(folder: Path) -> None:
    (folder / "b.py").unlink()

    printed = type_line(".", read=read)

    assert (printed.code, printed.out) == (0, "")
    assert printed.err == ["note: left out 1 file in which nothing can be set"]


def test_json_is_what_it_was(folder: Path, snapshot: Callable[[str, str], None]) -> None:
    printed = type_line("a.py", "--format", "json", read=lambda _: TRAIN)

    assert printed.out.count("\n") == 1
    snapshot("inspect/json", json.dumps(json.loads(printed.out), indent=1, ensure_ascii=False) + "\n")


@given(st.text(), st.text())
def test_json_is_one_printable_line_that_says_the_facts(name: str, message: str) -> None:
    from kohakuengine_tooling.inspect.json_line import json_line

    facts = ScriptFacts(script=name, error=message)

    line = json_line(facts)

    assert line.isprintable()
    assert json.loads(line) == facts_json(facts)
