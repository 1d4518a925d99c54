"""Results of runs as the store has them."""

from __future__ import annotations

import json

from kohakuengine.flow.leavings import Leavings
from kohakuengine.flow.run_result import RunResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.store.run_record import RunRecord

__all__ = ["result_of"]


def result_of(record: RunRecord) -> RunResult:
    """Make a result of a record; its value and config are read when they are asked for."""
    error = json.loads(record.error) if record.error else {}
    return RunResult(
        run_id=record.id,
        position=record.position,
        name=record.name,
        status=record.status,
        reason=record.reason,
        exit_code=record.exit_code,
        traceback=error.get("traceback"),
        attempt=record.attempt,
        started_at=record.started_at,
        duration_s=record.duration_s,
        folder=record.folder,
        _leavings=Leavings(record.name, record.folder),
    )
