"""`kogine run` beside plain python: equal or not, and what the difference is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from .trial import Bench, Outcome, try_kogine, try_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .editor import Change
    from .sdists import Candidate

Case = tuple["Candidate", "Change | None"]
"""A script as it is, or with one change: the latter is a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One script, or one pair where `change` is set; `cause` is None where both are equal."""

    script: Candidate
    change: Change | None
    cause: str | None
    python: Outcome
    kogine: Outcome

    @property
    def name(self) -> str:
        """The script's path, with the override where there is one."""
        override = f" {self.change.name}={self.change.text}" if self.change else ""
        return f"{self.script.path}{override}"


def compare_all(
    bench: Bench, cases: Iterable[Case], *, jobs: int, progress: Callable[[str], None]
) -> list[Comparison]:
    """Compare every case, in the order given."""

    def one(case: Case) -> Comparison:
        result = compare(bench, *case)
        progress(f"{'=' if result.cause is None else '!'} {result.name[:150]!r}")
        return result

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, cases))


def compare(bench: Bench, script: Candidate, change: Change | None) -> Comparison:
    """Run both; a difference is measured a second time, so that both had the same luck."""
    for repeat in (0, 1):
        python = try_python(bench, script, change, repeat=repeat)
        kogine = try_kogine(bench, script, change, repeat=repeat)
        if python.compared == kogine.compared:
            break
    cause = explain_difference(python, kogine)
    return Comparison(script=script, change=change, cause=cause, python=python, kogine=kogine)


def explain_difference(python: Outcome, kogine: Outcome) -> str | None:
    """Name the first thing that differs, or None."""
    if python.exit_code != kogine.exit_code:
        said = [line for line in kogine.stderr.splitlines() if line.strip()] or [""]
        ours = [line for line in said if line.startswith("kogine:")] or said[-1:]
        return f"exit code {python.exit_code} became {kogine.exit_code}: {ours[-1]}"
    if python.stdout_sha256 != kogine.stdout_sha256:
        return f"stdout: {_first_difference(python.stdout, kogine.stdout)}"
    if python.figures != kogine.figures:
        return f"figures: {_first_difference_of(python.figures, kogine.figures)}"
    return None


def stderr_difference(comparison: Comparison) -> str | None:
    """Name the first line of stderr that differs, the notes of kogine apart."""
    lines = comparison.kogine.stderr.splitlines()
    own = [line for line in lines if not line.startswith("kogine: ")]
    expected = comparison.python.stderr.splitlines()
    return None if own == expected else _first_difference_of(expected, own)


def _first_difference(left: str, right: str) -> str:
    return _first_difference_of(left.splitlines(), right.splitlines())


def _first_difference_of(left: Iterable[str], right: Iterable[str]) -> str:
    for number, (one, other) in enumerate(zip_longest(left, right), start=1):
        if one != other:
            return f"{number}: {one!r} became {other!r}"
    return "beyond what is kept of it"
