"""How an attempt ended: judged by its process, its result file, and what we did to it."""

from __future__ import annotations

import json
import signal
import time
from datetime import datetime, timezone

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.flow.leavings import Leavings, Live
from kohakuengine.flow.run_folder import read_result
from kohakuengine.flow.run_result import RunResult
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store.turn import RunEnd
from kohakuengine.flow.verdict import has_failed, shown_value, why

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from kohakuengine.flow.launch.order import Ended
    from kohakuengine.flow.ticket import Ticket

__all__ = ["Ending", "judge", "unstarted"]

_ASKING = {getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGKILL")}
"""What ends a process from outside; others say that it has crashed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """How one attempt ended.

    Attributes:
        end: As the store records it.
        result: As the user gets it.
        imports: Files of the project that the script has imported, with their digests.
        warnings: What the engine had to say of it.
        is_refusal: Whether it is ours to say what is wrong, so that another attempt would end the same.
        error: What the script raised, where it ran in this process.
        is_live: Whether the result holds what was returned itself.
        is_last: Whether there is no other attempt after this one.
    """

    end: RunEnd
    result: RunResult
    imports: Mapping[str, str]
    warnings: tuple[str, ...] = ()
    is_refusal: bool = False
    error: BaseException | None = None
    is_live: bool = False
    is_last: bool = True


def judge(ticket: Ticket, ended: Ended, folder: Path) -> Ending:
    """Say how an attempt ended.

    Args:
        ticket: The run.
        ended: What its launcher says.
        folder: Of the run.
    """
    found = read_result(str(folder))
    told: dict[str, Any] = found or {}
    exit_code = _exit_code(ended, told)
    status = _status(ticket, ended, found, exit_code)
    is_completed = status is RunStatus.COMPLETED
    error = told.get("error") or {}
    ended_at = told.get("ended_at") or time.time()
    started_at = told.get("started_at") or _started_at(ticket, ended, ended_at)
    end = RunEnd(
        run_id=ticket.run_id,
        status=status,
        ended_at=ended_at,
        reason=None if is_completed else _reason(ticket, ended, told, exit_code),
        exit_code=exit_code,
        value=shown_value(told),
        error=json.dumps(error) if error else None,
        started_at=started_at,
    )
    live = Live(ended.value, ended.outputs) if ended.has_value else None
    return Ending(
        end=end,
        result=_result(ticket, end, error.get("traceback"), folder, live),
        imports=told.get("imports") or {},
        warnings=tuple(told.get("warnings") or ()),
        is_refusal=bool(error.get("is_ours")) or ticket.misfit is not None,
        error=ended.error,
        is_live=live is not None,
    )


def unstarted(ticket: Ticket, reason: str) -> RunResult:
    """Return the result of a run that is never started."""
    return RunResult(
        run_id=None,
        position=ticket.spec.position,
        name=ticket.spec.name,
        status=RunStatus.CANCELLED,
        reason=reason,
        exit_code=None,
        traceback=None,
        attempt=ticket.attempt,
        started_at=None,
        duration_s=None,
        folder=None,
        _leavings=Leavings(ticket.spec.name, None, config=lambda: ticket.spec.config),
    )


def _result(ticket: Ticket, end: RunEnd, traceback: str | None, folder: Path, live: Live | None) -> RunResult:
    spec = ticket.spec
    started_at = end.started_at or end.ended_at
    return RunResult(
        run_id=ticket.run_id,
        position=spec.position,
        name=spec.name,
        status=end.status,
        reason=end.reason,
        exit_code=end.exit_code,
        traceback=traceback,
        attempt=ticket.attempt,
        started_at=datetime.fromtimestamp(started_at, timezone.utc),
        duration_s=max(0.0, end.ended_at - started_at),
        folder=folder,
        _leavings=Leavings(spec.name, folder, config=lambda: spec.config, live=live),
    )


def _started_at(ticket: Ticket, ended: Ended, ended_at: float) -> float:
    """Return when an attempt began that has not said so itself."""
    if ended.took_s is not None:
        return ended_at - ended.took_s
    return ticket.started_at or ended_at  # it has never left the line


def _exit_code(ended: Ended, told: dict[str, Any]) -> int | None:
    """Return that of the process; what asked it to end when its result was whole has not changed the run."""
    if ended.exit_code is None:
        return told.get("exit_code")
    is_asked = -ended.exit_code in _ASKING or isinstance(ended.error, KeyboardInterrupt)
    return told["exit_code"] if is_asked and told and not has_failed(told) else ended.exit_code


def _status(ticket: Ticket, ended: Ended, found: dict[str, Any] | None, exit_code: int | None) -> RunStatus:
    if exit_code == 0 and not (found is not None and has_failed(found)):
        return RunStatus.COMPLETED
    if isinstance(ended.error, KeyboardInterrupt):
        return RunStatus.CANCELLED
    if ticket.stopping is not None:
        return RunStatus.TIMED_OUT if ticket.stopping.is_timeout else RunStatus.CANCELLED
    return RunStatus.LOST if ended.is_lost and found is None else RunStatus.FAILED


def _reason(ticket: Ticket, ended: Ended, told: dict[str, Any], exit_code: int | None) -> str:
    if ticket.stopping is not None:
        return ticket.stopping.why
    if isinstance(ended.error, KeyboardInterrupt):
        return "interrupted by SIGINT"
    if ended.reason is not None and not told.get("error"):
        return ended.reason
    return why(told, exit_code)
