"""RunRecord: what the store knows of one attempt."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import datetime, timezone

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.flow.errors import StoreDamagedError
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store.column_text import from_column
from kohakuengine.flow.store.named_values import named_values
from kohakuengine.flow.store.store_faults import UNREADABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path
    from typing import Any

    from kohakuengine.flow.run_spec import Position

__all__ = ["COLUMNS", "RunRecord"]

COLUMNS = (
    'id, flow_id, position, attempt, digest, name, script, source, "values", slot, launcher, status, reason, '
    "exit_code, value, error, started_at, ended_at"
)
_GONE = "what carried it is gone"


@dataclass(frozen=True, kw_only=True, slots=True)
class RunRecord:
    """One attempt of a run.

    Attributes:
        id: Its number in the store, never given twice.
        flow_id: The flow it belongs to.
        position: Where it stands in that flow.
        attempt: 1 for the first.
        digest: Of its content, None where its values have no stable bytes.
        name: Name of the script.
        script: Path of the script, or a module's dotted name.
        source: Digest of the script's source, None where it is not known.
        values: JSON text, as of `RunSpec.values_text`.
        slot: Which slot it had (0-based).
        launcher: Name of what carried it.
        status: As recorded, but LOST for one that is RUNNING with nothing alive that carries it.
        reason: Why it is not COMPLETED, in one line, or None.
        exit_code: That of the process, negative for the signal that ended it, or None.
        value: JSON text of what it returned, or None.
        error: JSON text of what it raised (`type`, `message`, `traceback`), or None.
        started_at: Aware, UTC.
        ended_at: Aware, UTC; None where it has not ended.
        folder: Its run folder.
    """

    id: int
    flow_id: int
    position: Position
    attempt: int
    digest: str | None
    name: str
    script: str
    source: str | None
    values: str
    slot: int
    launcher: str
    status: RunStatus
    reason: str | None
    exit_code: int | None
    value: str | None
    error: str | None
    started_at: datetime
    ended_at: datetime | None
    folder: Path

    @property
    def duration_s(self) -> float | None:
        """Seconds from start to end, None where it has not ended."""
        return None if self.ended_at is None else (self.ended_at - self.started_at).total_seconds()

    def named_values(self) -> dict[str, Any]:
        """Return its values under the names that filters and tables call them by.

        Raises:
            StoreDamagedError: They are not what was written.
        """
        with self._reading():
            return named_values(self.values)

    def returned(self) -> Any:
        """Return what the run returned, as JSON has it; None where it returned nothing.

        Raises:
            StoreDamagedError: It is not what was written.
        """
        with self._reading():
            return None if self.value is None else json.loads(self.value)

    def known_values(self) -> dict[str, Any]:
        """Return its values, and as `returned` what it returned: all that conditions reach.

        A value of that name hides what was returned, of which there is nothing either where it is None.

        Raises:
            StoreDamagedError: They are not what was written.
        """
        returned = self.returned()
        return ({} if returned is None else {"returned": returned}) | self.named_values()

    def traceback(self) -> str | None:
        """Return the traceback of what the script raised, None where there is none.

        Raises:
            StoreDamagedError: It is not what was written.
        """
        with self._reading():
            found = {} if self.error is None else json.loads(self.error)
            return None if found.get("traceback") is None else str(found["traceback"])

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except UNREADABLE as error:
            raise StoreDamagedError(
                path=f"run {self.id}", reason=f"its record cannot be read: {error}"
            ) from error

    @classmethod
    def of(cls, row: tuple[Any, ...], *, folder: Path, living: Container[int]) -> RunRecord:
        """Make the record of a row.

        Args:
            row: Its `COLUMNS`.
            folder: Its run folder.
            living: The flows that something carries.

        Raises:
            StoreDamagedError: It is not what was written.
        """
        try:
            return cls._of(row, folder, living)
        except UNREADABLE as error:
            raise StoreDamagedError(
                path=f"run {row[0]}", reason=f"its record cannot be read: {error}"
            ) from error

    @classmethod
    def _of(cls, row: tuple[Any, ...], folder: Path, living: Container[int]) -> RunRecord:
        (id_, flow_id, position, attempt, digest, name, script, source, values, slot, launcher, *ending) = row
        status, reason, exit_code, value, error, started_at, ended_at = ending
        is_gone = status == "RUNNING" and flow_id not in living
        return cls(
            id=id_,
            flow_id=flow_id,
            position=tuple(int(part, 16) for part in position.split(".")),
            attempt=attempt,
            digest=digest,
            name=from_column(name),
            script=from_column(script),
            source=source,
            values=values,
            slot=slot,
            launcher=launcher,
            status=RunStatus.LOST if is_gone else RunStatus(status),
            reason=_GONE if is_gone else from_column(reason),
            exit_code=exit_code,
            value=value,
            error=error,
            started_at=_moment(started_at),
            ended_at=None if ended_at is None else _moment(ended_at),
            folder=folder,
        )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
