"""What counts as a difference between two runs, and what the ledger remembers."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from .comparison import explain_difference
from .ledger import Ledger
from .trial import Outcome

if TYPE_CHECKING:
    from pathlib import Path


def outcome(stdout: str = "1\n2\n", **fields: Any) -> Outcome:
    """Make the outcome of a run that printed `stdout` and drew two figures."""
    plain = Outcome(
        exit_code=0,
        stdout_sha256=hashlib.sha256(stdout.encode("utf-8")).hexdigest(),
        stdout=stdout,
        stderr="",
        figures=("shown 6x4 aa", "open 6x4 bb"),
        files=(),
        seconds=0.1,
    )
    return dataclasses.replace(plain, **fields)


DIFFERENCES = {
    "exit code": (
        outcome(exit_code=2, stderr="kogine: error: no parameter\n"),
        "exit code 0 became 2: kogine: error: no parameter",
    ),
    "time limit": (outcome(exit_code=None), "exit code 0 became None: "),
    "stdout": (outcome("1\n3\n"), "stdout: 2: '2' became '3'"),
    "stdout ends early": (outcome("1\n"), "stdout: 2: '2' became None"),
    "pixels": (
        outcome(figures=("shown 6x4 aa", "open 6x4 cc")),
        "figures: 2: 'open 6x4 bb' became 'open 6x4 cc'",
    ),
    "a figure less": (
        outcome(figures=("shown 6x4 aa",)),
        "figures: 2: 'open 6x4 bb' became None",
    ),
}


@pytest.mark.parametrize(("other", "cause"), DIFFERENCES.values(), ids=DIFFERENCES.keys())
def test_every_visible_difference_has_a_cause(other: Outcome, cause: str) -> None:
    assert explain_difference(outcome(), other) == cause


def test_stderr_time_and_files_are_no_difference() -> None:
    assert explain_difference(outcome(), outcome(stderr="x", seconds=9.0, files=("a",))) is None


def test_a_result_is_measured_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    Ledger(path).recall("a", lambda: {"n": 1})

    assert Ledger(path).recall("a", lambda: {"n": 2}) == {"n": 1}


def test_a_line_cut_short_by_a_kill_is_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    Ledger(path).recall("a", lambda: {"n": 1})
    path.write_text(path.read_text(encoding="utf-8") + '{"key": "b", "res', encoding="utf-8")

    assert Ledger(path).recall("b", lambda: {"n": 2}) == {"n": 2}
    assert Ledger(path).recall("a", lambda: {"n": 3}) == {"n": 1}
    assert Ledger(path).recall("b", lambda: {"n": 3}) == {"n": 2}
