"""Pickles pass between plain python and kogine in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .case import Case
from .stage import PYTHON, Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

_POINT = """
    import pickle, sys
    from enum import Enum
    x = 1
    class Point:
        def __init__(self, value):
            self.value = value
    class Mode(Enum):
        FAST = 1
    def double(value):
        return value * 2
    if sys.argv[1] == "write":
        with open("kept.pickle", "wb") as file:
            pickle.dump([Point(x), Mode.FAST, double, Point], file)
    else:
        with open("kept.pickle", "rb") as file:
            point, mode, function, kind = pickle.load(file)
        print(type(point) is Point, kind is Point, mode is Mode.FAST, function is double, point.value, x)
"""
_FILE = Case(id="file", script=_POINT)
_MODULE = Case(
    id="module", script=_POINT, name="pkg/mod.py", files={"pkg/__init__.py": ""}, words=("-m", "pkg.mod")
)


def _python(stage: Stage, word: str) -> Outcome:
    return stage.play([*PYTHON, *stage.case.target, word])


def _kogine(stage: Stage, word: str) -> Outcome:
    return stage.play([*stage.kogine_words(), "run", *stage.case.target, "--set", "x=2", "--", word])


@pytest.mark.parametrize("case", [_FILE, _MODULE], ids=lambda case: case.id)
@pytest.mark.parametrize(
    ("write", "read", "shown"),
    [
        (_python, _kogine, b"True True True True 1 2\n"),
        (_kogine, _python, b"True True True True 2 1\n"),
        (_kogine, _kogine, b"True True True True 2 2\n"),
    ],
    ids=["python-to-kogine", "kogine-to-python", "kogine-to-kogine"],
)
def test_a_pickle_written_by_one_is_read_by_the_other(
    case: Case,
    write: Callable[[Stage, str], Outcome],
    read: Callable[[Stage, str], Outcome],
    shown: bytes,
    stage: Callable[[Case], Stage],
) -> None:
    played = stage(case)
    played.write(is_edited=False)
    written = write(played, "write")
    assert written.exit_code == 0, written.stderr.decode()

    outcome = read(played, "read")

    assert (outcome.stdout, outcome.stderr) == (shown, b"")


@pytest.mark.parametrize("case", [_FILE, _MODULE], ids=lambda case: case.id)
def test_both_write_the_same_bytes(case: Case, stage: Callable[[Case], Stage]) -> None:
    played = stage(case)
    played.write(is_edited=True)
    _python(played, "write")
    wanted = (played.folder / "kept.pickle").read_bytes()

    played.write(is_edited=False)
    _kogine(played, "write")

    assert (played.folder / "kept.pickle").read_bytes() == wanted
