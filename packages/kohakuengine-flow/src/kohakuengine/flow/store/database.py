"""Database: the connection to a store's tables."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager

from kohakuengine.flow.errors import StoreDamagedError, StoreVersionError
from kohakuengine.flow.store.file_system import file_system_of, is_wal_safe
from kohakuengine.flow.store.schema import VERSION, create_tables
from kohakuengine.flow.store.store_faults import store_faults
from kohakuengine.flow.telling import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

__all__ = ["Database"]

_SMALL_CACHE = "PRAGMA cache_size = -512"  # in KiB: a page that was looked at is not looked at again
_LONG_LOG = "PRAGMA wal_autocheckpoint = 4000"  # in pages: a flow of some hundred runs copies them but once
_RETRY_S = 0.01
_PAGE = 500


class Database:
    """A connection that threads may share; every write is one transaction.

    Attributes:
        path: The file.
        is_read_only: Whether nothing may be written.
        busy_s: How long it waits for a lock of another process, in seconds.
    """

    def __init__(
        self, path: Path, *, is_read_only: bool = False, busy_s: float = 30.0, first_id: int = 1
    ) -> None:
        """Open the file; made where it is missing, unless it is opened for reading.

        Args:
            path: The file.
            is_read_only: Whether nothing may be written.
            busy_s: How long to wait for a lock of another process, in seconds.
            first_id: The number of the first run in a new file.

        Raises:
            StoreLockedError: Another process holds it.
            StoreDamagedError: It is no store.
            StoreVersionError: A newer version wrote it.
            StoreAccessError: It cannot be read or written.
        """
        self.path = path
        self.is_read_only = is_read_only
        self.busy_s = busy_s
        self._first_id = first_id
        self._mutex = threading.RLock()
        with self._faults():
            self._connection = self._open_to_read() if is_read_only else self._open_to_write()

    def query(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Return all rows that a statement finds."""
        with self._faults(), self._mutex:
            return self._connection.execute(sql, parameters).fetchall()

    def newest_first(
        self, columns: str, table: str, where: str = "1", *parameters: Any
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table by falling `id`, which is the first column; a page is read at a time."""
        sql = f"SELECT {columns} FROM {table} WHERE id < ? AND {where} ORDER BY id DESC LIMIT {_PAGE}"
        before = 1 << 62
        while rows := self.query(sql, (before, *parameters)):
            yield from rows
            if not rows[-1][0] < before:
                raise StoreDamagedError(path=str(self.path), reason=f"the rows of {table} are not in order")
            before = rows[-1][0]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all that is written inside, or nothing of it."""
        with self._faults(), self._mutex:
            connection = self._connection
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the connection."""
        with self._mutex:
            self._connection.close()

    def _faults(self) -> Any:
        return store_faults(str(self.path), waited_s=self.busy_s)

    def _connect(self, **options: str) -> sqlite3.Connection:
        query = "&".join(f"{name}={value}" for name, value in options.items())
        return sqlite3.connect(
            f"{self.path.as_uri()}?{query}",
            uri=True,
            timeout=self.busy_s,
            isolation_level=None,
            check_same_thread=False,
        )

    def _open_to_read(self) -> sqlite3.Connection:
        """Open without leaving anything behind, also where nothing can be written."""
        if not os.access(self.path.parent, os.W_OK):
            connection = self._open_unwritable()
        else:
            connection = self._connect(mode="rw")
        with _closed_on_failure(connection):
            connection.execute("PRAGMA query_only = ON")
            if self._version(connection) == 0:
                raise StoreDamagedError(path=str(self.path), reason="it has no tables")
            connection.execute(_SMALL_CACHE)
        return connection

    def _open_unwritable(self) -> sqlite3.Connection:
        """Open in a read-only folder; without the files beside it, a write-ahead log counts as empty."""
        connection = self._connect(mode="ro")
        try:
            connection.execute("PRAGMA user_version")
        except sqlite3.OperationalError:
            connection.close()
            return self._connect(immutable="1")
        return connection

    def _open_to_write(self) -> sqlite3.Connection:
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = self._connect(mode="rw")
        with _closed_on_failure(connection):
            is_new = self._version(connection) == 0
            self._choose_journal(connection)
            if is_new:
                self._create(connection)
            connection.execute(_SMALL_CACHE)
            connection.execute(_LONG_LOG)
        return connection

    def _version(self, connection: sqlite3.Connection) -> int:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
        if found > VERSION:
            raise StoreVersionError(path=str(self.path), version=found, known=VERSION)
        return int(found)

    def _create(self, connection: sqlite3.Connection) -> None:
        """Create the tables, unless another process has done so meanwhile."""
        connection.execute("BEGIN IMMEDIATE")
        if self._version(connection) == 0:
            create_tables(connection, first_id=self._first_id)
        connection.execute("COMMIT")

    def _choose_journal(self, connection: sqlite3.Connection) -> None:
        """Take a write-ahead log where it is safe; both modes survive a kill at any moment.

        https://www.sqlite.org/pragma.html#pragma_synchronous: NORMAL is consistent with WAL, FULL elsewhere.
        """
        kind = file_system_of(str(self.path.parent))
        wanted = "wal" if is_wal_safe(kind) else "delete"
        (found,) = connection.execute("PRAGMA journal_mode").fetchone()
        if found != wanted:
            found = self._set_journal(connection, wanted)
        if found != "wal":
            where = f"{self.path} lies on {kind or 'a disk'}"
            tell("warning", f"{where}, where SQLite keeps no write-ahead log: slower")
        connection.execute(f"PRAGMA synchronous = {'NORMAL' if found == 'wal' else 'FULL'}")

    def _set_journal(self, connection: sqlite3.Connection, mode: str) -> str:
        """Change the journal; SQLite does not wait for others here, so we do."""
        deadline = time.monotonic() + self.busy_s
        while True:
            try:
                return str(connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()[0])
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(_RETRY_S)


@contextmanager
def _closed_on_failure(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
