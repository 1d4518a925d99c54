"""EnteredFlow: a flow while this process carries it."""

from __future__ import annotations

import sqlite3
import time

from kohakuengine.flow.errors import EndedTwiceError, StoreError
from kohakuengine.flow.run_spec import position_key
from kohakuengine.flow.store.column_text import to_column
from kohakuengine.flow.store.lease import HEARTBEAT_S
from kohakuengine.flow.store.matching import by_content, by_position, lineage
from kohakuengine.flow.store.run_record import RunRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self

    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.store.flow_lock import FlowLock
    from kohakuengine.flow.store.run_store import RunStore
    from kohakuengine.flow.store.turn import RunEnd, RunStart

__all__ = ["EnteredFlow", "forget_unbegun", "record_end"]

_START = """
    INSERT INTO runs (
        flow_id, position, attempt, digest, name, script, source, "values", slot, launcher, status, started_at
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', ?)
"""
_END = """
    UPDATE runs SET status = ?, reason = ?, exit_code = ?, value = ?, error = ?,
        started_at = coalesce(?, started_at), ended_at = ?
    WHERE id = ? AND flow_id = ? AND status = 'RUNNING'
"""
_FORGET = "DELETE FROM runs WHERE id = ? AND flow_id = ? AND status = 'RUNNING'"


