"""The proof that overrides landed, and the check that nothing took their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config.errors import UnknownPathError
from kohakuengine.config.overrides import parse_set
from kohakuengine.engine.errors import NoEffectError
from kohakuengine.engine.landing import Landing
from kohakuengine.engine.launch import exit_status
from kohakuengine.engine.prepare import PreparedRun, prepare
from kohakuengine.engine.proof import Proof
from kohakuengine.engine.record import CompiledTarget
from kohakuengine.engine.request import RunRequest

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS: dict[str, Any] = {"key": "x", "name": "x", "line": 4, "lines": (4,)}


def landing_of(value: object = 1, *, landed: bool = False, **fields: Any) -> Landing:
    given = {"kind": "global", "is_early": True, "is_watched": True, **fields}
    merged = {**FIELDS, **given}
    landing = Landing(CompiledTarget(**merged), value, None)
    iterator = landing.iterator()
    if landed:
        next(iterator)
    return landing


REASONS: dict[str, tuple[dict[str, Any], str]] = {
    "one": ({}, "the assignment at line 4 was not executed"),
    "several": ({"lines": (4, 9)}, "none of the assignments at lines 4, 9 was executed"),
    "option": ({"kind": "option"}, "the script never parsed its option 'x' from the command line"),
}


@pytest.mark.parametrize(("fields", "reason"), REASONS.values(), ids=REASONS.keys())
@pytest.mark.parametrize("check", [Proof.fail, Proof.check_all], ids=["early", "at the end"])
def test_what_did_not_land_is_an_error(check: Any, fields: dict[str, Any], reason: str) -> None:
    proof = Proof("script.py", [landing_of(landed=True), landing_of(**fields)])

    with pytest.raises(NoEffectError) as caught:
        check(proof)

    error = caught.value
    assert (error.name, error.path, error.line, error.reason) == ("x", "script.py", 4, reason)
    assert proof.failure is error


def test_all_landed_is_well() -> None:
    proof = Proof("script.py", [landing_of(landed=True)])

    proof.fail()
    proof.check_all()

    assert proof.failure is None


def test_early_proof_leaves_the_late_ones_alone() -> None:
    proof = Proof("script.py", [landing_of(is_early=False)])

    proof.fail()

    with pytest.raises(NoEffectError):
        proof.check_all()


def test_a_path_that_led_nowhere_says_so_itself() -> None:
    landing = landing_of()
    landing.problem = UnknownPathError(name="x.y", missing="y", owner="x", candidates=[])

    with pytest.raises(UnknownPathError) as caught:
        Proof("script.py", [landing]).check_all()

    assert caught.value is landing.problem


def test_the_first_failure_is_the_one_raised_now_and_at_the_end() -> None:
    proof = Proof("script.py", [landing_of(landed=True)])
    first, second = NoEffectError(name="a", reason="r"), NoEffectError(name="b", reason="r")

    assert [proof.broken(first), proof.broken(second)] == [first, first]

    with pytest.raises(NoEffectError) as caught:
        proof.check_all()
    assert caught.value is first


VALUE = [1]
# Value of the override, what the name holds at the end, whether it is still the one that landed.
ENDS: dict[str, tuple[Any, Any, bool]] = {
    "the same object": (VALUE, None, True),
    "an equal container": ([1], [1], False),
    "an equal number": (1000, int("1000"), True),
    "an equal number of another type": (1, 1.0, False),
    "another number": (1, 2, False),
    "another object": (1, object(), False),
}


@pytest.mark.parametrize(("value", "end", "is_same"), ENDS.values(), ids=ENDS.keys())
def test_the_name_still_holds_the_value_at_the_end(value: Any, end: Any, is_same: bool) -> None:
    landing = landing_of(value)
    landed = next(landing.iterator())
    namespace = {"x": landed if end is None else end}

    replaced = Proof("script.py", [landing]).replaced(namespace)

    assert replaced == ([] if is_same else [landing])


@pytest.mark.parametrize("namespace", [{}, {"x": 2}], ids=["deleted", "not watched"])
def test_some_names_are_not_watched(namespace: dict[str, Any]) -> None:
    landing = landing_of(landed=True, is_watched="x" not in namespace)

    assert Proof("script.py", [landing]).replaced(namespace) == []


def test_what_a_process_was_forked_for_is_not_asked_for_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    proof = Proof("script.py", [landing_of()])
    proof.begin(lambda level, text: None)
    monkeypatch.setattr("os.getpid", lambda: -1)

    assert proof.fail()
    proof.check_all()


def started(path: str) -> tuple[PreparedRun, list[tuple[str, str]]]:
    """Return a run that this process executes now, and what it reports."""
    said: list[tuple[str, str]] = []
    run = prepare(RunRequest(script=path, overrides=[parse_set("x=5")]))
    run.proof.begin(lambda level, text: said.append((level, text)))
    return run, said


@pytest.mark.parametrize("status", [0, False, 256, -256])
def test_leaving_with_a_success_that_is_none_is_reported(script: Callable[[str], str], status: int) -> None:
    run, said = started(script("if 0: x = 1"))

    assert exit_status(run, status) == 2
    assert [level for level, _ in said] == ["error"]
    assert "'x' had no effect" in said[0][1]


@pytest.mark.parametrize("status", [1, 2, -1, 257, "text", None])
def test_leaving_with_a_failure_is_the_scripts_own(script: Callable[[str], str], status: object) -> None:
    run, said = started(script("if 0: x = 1"))

    assert exit_status(run, status) is status
    assert said == []
