"""FailureGroups: runs that failed in the same way are told once, and counted."""

from __future__ import annotations

from kohakuengine.cli import report
from kohakuengine.cli.run_log import Log
from kohakuengine.flow.run_folder import STDERR
from kohakuengine.flow.status import RunStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.ticket import Ticket

__all__ = ["FailureGroups"]

_SHOWN_LINES = 20
_SHOWN_BYTES = 1 << 14
_CRASH = b"Fatal Python error: "  # of `faulthandler`; below a fork more than these lines are frames of ours
_TOLD = 3


class FailureGroups:
    """Tells of failures: the first of a kind with the end of its stderr, a few more by their numbers."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str, str], list[int]] = {}

    def tell(self, ticket: Ticket, result: RunResult, *, is_last: bool, shows_log: bool) -> None:
        """Tell of a run that is not COMPLETED.

        Args:
            ticket: The run.
            result: What became of it.
            is_last: Whether it gets no other attempt.
            shows_log: Whether the end of its stderr is to be shown.
        """
        again = "" if is_last else "; it gets one more attempt"
        how = f"run {ticket.run_id} {result.status.value.lower().replace('_', ' ')}"
        kind = (result.name, result.reason or "", result.traceback or "")
        group = self._groups.setdefault(kind, [])
        group.append(ticket.run_id)
        if len(group) == 1:
            report.error(f"{how}: {result.reason}{again}")
            if shows_log and result.folder is not None and result.status is not RunStatus.CANCELLED:
                log = Log(result.folder / STDERR, is_error=True)
                log.skip_to_end(_SHOWN_LINES, most_bytes=_SHOWN_BYTES, heading=_CRASH)
                log.write_rest()
        elif len(group) <= _TOLD:
            report.error(f"{how} as run {group[0]} did: {result.reason}{again}")

    def sum_up(self) -> None:
        """Tell how many there were of each kind of which not all were told."""
        for (_, reason, _), group in self._groups.items():
            if len(group) > _TOLD:
                report.error(f"{len(group)} runs failed as run {group[0]} did: {reason}")
