"""Runs whose orchestrator was killed: what their folders say of them is recorded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kohakuengine.flow.run_folder import read_result
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store.turn import RunEnd

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["end_of_result", "harvested"]

_LOST = "what carried it was killed, and it left no result"


def harvested(run_id: int, folder: Path, *, seen_at: float) -> RunEnd:
    """Say how a run ended that nothing carries any more.

    Args:
        run_id: Which run.
        folder: Its run folder.
        seen_at: When it was last known to be alive, in seconds since 1970.
    """
    result = read_result(str(folder))
    if result is None:
        return RunEnd(run_id=run_id, status=RunStatus.LOST, reason=_LOST, ended_at=seen_at)
    return end_of_result(run_id, result, seen_at=seen_at)


def end_of_result(run_id: int, result: dict[str, Any], *, seen_at: float) -> RunEnd:
    """Say how a run ended by its result alone: no process is left whose exit code could be asked for."""
    exit_code = result.get("exit_code")
    is_completed = exit_code == 0 and result.get("error") is None
    return RunEnd(
        run_id=run_id,
        status=RunStatus.COMPLETED if is_completed else RunStatus.FAILED,
        reason=None if is_completed else _reason(result),
        exit_code=exit_code,
        value=_text(_shown(result.get("value"))),
        error=_text(result.get("error")),
        started_at=result.get("started_at"),
        ended_at=result.get("ended_at") or seen_at,
    )


def _reason(result: dict[str, Any]) -> str:
    r"""Say in one line why a run failed.

    >>> _reason({"exit_code": 1, "error": {"type": "ValueError", "message": "bad\nvalue"}})
    'ValueError: bad'
    >>> _reason({"exit_code": 3})
    'exit code 3'
    """
    error = result.get("error")
    if not error:
        return f"exit code {result.get('exit_code')}"
    message = str(error.get("message") or "").partition("\n")[0]
    return f"{error.get('type')}: {message}" if message else str(error.get("type"))


def _shown(cell: Any) -> Any:
    """Return what a cell of a result shows: the value where that is plain, else its description."""
    return cell.get("plain", cell.get("shown")) if isinstance(cell, dict) else None


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value)
