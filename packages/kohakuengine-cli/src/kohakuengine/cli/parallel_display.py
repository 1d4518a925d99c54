"""ParallelDisplay: counts and what failed; lines as runs start and end where there is no terminal."""

from __future__ import annotations

import time
from contextlib import contextmanager

from kohakuengine.cli import report
from kohakuengine.cli.age import show_duration
from kohakuengine.cli.failure_groups import FailureGroups
from kohakuengine.cli.flow_display import FlowDisplay
from kohakuengine.cli.followed_log import FollowedLog
from kohakuengine.cli.line_budget import LineBudget
from kohakuengine.cli.live_line import LiveLine
from kohakuengine.cli.warning_groups import WarningGroups
from kohakuengine.flow.run_folder import STDERR, STDOUT
from kohakuengine.flow.status import RunStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.ticket import Ticket

__all__ = ["ParallelDisplay"]

_LOOK_S = 0.1


class ParallelDisplay(FlowDisplay):
    """One live line on a terminal, lines elsewhere, at most a few a second."""

    def __init__(self, *, names_scripts: bool, is_following: bool) -> None:
        """Begin.

        Args:
            names_scripts: Whether runs are told apart by their scripts, too.
            is_following: Whether what runs write is shown as it comes.
        """
        super().__init__(names_scripts=names_scripts)
        self._is_following = is_following
        self._line = LiveLine()
        self._budget = LineBudget()
        self._failures = FailureGroups()
        self._warnings = WarningGroups()
        self._running: dict[int, Ticket] = {}
        self._followed: dict[int, list[FollowedLog]] = {}
        self._looked_at = self._ended_at = 0.0

    @property
    def interval_s(self) -> float | None:
        """How often there may be something new to show."""
        return _LOOK_S if self._line.is_shown or self._followed else None

    def run_started(self, ticket: Ticket) -> None:
        """Say which run it is."""
        self._running[ticket.run_id] = ticket
        if self._is_following and ticket.folder is not None:
            logs = [FollowedLog(ticket.folder / STDOUT, ticket.run_id)]
            logs.append(FollowedLog(ticket.folder / STDERR, ticket.run_id, is_error=True))
            self._followed[ticket.run_id] = logs
        if not self._line.is_shown and self._may_tell():
            attempt = f", attempt {ticket.tries}" if ticket.tries > 1 else ""
            report.heading(f"run {ticket.run_id}{attempt}: {self.title_of(ticket)}")

    def run_ended(self, ticket: Ticket, result: RunResult, *, is_last_attempt: bool) -> None:
        """Say how it ended; of a failure like none before, show the end of what it wrote to stderr."""
        super().run_ended(ticket, result, is_last_attempt=is_last_attempt)
        self._ended_at = time.monotonic()
        self._running.pop(ticket.run_id, None)
        with self._line.away():
            for log in self._followed.pop(ticket.run_id, ()):
                log.finish()
            if result.status is not RunStatus.COMPLETED:
                self._failures.tell(ticket, result, is_last=is_last_attempt, shows_log=not self._is_following)
            elif not self._line.is_shown and self._may_tell():
                report.heading(f"run {ticket.run_id} completed in {show_duration(result.duration_s)}")
        self._show(is_due=True)

    def run_warned(self, ticket: Ticket, warnings: tuple[str, ...]) -> None:
        """Say what stands in a log that nobody looks at."""
        if not self._is_following:
            with self._line.away():
                for text in warnings:
                    self._warnings.tell(ticket.run_id, text)

    def flow_stopping(self, signal_name: str, *, is_first: bool) -> None:
        """Say what a signal does."""
        with self._line.away():
            super().flow_stopping(signal_name, is_first=is_first)

    def tick(self) -> None:
        """Show what is new, some times a second."""
        if time.monotonic() - self._looked_at < _LOOK_S:
            return
        self._looked_at = time.monotonic()
        with self._line.away() if self._followed else _nothing():
            for logs in self._followed.values():
                for log in logs:
                    log.write_lines()
        self._show(is_due=False)

    def flow_ended(self) -> None:
        """Leave the terminal as it was."""
        self._line.clear()
        if self._budget.left_out:
            report.heading(self._counts())
        self._warnings.sum_up()
        self._failures.sum_up()

    def _may_tell(self) -> bool:
        """Say whether there is room for one more line; where there is not, sum up now and then."""
        if self._budget.take():
            return True
        if self._budget.is_summary_due():
            report.heading(self._counts())
        return False

    def _show(self, *, is_due: bool) -> None:
        if self._line.is_shown and (is_due or self._running):
            self._line.show(f"{self._counts()}{self._latest()}")

    def _counts(self) -> str:
        of_all = "" if self.total is None else f" of {self.total}"
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.completed}{of_all} completed{failed}, {len(self._running)} running{self._left()}"

    def _left(self) -> str:
        """Say how long it will take, by how long what has ended took; between two ends it only gets less."""
        ended = self.completed + self.failed - self.recalled
        if self.total is None or not ended or not self._running:
            return ""
        per_run_s = (self._ended_at - self.started_at) / ended
        left = self.total - self.completed - self.failed
        left_s = per_run_s * left - (time.monotonic() - self._ended_at)
        return f", {show_duration(left_s)} left" if left_s > 0 else ""

    def _latest(self) -> str:
        numbers = " ".join(f"{number}" for number in list(self._running)[:6])
        return f" ({numbers}{' ...' if len(self._running) > 6 else ''})" if numbers else ""


@contextmanager
def _nothing() -> Iterator[None]:
    yield
