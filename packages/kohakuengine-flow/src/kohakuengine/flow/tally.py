"""Tally: what has become of the runs of a flow so far."""

from __future__ import annotations

from kohakuengine.flow.status import RunStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.flow.ending import Ending
    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.run_spec import Position

__all__ = ["Tally"]


class Tally:
    """Counts runs, and keeps the few results that nothing else keeps.

    Attributes:
        submitted: How many there are.
        completed: How many of them are COMPLETED, those of an earlier attempt at the flow included.
        recalled: How many were COMPLETED then.
        failed: How many have failed, timed out or been lost.
        stopped: How many were stopped while they ran.
        unstarted: Results of those that were never started.
        first_failure: The first result that is not COMPLETED.
        first_error: What that script raised, where it ran in this process.
        planned: How many there would be; None where generators do not say.
        is_cut: Whether there are configs that were not drawn any more.
        stopped_by: The signal that stopped the flow, or None.
        stop_reason: Why nothing more of the whole flow was started; None where it went to its end.
        live: Results of runs in this process, whose values are the very objects, by position.
    """

    def __init__(self) -> None:
        self.submitted = self.completed = self.recalled = self.failed = self.stopped = 0
        self.unstarted: list[RunResult] = []
        self.first_failure: RunResult | None = None
        self.planned: int | None = None
        self.is_cut = False
        self.first_error: BaseException | None = None
        self.stopped_by: int | None = None
        self.stop_reason: str | None = None
        self.live: dict[Position, Any] = {}

    @property
    def is_complete(self) -> bool:
        """Whether every run is COMPLETED."""
        return self.completed == self.submitted

    @property
    def has_begun(self) -> bool:
        """Whether there is a run that has started, or was COMPLETED before."""
        return self.submitted > len(self.unstarted)

    def recall(self, result: RunResult) -> None:  # noqa: ARG002 - as the others
        """Count a run that was COMPLETED in an earlier attempt at the flow."""
        self.completed += 1
        self.recalled += 1

    def end(self, ending: Ending) -> None:
        """Count a run that has ended."""
        result = ending.result
        if result.status is RunStatus.COMPLETED:
            self.completed += 1
            if ending.is_live:
                self.live[result.position] = result
            return
        self.stopped += result.status is RunStatus.CANCELLED
        self.failed += result.status is not RunStatus.CANCELLED
        if self.first_failure is None:
            self.first_failure, self.first_error = result, ending.error

    def cancel(self, result: RunResult) -> None:
        """Count a run that is never started."""
        self.unstarted.append(result)
