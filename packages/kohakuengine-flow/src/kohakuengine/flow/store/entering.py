"""How a process enters a flow: the lock, what an earlier process left, and which flow goes on."""

from __future__ import annotations

import json
import os
import time

from kohakuengine.flow.errors import FlowRunningError
from kohakuengine.flow.store.column_text import from_column, to_column
from kohakuengine.flow.store.entered_flow import EnteredFlow, forget_unbegun, record_end
from kohakuengine.flow.store.file_system import file_system_of, is_wal_safe
from kohakuengine.flow.store.flow_lock import FlowLock
from kohakuengine.flow.store.flow_record import COLUMNS, FlowRecord
from kohakuengine.flow.store.harvest import harvested, is_unbegun
from kohakuengine.flow.store.lease import Lease
from kohakuengine.flow.store.sources import differing, digest_of_file
from kohakuengine.flow.store.store_faults import store_faults

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from typing import Any, Literal, TypeAlias

    from kohakuengine.flow.store.database import Database
    from kohakuengine.flow.store.flow_key import FlowKey
    from kohakuengine.flow.store.run_store import RunStore

__all__ = ["Mode", "changed_files", "enter", "is_going_on", "last_flow"]

Mode: TypeAlias = "Literal['auto', 'fresh', 'resume']"
_DYING_S = 30.0
_LAST = f"SELECT {COLUMNS} FROM flows WHERE key = ? ORDER BY id DESC LIMIT 1"
_ENTER = """
    UPDATE flows SET entered_at = ?, completed_at = NULL,
        pid = ?, pid_started = ?, boot = ?, host = ?, heartbeat_at = ? WHERE id = ?
"""
_CREATE = """
    INSERT INTO flows (key, command, title, folder, continues, created_at, entered_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""


def enter(
    store: RunStore, key: FlowKey, sources: Mapping[str, str], mode: Mode, *, wait_s: float = _DYING_S
) -> EnteredFlow:
    """Enter a flow; see `RunStore.enter`."""
    lock = _take_lock(store, key, wait_s)
    try:
        with store.database.transaction() as connection:
            return _enter(store, key, sources, mode, lock, connection)
    except BaseException:
        lock.release()
        raise


def last_flow(database: Database, key: FlowKey) -> FlowRecord | None:
    """Return the latest flow of a key."""
    rows = database.query(_LAST, (key.text,))
    return FlowRecord.of(rows[0]) if rows else None


def is_going_on(last: FlowRecord | None, mode: Mode) -> bool:
    """Say whether the last flow goes on, rather than a new one beginning."""
    if last is None or mode == "fresh":
        return False
    return mode == "resume" or last.completed_at is None


def changed_files(
    database: Database, flow_id: int, sources: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """List the scripts and configs, and the imported files, that are not as a flow has them."""
    found = database.query("SELECT path, digest, is_import FROM flow_sources WHERE flow_id = ?", (flow_id,))
    rows = [(from_column(path), digest, is_import) for path, digest, is_import in found]
    recorded = {path: digest for path, digest, is_import in rows if not is_import}
    imports = {path: digest for path, digest, is_import in rows if is_import and path not in sources}
    return differing(recorded, sources), differing(imports, {path: digest_of_file(path) for path in imports})


def _take_lock(store: RunStore, key: FlowKey, wait_s: float) -> FlowLock:
    """Take the lock of a flow; a living holder is refused at once, a dying one waited for.

    Raises:
        FlowRunningError: Somebody has it.
    """
    folder = store.folder / "locks"
    path = str(folder / key.text)

    def refuse_living() -> None:
        last = last_flow(store.database, key)
        if last is not None and last.is_running:
            raise _running(key, last)

    with store_faults(path):
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = FlowLock.take(path, wait_s=wait_s, while_waiting=refuse_living)
    if lock is None:
        raise FlowRunningError(title=key.title, pid=None, since=None, host=None)
    _refuse_other_machine(store, key, lock)
    return lock


def _refuse_other_machine(store: RunStore, key: FlowKey, lock: FlowLock) -> None:
    """Believe a lease rather than the lock where the file system may keep locks to one machine."""
    last = last_flow(store.database, key)
    if last is None or last.lease is None or last.lease.is_here or not last.lease.is_alive():
        return
    if not is_wal_safe(file_system_of(str(store.folder))):
        lock.release()
        raise _running(key, last)


def _running(key: FlowKey, last: FlowRecord) -> FlowRunningError:
    assert last.lease is not None
    since = last.entered_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    host = None if last.lease.is_here else last.lease.host
    return FlowRunningError(title=key.title, pid=last.lease.pid, since=since, host=host)


def _enter(
    store: RunStore,
    key: FlowKey,
    sources: Mapping[str, str],
    mode: Mode,
    lock: FlowLock,
    connection: sqlite3.Connection,
) -> EnteredFlow:
    last = last_flow(store.database, key)
    if last is not None:
        _harvest(store, last, connection)
    changed: list[str]
    changed_imports: list[str]
    if last is None or not is_going_on(last, mode):
        flow_id = _create(connection, key, sources, continues=None)
        changed, changed_imports = [], []
    else:
        changed_sources, changed_imports = changed_files(store.database, last.id, sources)
        changed = sorted({*changed_sources, *changed_imports})
        flow_id = _create(connection, key, sources, continues=last.id) if changed_sources else last.id
        _forget(connection, flow_id, changed_imports)
    _sign(connection, flow_id)
    is_resumed = last is not None and is_going_on(last, mode)
    return EnteredFlow(
        store,
        flow_id,
        lock,
        is_resumed=is_resumed,
        changed=changed,
        changed_imports=changed_imports,
        is_anew=mode == "auto" and last is not None and not is_resumed,
    )


def _harvest(store: RunStore, flow: FlowRecord, connection: sqlite3.Connection) -> None:
    """Record how runs ended that nobody carries any more, and that nobody carries them.

    Those that have not begun are forgotten: they waited behind another one.
    """
    seen_at = flow.lease.heartbeat_at if flow.lease is not None else flow.entered_at.timestamp()
    rows = connection.execute(
        "SELECT id, started_at, launcher FROM runs WHERE flow_id = ? AND status = 'RUNNING'", (flow.id,)
    )
    for run_id, started_at, launcher in rows.fetchall():
        folder = store.run_folder(run_id)
        if is_unbegun(folder, launcher):
            forget_unbegun(connection, flow.id, run_id, folder)
        else:
            end = harvested(run_id, folder, seen_at=max(seen_at, started_at))
            record_end(connection, flow.id, end)
    connection.execute("UPDATE flows SET pid = NULL WHERE id = ?", (flow.id,))


def _create(
    connection: sqlite3.Connection, key: FlowKey, sources: Mapping[str, str], *, continues: int | None
) -> int:
    now = time.time()
    title, folder = to_column(key.title), to_column(key.folder)
    row = (key.text, json.dumps(key.command), title, folder, continues, now, now)
    flow_id = connection.execute(_CREATE, row).lastrowid
    assert flow_id is not None
    files = [(flow_id, to_column(os.fspath(path)), digest) for path, digest in sources.items()]
    connection.executemany("INSERT INTO flow_sources VALUES (?, ?, ?, 0)", files)
    return flow_id


def _forget(connection: sqlite3.Connection, flow_id: int, paths: list[str]) -> None:
    """Drop imported files that have changed: those of the next runs count from now on."""
    rows: list[tuple[Any, ...]] = [(flow_id, to_column(path)) for path in paths]
    connection.executemany("DELETE FROM flow_sources WHERE flow_id = ? AND path = ? AND is_import", rows)


def _sign(connection: sqlite3.Connection, flow_id: int) -> None:
    """Put this process's lease on a flow."""
    own = Lease.own()
    row = (time.time(), own.pid, own.pid_started, own.boot, own.host, own.heartbeat_at, flow_id)
    connection.execute(_ENTER, row)
