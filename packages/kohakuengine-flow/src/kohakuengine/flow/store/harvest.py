"""Runs whose orchestrator was killed: what their folders say of them is recorded."""

from __future__ import annotations

import json

from kohakuengine.flow.run_folder import has_not_begun, read_result
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store.turn import RunEnd
from kohakuengine.flow.verdict import has_failed, shown_value, why

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["harvested", "is_unbegun"]

_LOST = "what carried it was killed, and it left no result"


def is_unbegun(folder: Path, launcher: str) -> bool:
    """Say whether a run that was recorded as started has not begun, and never will.

    Args:
        folder: Its run folder.
        launcher: Name of what was to carry it; a run in the orchestrator's own process begins at once.
    """
    return launcher != "inprocess" and has_not_begun(str(folder))


def harvested(run_id: int, folder: Path, *, seen_at: float) -> RunEnd:
    """Say how a run ended that nothing carries any more, by what it left: no process is there to be asked.

    Args:
        run_id: Which run.
        folder: Its run folder.
        seen_at: When it was last known to be alive, in seconds since 1970.
    """
    told = read_result(str(folder))
    if told is None:
        return RunEnd(run_id=run_id, status=RunStatus.LOST, reason=_LOST, ended_at=seen_at)
    is_failed, error = has_failed(told), told.get("error")
    return RunEnd(
        run_id=run_id,
        status=RunStatus.FAILED if is_failed else RunStatus.COMPLETED,
        reason=why(told, told.get("exit_code")) if is_failed else None,
        exit_code=told.get("exit_code"),
        value=shown_value(told),
        error=None if error is None else json.dumps(error),
        started_at=told.get("started_at"),
        ended_at=told.get("ended_at") or seen_at,
    )