class EnteredFlow:
    """A flow that this process has entered, and nobody else can meanwhile; `RunStore.enter` makes it.

    Threads may share it.

    Attributes:
        id: Its number in the store.
        is_resumed: Whether it goes on with what was recorded before.
        changed: Paths of scripts, configs and imported files whose bytes are not those recorded, sorted.
        changed_imports: Those of them that runs had imported.
        is_anew: Whether it begins anew because the last one is complete.
    """

    def __init__(
        self,
        store: RunStore,
        flow_id: int,
        lock: FlowLock,
        *,
        is_resumed: bool,
        changed: list[str],
        changed_imports: list[str],
        is_anew: bool,
    ) -> None:
        self.id = flow_id
        self.is_resumed = is_resumed
        self.changed = changed
        self.changed_imports = changed_imports
        self.is_anew = is_anew
        self._store = store
        self._lock = lock
        self._ancestors = lineage(store.database, flow_id)
        self._beat_at = time.monotonic()

    @property
    def lock_fd(self) -> int:
        """The descriptor that holds the flow's lock; a process that inherits it holds it too."""
        return self._lock.fd

    def find(self, position: Position, digest: str | None) -> RunRecord | None:
        """Return the recorded run that a planned one is.

        By its position in this flow. Where the flow took an earlier one over because a source had changed,
        also by its content: such a run is COMPLETED, belongs to this flow from then on, and is found once.

        Args:
            position: Where the planned run stands.
            digest: Of its content; None counts by position.
        """
        if not self.is_resumed:
            return None
        row = by_position(self._store.database, self.id, position)
        if row is None and self._ancestors:
            row = self._adopt(position, digest)
        return None if row is None else self._record(row)

    def commit(self, ended: Sequence[RunEnd] = (), started: Sequence[RunStart] = ()) -> list[int]:
        """Record ends and starts, all of them or none.

        Returns:
            The ids of the started runs, in order; they are RUNNING now.

        Raises:
            EndedTwiceError: A run that was to be ended is not RUNNING, or another attempt is COMPLETED.
            StoreLockedError: Another process holds the database for too long.
            StoreAccessError: It cannot be written.
        """
        with self._store.database.transaction() as connection:
            for end in ended:
                record_end(connection, self.id, end)
            ids = [self._start(connection, start) for start in started]
            self._renew(connection)
        return ids

    def withdraw(self, run_ids: Sequence[int]) -> None:
        """Forget runs that were recorded as started and have not begun."""
        with self._store.database.transaction() as connection:
            for run_id in run_ids:
                forget_unbegun(connection, self.id, run_id, self.run_folder(run_id))

    def add_imports(self, digests: Mapping[str, str]) -> None:
        """Record project files that runs imported; what is compared when the flow is resumed."""
        rows = [(self.id, to_column(path), digest) for path, digest in digests.items()]
        with self._store.database.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO flow_sources VALUES (?, ?, ?, 1)", rows)

    def beat(self) -> None:
        """Renew the lease, where that is due."""
        if self._is_due():
            with self._store.database.transaction() as connection:
                self._renew(connection)

    def complete(self) -> None:
        """Record that every run is COMPLETED: the very last act of a flow."""
        with self._store.database.transaction() as connection:
            connection.execute("UPDATE flows SET completed_at = ? WHERE id = ?", (time.time(), self.id))

    def leave(self) -> None:
        """Give the flow back; may be called again."""
        if self._lock.fd < 0:
            return
        try:
            with self._store.database.transaction() as connection:
                connection.execute("UPDATE flows SET pid = NULL WHERE id = ?", (self.id,))
        finally:
            self._lock.release()

    def run_folder(self, run_id: int) -> Path:
        """Return where the files of a run lie; see `RunStore.run_folder`."""
        return self._store.run_folder(run_id)

    def source_path(self, digest: str) -> str:
        """Return the absolute path of the file that `RunStore.add_source` has written."""
        return self._store.sources.path(digest)

    def records(self) -> Iterator[RunRecord]:
        """Yield the latest attempt of each run, in order of position, reading a page at a time."""
        return self._store.latest(self.id)

    def _record(self, row: tuple[Any, ...]) -> RunRecord:
        return RunRecord.of(row, folder=self.run_folder(row[0]), living=(self.id,))

    def _adopt(self, position: Position, digest: str | None) -> tuple[Any, ...] | None:
        database = self._store.database
        row = by_content(database, self._ancestors, position, digest)
        if row is None:
            return None
        key = position_key(position)
        with database.transaction() as connection:
            connection.execute(
                "UPDATE runs SET flow_id = ?, position = ? WHERE id = ?", (self.id, key, row[0])
            )
        return (row[0], self.id, key, *row[3:])

    def _start(self, connection: sqlite3.Connection, start: RunStart) -> int:
        cursor = connection.execute(
            _START,
            (
                self.id,
                position_key(start.position),
                start.attempt,
                start.digest,
                to_column(start.name),
                to_column(start.script),
                start.source,
                start.values,
                start.slot,
                start.launcher,
                time.time(),
            ),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _is_due(self) -> bool:
        return time.monotonic() - self._beat_at >= HEARTBEAT_S

    def _renew(self, connection: sqlite3.Connection) -> None:
        if self._is_due():
            connection.execute("UPDATE flows SET heartbeat_at = ? WHERE id = ?", (time.time(), self.id))
            self._beat_at = time.monotonic()

    def __enter__(self) -> Self:
        """Use it in a `with` statement: it is left at its end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Leave it; a store that could not be written is not waited for once more."""
        if isinstance(error, StoreError):
            self._lock.release()
        else:
            self.leave()


def forget_unbegun(connection: sqlite3.Connection, flow_id: int, run_id: int, folder: Path) -> None:
    """Forget a run that has not begun, within a transaction; its folder first, as of `remove`."""
    from kohakuengine.flow.store.removal import remove_folder

    remove_folder(folder)
    connection.execute(_FORGET, (run_id, flow_id))


def record_end(connection: sqlite3.Connection, flow_id: int, end: RunEnd) -> None:
    """Record the end of one run within a transaction.

    Raises:
        EndedTwiceError: It is not RUNNING, or another attempt of it is COMPLETED.
    """
    reason = to_column(end.reason)
    ending = (end.status.value, reason, end.exit_code, end.value, end.error, end.started_at, end.ended_at)
    try:
        cursor = connection.execute(_END, (*ending, end.run_id, flow_id))
    except sqlite3.IntegrityError as error:
        raise EndedTwiceError(run_id=end.run_id, status=end.status.value) from error
    if cursor.rowcount != 1:
        raise EndedTwiceError(run_id=end.run_id, status=end.status.value)
