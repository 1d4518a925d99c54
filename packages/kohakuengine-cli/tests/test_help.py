"""`--help`, `help` and what is listed there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kohakuengine.cli import main
from kohakuengine.cli.catalog import COMMANDS, GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from kogine_process import Kogine

_OTHERS = re.compile(r"Commands of other distributions:\n(  .*\n)+\n")  # as many as are installed here

NAMES = ["", *GROUPS, *(row.name for row in COMMANDS)]


@pytest.mark.parametrize("name", NAMES, ids=[name or "kogine" for name in NAMES])
def test_help_is_what_it_was(name: str, kogine: Kogine, snapshot: Callable[[str, str], None]) -> None:
    done = kogine(*name.split(), "--help")

    assert (done.code, done.err) == (0, "")
    snapshot(f"help/{name or 'kogine'}".replace(" ", "_"), _OTHERS.sub("", done.out))


@pytest.mark.parametrize("name", NAMES, ids=[name or "kogine" for name in NAMES])
def test_all_ways_to_ask_for_help_answer_alike(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    answers = set()
    for words in ([*name.split(), "--help"], [*name.split(), "-h"], ["help", *name.split()]):
        assert main(words) == 0
        answers.add(capsys.readouterr().out)

    assert len(answers) == 1


def test_kogine_alone_explains_itself(kogine: Kogine) -> None:
    assert kogine().out == kogine("--help").out
    assert kogine().code == 0


@pytest.mark.parametrize(
    ("words", "script"),
    [
        (["train.py", "--help"], "train.py"),
        (["-s", "lr=1", "a b.py", "-h"], "'a b.py'"),
        (["--help", "-m", "package.train"], "-m package.train"),
    ],
    ids=["script", "space", "module"],
)
def test_help_behind_a_script_says_how_to_get_the_scripts_own(
    words: list[str], script: str, kogine: Kogine
) -> None:
    done = kogine("run", *words)

    added = f"\nThe script's own help: kogine run {script} -- --help\n"
    assert done.out == kogine("run", "--help").out + added


def test_help_fits_the_terminal(kogine: Kogine) -> None:
    for width in (50, 72, 100):
        out = kogine("run", "--help", environment={"COLUMNS": str(width)}).out

        lines = [line for line in out.splitlines() if not line.startswith("  kogine")]
        assert max(map(len, lines)) <= width


def test_every_example_is_a_line_that_kogine_reads() -> None:
    import shlex

    from kohakuengine.cli.app import read_line

    for row in COMMANDS:
        for line, _ in row.examples:
            words = shlex.split(line.partition(" > ")[0])
            assert words[0] == "kogine"
            read_line(words[1:])


def test_help_of_no_command_offers_the_nearest(kogine: Kogine) -> None:
    done = kogine("help", "config", "shwo")

    assert done.code == 2
    assert "no command 'config shwo'. Did you mean 'config show'" in done.err
