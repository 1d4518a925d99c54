"""FlowDisplay: what every display of a running flow says."""

from __future__ import annotations

import time

from kohakuengine.cli import report
from kohakuengine.cli.beginning_notes import beginning_notes
from kohakuengine.cli.count import counted
from kohakuengine.cli.run_title import run_title
from kohakuengine.engine.request import RunRequest
from kohakuengine.flow.observer import Observer
from kohakuengine.flow.status import RunStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.beginning import Beginning
    from kohakuengine.flow.conduct import Conducted
    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.ticket import Ticket

__all__ = ["FlowDisplay"]

_NAMED = 10  # of runs that were not started


class FlowDisplay(Observer):
    """Says on stderr how a flow gets on.

    Attributes:
        names_scripts: Whether runs are told apart by their scripts, too.
        total: How many runs there are, None while nobody knows.
        completed: How many of them are COMPLETED.
        recalled: How many of these were, in an earlier attempt at the flow.
        failed: How many have ended otherwise.
        started_at: When the flow started, by the monotonic clock.
    """

    def __init__(self, *, names_scripts: bool) -> None:
        self.names_scripts = names_scripts
        self.total: int | None = None
        self.completed = self.recalled = self.failed = 0
        self.started_at = time.monotonic()

    def flow_started(
        self, flow_id: int, *, title: str, beginning: Beginning, slots: int, total: int | None
    ) -> None:
        """Say which flow it is, and what it begins with."""
        self.total = total
        at_once = f", {slots} at once" if slots > 1 else ""
        runs = "" if total is None else f": {counted(total, 'run')}"
        report.heading(f"flow {flow_id}, {title}{runs}{at_once}")
        for note in beginning_notes(beginning):
            report.note(note)

    def drawing_done(self, total: int) -> None:
        """Know how many there are."""
        self.total = total

    def flow_broken(self, conducted: Conducted) -> None:
        """Show what became of the runs, before the error that ended them."""
        from kohakuengine.cli.flow_ending import sum_up

        sum_up(conducted, self)
        for result in conducted.tally.unstarted[:_NAMED]:
            report.note(f"not started: {result.name} {_values_of(result)}")
        left = len(conducted.tally.unstarted) - _NAMED
        if left > 0:
            report.note(f"not started: {left} more")

    def run_refused(self, ticket: Ticket) -> None:
        """Say which config it is."""
        report.error(f"config {ticket.spec.position[-1] + 1} does not fit: {self.title_of(ticket)}")

    def flow_stopping(self, signal_name: str, *, is_first: bool) -> None:
        """Say what a signal does."""
        if is_first:
            report.warning(f"{signal_name}: no more runs are started; once more kills those that are running")
        else:
            report.warning(f"{signal_name}: what is running is killed")

    def run_recalled(self, ticket: Ticket, result: RunResult) -> None:  # noqa: ARG002 - as of every observer
        """Count a run that was COMPLETED before."""
        self.completed += 1
        self.recalled += 1

    def run_ended(self, ticket: Ticket, result: RunResult, *, is_last_attempt: bool) -> None:  # noqa: ARG002
        """Count a run that has ended."""
        if is_last_attempt:
            self.completed += result.status is RunStatus.COMPLETED
            self.failed += result.status is not RunStatus.COMPLETED

    def title_of(self, ticket: Ticket) -> str:
        """Write what a run is given, with the name of its script where there are several."""
        assert ticket.request is not None
        title = run_title(ticket.request)
        if not self.names_scripts:
            return title
        return ticket.spec.script if title == "as it is" else f"{ticket.spec.script} {title}"


def _values_of(result: RunResult) -> str:
    """Write the values of a run that was not started."""
    config = result.config
    if config is None:
        return "as it is"
    request = RunRequest(script=result.name)
    request.take_config(config)
    return run_title(request)
