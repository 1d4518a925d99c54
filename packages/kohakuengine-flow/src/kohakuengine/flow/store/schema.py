"""The tables of the run store."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

__all__ = ["VERSION", "create_tables"]

VERSION = 1
"""Of the tables, kept in the database's `user_version`."""

_TABLES = (
    """
    CREATE TABLE flows (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL,
        command TEXT NOT NULL,
        title TEXT NOT NULL,
        folder TEXT NOT NULL,
        continues INTEGER,
        created_at REAL NOT NULL,
        entered_at REAL NOT NULL,
        completed_at REAL,
        pid INTEGER,
        pid_started TEXT,
        boot TEXT,
        host TEXT,
        heartbeat_at REAL
    )
    """,
    "CREATE INDEX flows_of_key ON flows (key, id)",
    """
    CREATE TABLE flow_sources (
        flow_id INTEGER NOT NULL,
        path TEXT NOT NULL,
        digest TEXT NOT NULL,
        is_import INTEGER NOT NULL,
        PRIMARY KEY (flow_id, path)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        flow_id INTEGER NOT NULL,
        position TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        digest TEXT,
        name TEXT NOT NULL,
        script TEXT NOT NULL,
        source TEXT,
        "values" TEXT NOT NULL,
        slot INTEGER NOT NULL,
        launcher TEXT NOT NULL,
        status TEXT NOT NULL,
        reason TEXT,
        exit_code INTEGER,
        value TEXT,
        error TEXT,
        started_at REAL NOT NULL,
        ended_at REAL
    )
    """,
    "CREATE UNIQUE INDEX runs_of_flow ON runs (flow_id, position, attempt)",
    "CREATE UNIQUE INDEX runs_completed_once ON runs (flow_id, position) WHERE status = 'COMPLETED'",
    "CREATE INDEX runs_by_content ON runs (flow_id, digest, position) WHERE status = 'COMPLETED'",
)


def create_tables(connection: sqlite3.Connection, *, first_id: int = 1) -> None:
    """Create the tables within the transaction that has begun.

    Numbers are never given twice (AUTOINCREMENT): they name run folders.

    Args:
        connection: Where to.
        first_id: The number of the first run.
    """
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO sqlite_sequence VALUES ('runs', ?)", (first_id - 1,))
    connection.execute(f"PRAGMA user_version = {VERSION}")
