"""The plan of a run: everything checked and fitted, nothing executed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config.errors import (
    KohakuError,
    MalformedOverrideError,
    UnknownParameterError,
    ValueFitError,
)
from kohakuengine.config.overrides import overrides_of, parse_set
from kohakuengine.engine.errors import ArgumentError, NoReceiverError, ScriptNotFoundError
from kohakuengine.engine.plan import RunPlan, plan_run
from kohakuengine.engine.request import RunRequest

if TYPE_CHECKING:
    from collections.abc import Callable

SCRIPT = """\
import argparse
from pathlib import Path
lr: float = 1e-3
steps = 10
sizes = [1, 2]
out = Path("runs")
mode = Mode.FAST
cfg = {"depth": 2}
if lr:
    steps = 20
class C:
    width = 3
parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=0)

def main(a=1):
    return missing

if __name__ == "__main__":
    raise SystemExit("executed")
    main()
"""
ROW = ("key", "kind", "value", "is_text", "default", "lines")


def plan(path: str, *overrides: str, **fields: Any) -> RunPlan:
    return plan_run(RunRequest(script=path, overrides=[parse_set(one) for one in overrides], **fields))


# Override, and (key, kind, value, whether it is raw text, default, lines).
PLANNED: dict[str, tuple[Any, ...]] = {
    "lr=1": ("lr", "global", 1.0, False, "1e-3", [3]),
    "steps=1e3": ("steps", "global", 1000, False, "10", [4, 10]),
    "sizes=3,4": ("sizes", "global", [3, 4], False, "[1, 2]", [5]),
    "out=a/b": ("out", "global", Path("a/b"), False, 'Path("runs")', [6]),
    "mode=SLOW": ("mode", "global", "SLOW", True, "Mode.FAST", [7]),
    "cfg.depth=4": ("cfg.depth", "path", "4", True, '{"depth": 2}', [8]),
    "C.width=5": ("C.width", "member", 5, False, "3", [12]),
    "seed=7": ("seed", "option", "7", True, "0", [14]),
    "option:seed=7": ("option:seed", "option", "7", True, "0", [14]),
    "missing=a": ("missing", "read", "a", False, None, [1]),
    "+new=[1]": ("+new", "new", [1], False, None, [1]),
}


@pytest.mark.parametrize(("override", "row"), PLANNED.items(), ids=PLANNED)
def test_an_override_is_planned_whole(
    script: Callable[[str], str], override: str, row: tuple[Any, ...]
) -> None:
    [planned] = plan(script(SCRIPT), override).overrides

    assert tuple(getattr(planned, name) for name in ROW) == row


def test_a_plan_is_whole(script: Callable[[str], str]) -> None:
    path = script(SCRIPT)

    found = plan(path, "steps=1", "lr=2", argv=["--seed", "1"], kwargs={"a": 2}, has_config=True)

    assert {name: getattr(found, name) for name in RunPlan.__slots__ if name != "overrides"} == {
        "script": path,
        "path": path,
        "entrypoint": "main",
        "calls": "runs the module; its entrypoint is main() at line 21, called in the __main__ guard",
        "argv": ["--seed", "1"],
        "notes": [f"{path}: 'steps' replaces 2 declarations, at lines 4, 10"],
    }
    assert [one.key for one in found.overrides] == ["steps", "lr"]


CALLS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "flat": ("x = 1", {}, "", "runs the module; it calls no entrypoint"),
    "uncalled": (
        "def main(): pass",
        {},
        "main",
        "runs the module; its entrypoint is main(), main() is defined, and nothing calls it",
    ),
    "uncalled, with a config": (
        "def main(): pass",
        {"has_config": True},
        "main",
        "calls main() after the module",
    ),
    "asked for": ("def f(): pass", {"entrypoint": "f"}, "f", "calls f() after the module"),
}


@pytest.mark.parametrize(("text", "fields", "name", "sentence"), CALLS.values(), ids=CALLS)
def test_a_plan_says_what_is_called(
    script: Callable[[str], str], text: str, fields: dict[str, Any], name: str, sentence: str
) -> None:
    found = plan(script(text), **fields)

    assert (found.entrypoint, found.calls) == (name, sentence)


def test_a_plan_of_a_bare_run_says_what_the_guard_calls(script: Callable[[str], str]) -> None:
    found = plan(script("def train(): pass\nif __name__ == '__main__': train()"))

    assert found.entrypoint == "train"


REFUSED: dict[str, tuple[list[str], dict[str, Any], type[KohakuError], dict[str, Any]]] = {
    "unknown": (["lrr=1"], {}, UnknownParameterError, {"name": "lrr"}),
    "misfit of an annotation": (
        ["lr=fast"],
        {},
        ValueFitError,
        {"name": "lr", "line": 3, "expected": "float", "default": "1e-3", "is_guided": False},
    ),
    "misfit of a default": (
        ["steps=many"],
        {},
        ValueFitError,
        {"name": "steps", "line": 4, "expected": "int", "default": "10", "is_guided": True},
    ),
    "misfit of an option": (["seed=x"], {}, ValueFitError, {"name": "seed", "line": 14, "expected": "int"}),
    "twice": (["lr=1", "lr=2"], {}, MalformedOverrideError, {"text": "lr"}),
    "twice by another name": (["lr=1", "global:lr=2"], {}, MalformedOverrideError, {"text": "global:lr"}),
    "unknown argument": (
        [],
        {"kwargs": {"b": 1}},
        ArgumentError,
        {"name": "b", "candidates": ["a"], "line": 16},
    ),
}


@pytest.mark.parametrize(("overrides", "fields", "cls", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_before_anything_runs(
    script: Callable[[str], str],
    overrides: list[str],
    fields: dict[str, Any],
    cls: type[KohakuError],
    expected: dict[str, Any],
) -> None:
    with pytest.raises(cls) as caught:
        plan(script(SCRIPT), *overrides, **fields)

    assert {name: getattr(caught.value, name) for name in expected} == expected


GIVEN = {
    "args": ({"args": [1]}, "args"),
    "kwargs": ({"kwargs": {"b": 1, "a": 2}}, "kwargs (b, a)"),
    "both": ({"args": [1], "kwargs": {"b": 1}}, "args and kwargs (b)"),
}


@pytest.mark.parametrize(("fields", "given"), GIVEN.values(), ids=GIVEN)
@pytest.mark.parametrize("text", ["x = 1", "if __name__ == '__main__': pass"], ids=["flat", "block"])
def test_arguments_that_nothing_takes_are_refused(
    script: Callable[[str], str], text: str, fields: dict[str, Any], given: str
) -> None:
    with pytest.raises(NoReceiverError) as caught:
        plan(script(text), has_config=True, **fields)

    assert caught.value.given == given


def test_an_object_is_checked_and_not_converted(script: Callable[[str], str]) -> None:
    path, lock = script(SCRIPT), threading.Lock()

    found = plan_run(RunRequest(script=path, overrides=overrides_of({"lr": 1, "mode": lock, "+x": lock})))

    assert [one.value for one in found.overrides] == [1, lock, lock]
    assert type(found.overrides[0].value) is int
    with pytest.raises(ValueFitError):
        plan_run(RunRequest(script=path, overrides=overrides_of({"lr": "1"})))


def test_a_missing_script_is_named_as_it_was_typed() -> None:
    with pytest.raises(ScriptNotFoundError) as caught:
        plan("nowhere/script.py")

    assert caught.value.script == "nowhere/script.py"
