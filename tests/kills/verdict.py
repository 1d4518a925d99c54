"""What must not be after a kill and a restart, looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .processes import processes_of
from .project import RUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .project import Project
    from .strike import Outcome, Strike

_BY_SIGNAL = {"SIGKILL": {-9}, "SIGINT": {130}, "SIGTERM": {143}}


def faults_of(project: Project, outcome: Outcome) -> list[str]:
    """List what is wrong, in words; nothing where all is well."""
    return [*_of_the_strike(outcome), *_of_the_store(project, outcome), *_of_the_runs(project, outcome)]


def why_none_can_live(strike: Strike) -> str:
    """Say why no grandchild of a run can be alive at a kill point, "" where one must be."""
    call = strike.call
    if call is None:
        return ""
    if call.is_first:
        return "no run has begun, or all have ended"
    is_of_run = call.path.endswith(("done-{number}", "result.json")) or call.name == "fork"
    return "between two runs" if strike.mode == "inprocess" and not is_of_run else ""


def _of_the_strike(outcome: Outcome) -> Iterator[str]:
    strike = outcome.strike
    if not outcome.has_struck:
        yield "it was not struck"
    elif not outcome.alive and not why_none_can_live(strike):
        yield "no grandchild was alive then"
    elif outcome.exit_code not in _expected(strike):
        yield f"it ended with {outcome.exit_code}, not with {' or '.join(map(str, _expected(strike)))}"
    if outcome.again not in (None, 0):
        yield f"the same command ended with {outcome.again}"


def _expected(strike: Strike) -> set[int]:
    """Return the exit codes that a struck command may have."""
    if strike.victim != "orchestrator":
        return {0, 1}  # 0: it had no run just then, or runs go on without it
    if (strike.mode, strike.signal) == ("inprocess", "SIGTERM"):
        return {143, -15}  # within a run the handler is the script's, which has none
    return _BY_SIGNAL[strike.signal]


def _of_the_store(project: Project, outcome: Outcome) -> Iterator[str]:
    completed, attempts = project.attempts("COMPLETED"), project.attempts()
    wrong = [number for number in range(RUNS) if len(completed.get(number, [])) != 1]
    if wrong:
        yield f"not COMPLETED exactly once: {wrong}"
    if project.attempts("RUNNING"):
        yield f"RUNNING for ever: {project.attempts('RUNNING')}"
    for number, ids in attempts.items():
        if any(one in outcome.kept and one != ids[-1] for one in ids):
            yield f"{number} ran again though its result was on disk: {ids}"
    if project.flows() != 1:
        yield f"{project.flows()} flows: the interrupted one did not go on"


def _of_the_runs(project: Project, outcome: Outcome) -> Iterator[str]:
    started, done, recorded = project.marked("started"), project.marked("done"), project.attempts()
    missing = sorted(set(range(RUNS)) - set(done))
    if missing:
        yield f"never ran: {missing}"
    if project.marked("twice"):
        yield f"at once with another attempt, or what is left of it: {project.marked('twice')}"
    unknown = [run for number, runs in started.items() for run in runs if run not in recorded.get(number, [])]
    if unknown:
        yield f"started without a record: {unknown}"
    survivors = processes_of(project.token)
    if survivors:
        yield f"{len(survivors)} processes survive: {survivors[:3]}"
