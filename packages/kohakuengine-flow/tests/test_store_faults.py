"""The store where it cannot be written, on a full disk, and while somebody else holds it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest
from store_world import KEY, SOURCES, answer, completed, program, start

from kohakuengine.flow.errors import StoreAccessError, StoreLockedError, StoreNotFoundError
from kohakuengine.flow.store import RunStore
from kohakuengine.flow.store.file_system import is_wal_safe

if TYPE_CHECKING:
    from pathlib import Path

needs_mounts = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("unshare") is None,
    reason="needs root on Linux, to mount",
)


def mounted(command: str) -> tuple[str, ...]:
    """Return the words that start a program below a mount that only it sees."""
    return ("unshare", "-m", "sh", "-c", f'{command} && exec "$@"', "sh")


@needs_mounts
def test_a_store_in_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / ".kogine"
    with RunStore(folder) as store, store.enter(KEY, sources=SOURCES) as flow:
        completed(flow, start(0, 0))
    body = """
with RunStore(folder, is_read_only=True) as store:
    print([record.status.value for record in store.runs()])
try:
    RunStore(folder)
except FlowError as error:
    print(type(error).__name__, error.reason)
"""

    out = answer(
        folder, body, before=mounted(f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}")
    )

    assert out == "['COMPLETED']\nStoreAccessError read-only file system\n"


@needs_mounts
def test_a_store_that_was_left_by_a_kill_can_be_read_in_a_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / ".kogine"
    body = """
flow = RunStore(folder).enter(KEY, sources=SOURCES)
completed(flow, start(0, 0))
os.kill(os.getpid(), 9)
"""
    with program(folder, body) as other:
        other.communicate()
    assert (folder / "runs.sqlite-wal").stat().st_size > 0
    body = "print([record.status.value for record in RunStore(folder, is_read_only=True).runs()])"

    out = answer(
        folder, body, before=mounted(f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}")
    )

    assert out == "['COMPLETED']\n"


@needs_mounts
def test_a_full_disk_fails_the_turn_whole_and_the_next_one_works_when_there_is_space(tmp_path: Path) -> None:
    body = """
filler = folder.parent / "filler"
store = RunStore(folder)
flow = store.enter(KEY, sources=SOURCES)
ids = completed(flow, start(0, 0))
filler.write_bytes(b"x" * 16384)
done = 0
try:
    with open(filler, "ab", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
except OSError as error:
    print(error.strerror)
try:
    while True:
        flow.commit(started=[start(1, done, values="{" + " " * 4000 + "}")])
        done += 1
except FlowError as error:
    print(type(error).__name__, error.reason)
filler.unlink()
print(store.count() == 1 + done, len(completed(flow, start(2, 0))))
flow.leave()
store.close()
print(RunStore(folder).count() == 2 + done)
"""
    folder = tmp_path / "disk" / ".kogine"
    folder.parent.mkdir()

    out = answer(folder, body, before=mounted(f"mount -t tmpfs -o size=1m none {folder.parent}"))

    assert out == "No space left on device\nStoreAccessError database or disk is full\nTrue 1\nTrue\n"


def test_a_store_that_somebody_holds_says_so_in_time(tmp_path: Path) -> None:
    RunStore(tmp_path).close()
    holder = sqlite3.connect(tmp_path / "runs.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    with (
        RunStore(tmp_path, busy_s=0.1) as store,
        pytest.raises(StoreLockedError, match=r"has held the run store"),
    ):
        store.enter(KEY, sources=SOURCES)

    holder.execute("ROLLBACK")
    holder.close()
    with RunStore(tmp_path, busy_s=0.1) as store, store.enter(KEY, sources=SOURCES) as flow:
        assert completed(flow, start(0, 0)) == [1]


def test_a_commit_waits_for_another_process(tmp_path: Path) -> None:
    body = """
import sqlite3
other = sqlite3.connect(folder / "runs.sqlite", isolation_level=None)
other.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
other.execute("ROLLBACK")
"""
    with (
        RunStore(tmp_path) as store,
        store.enter(KEY, sources=SOURCES) as flow,
        program(tmp_path, body) as other,
    ):
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        other.stdin.write("let go\n")
        other.stdin.flush()
        ids = flow.commit(started=[start(0, 0)])
        other.communicate()

    assert ids == [1]


def test_a_store_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFoundError, match="there is no run store"):
        RunStore(tmp_path / ".kogine", is_read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_looking_leaves_nothing_behind_and_cannot_write(tmp_path: Path) -> None:
    with RunStore(tmp_path) as store, store.enter(KEY, sources=SOURCES) as flow:
        completed(flow, start(0, 0))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}

    with RunStore(tmp_path, is_read_only=True) as store:
        assert store.count() == 1
        with pytest.raises(StoreAccessError):
            store.enter(KEY, sources=SOURCES)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuseblk", "lustre", "ceph"]
)
def test_a_write_ahead_log_is_not_kept_where_memory_may_not_be_shared(kind: str) -> None:
    assert not is_wal_safe(kind)


@pytest.mark.parametrize("kind", ["ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs", None])
def test_a_write_ahead_log_is_kept_on_disks(kind: str | None) -> None:
    assert is_wal_safe(kind)


def test_a_store_on_a_network_file_system_works_without_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # The file system is faked: no test machine has NFS.
    RunStore(tmp_path).close()
    monkeypatch.setattr("kohakuengine.flow.store.database.file_system_of", lambda _folder: "nfs4")

    with RunStore(tmp_path) as store, store.enter(KEY, sources=SOURCES) as flow:
        completed(flow, start(0, 0))
        mode = store.database.query("PRAGMA journal_mode")
        beside = {path.name for path in tmp_path.iterdir()}

    assert mode == [("delete",)]
    assert "runs.sqlite-wal" not in beside
    assert "lies on nfs4, where SQLite keeps no write-ahead log" in caplog.text
