"""SequentialDisplay: a heading for each run, and what it writes as it comes."""

from __future__ import annotations

import time

from kohakuengine.cli import report
from kohakuengine.cli.flow_display import FlowDisplay
from kohakuengine.cli.run_log import Log
from kohakuengine.flow.run_folder import STDERR, STDOUT
from kohakuengine.flow.status import RunStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.ticket import Ticket

__all__ = ["SequentialDisplay"]

_LOOK_S = 0.05


class SequentialDisplay(FlowDisplay):
    """Passes the output of each run on, byte for byte: its stdout to ours, its stderr to ours."""

    def __init__(self, *, names_scripts: bool, passes_output: bool) -> None:
        """Begin.

        Args:
            names_scripts: Whether runs are told apart by their scripts, too.
            passes_output: Whether the runs write to logs, rather than to our own stdout and stderr.
        """
        super().__init__(names_scripts=names_scripts)
        self._passes_output = passes_output
        self._logs: list[Log] = []
        self._looked_at = 0.0

    @property
    def interval_s(self) -> float | None:
        """While a run writes to its log we look often."""
        return _LOOK_S if self._logs else None

    def run_started(self, ticket: Ticket) -> None:
        """Say which run it is."""
        attempt = f", attempt {ticket.tries}" if ticket.tries > 1 else ""
        report.heading(f"run {ticket.run_id}{attempt}: {self.title_of(ticket)}")
        if self._passes_output and ticket.folder is not None:
            self._logs = [Log(ticket.folder / STDOUT), Log(ticket.folder / STDERR, is_error=True)]

    def run_ended(self, ticket: Ticket, result: RunResult, *, is_last_attempt: bool) -> None:
        """Pass on what is left, and say why it is not COMPLETED."""
        super().run_ended(ticket, result, is_last_attempt=is_last_attempt)
        self._pass_on()
        self._logs = []
        if result.status is not RunStatus.COMPLETED:
            again = "" if is_last_attempt else "; it gets one more attempt"
            report.error(f"run {ticket.run_id} {result.status.value.lower()}: {result.reason}{again}")

    def tick(self) -> None:
        """Pass on what was written since the last time."""
        if self._logs and time.monotonic() - self._looked_at >= _LOOK_S:
            self._pass_on()

    def flow_ended(self) -> None:
        """Pass on what is left of a run that was broken off."""
        self._pass_on()

    def _pass_on(self) -> None:
        self._looked_at = time.monotonic()
        for log in self._logs:
            log.write_rest()
