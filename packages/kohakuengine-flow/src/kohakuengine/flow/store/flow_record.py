"""FlowRecord: what the store knows of one flow."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.flow.errors import StoreDamagedError
from kohakuengine.flow.store.column_text import from_column
from kohakuengine.flow.store.lease import Lease
from kohakuengine.flow.store.store_faults import UNREADABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["COLUMNS", "FlowRecord"]

COLUMNS = (
    "id, command, title, folder, continues, created_at, entered_at, completed_at, "
    "pid, pid_started, boot, host, heartbeat_at"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class FlowRecord:
    """One flow.

    Attributes:
        id: Its number in the store, never given twice.
        command: The words it is known by.
        title: As people read it.
        folder: Where it was typed.
        continues: The flow that it took over when a source had changed, or None.
        created_at: Aware, UTC.
        entered_at: When it was last gone on with; aware, UTC.
        completed_at: When all of its runs were COMPLETED; None where they are not.
        lease: What carries it, or carried it when it was killed; None where that has left.
    """

    id: int
    command: tuple[str, ...]
    title: str
    folder: str
    continues: int | None
    created_at: datetime
    entered_at: datetime
    completed_at: datetime | None
    lease: Lease | None

    @property
    def is_running(self) -> bool:
        """Whether something alive carries it."""
        return self.lease is not None and self.lease.is_alive()

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> FlowRecord:
        """Make the record of a row of `COLUMNS`.

        Raises:
            StoreDamagedError: It is not what was written.
        """
        try:
            return cls._of(row)
        except UNREADABLE as error:
            raise StoreDamagedError(
                path=f"flow {row[0]}", reason=f"its record cannot be read: {error}"
            ) from error

    @classmethod
    def _of(cls, row: tuple[Any, ...]) -> FlowRecord:
        id_, command, title, folder, continues, created_at, entered_at, completed_at, *lease = row
        return cls(
            id=id_,
            command=tuple(json.loads(command)),
            title=from_column(title),
            folder=from_column(folder),
            continues=continues,
            created_at=_moment(created_at),
            entered_at=_moment(entered_at),
            completed_at=None if completed_at is None else _moment(completed_at),
            lease=_lease(lease),
        )


def _lease(columns: list[Any]) -> Lease | None:
    pid, pid_started, boot, host, heartbeat_at = columns
    if pid is None:
        return None
    return Lease(pid=pid, pid_started=pid_started, boot=boot, host=host, heartbeat_at=heartbeat_at)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
