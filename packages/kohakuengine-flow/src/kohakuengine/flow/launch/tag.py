"""Tag: by it the processes that an in-process run has started are known, for no subreaper stands above them.

A program that was started has the run's folder in its environment; a fork that started none holds the tag's
descriptor. What is started with an environment of its own and no descriptors is not found. Linux (memfd,
/proc).
"""

from __future__ import annotations

import os

from kohakuengine.flow.launch.subreaper import SIGKILL, send_signal

__all__ = ["Tag", "end_tagged"]

_PROC = "/proc"


class Tag:
    """Marks what is started while one run goes on in this process.

    Attributes:
        folder: The run's folder, `KOGINE_RUN_DIR` of what it starts.
        inode: Number of the tag's file, 0 where there can be none.
    """

    __slots__ = ("_descriptor", "_last_pid", "folder", "inode")

    def __init__(self, folder: str) -> None:
        """Begin to mark."""
        self.folder = folder
        self._last_pid = _last_pid()
        self._descriptor = os.memfd_create("kogine-run") if hasattr(os, "memfd_create") else -1
        self.inode = os.fstat(self._descriptor).st_ino if self._descriptor != -1 else 0

    def remove(self) -> None:
        """End what was started, then the marking."""
        try:
            if self._last_pid is None or self._last_pid != _last_pid():
                end_tagged(self.folder, self.inode, spared=frozenset({os.getpid()}))
        finally:  # Ctrl-C may come meanwhile
            if self._descriptor != -1:
                os.close(self._descriptor)


def end_tagged(folder: str, inode: int, spared: frozenset[int]) -> None:
    """Kill the processes that carry a tag, until there are none.

    Args:
        folder: Of the run.
        inode: Number of the tag's file, 0 for none.
        spared: Process ids that are left alone.
    """
    doomed: set[int] = set()
    while True:
        found = {pid for pid in _process_ids() if pid not in spared and _is_tagged(pid, folder, inode)}
        if not found - doomed:  # those that are doomed already may take a moment to end
            return
        for pid in found:
            send_signal(SIGKILL, process=pid)
        doomed |= found


def _last_pid() -> bytes | None:
    """Return the id that was given to a process last, on the whole machine; None where nobody says so."""
    try:
        with open(f"{_PROC}/loadavg", "rb") as file:
            return file.read().split()[-1]
    except OSError:
        return None


def _process_ids() -> list[int]:
    try:
        return [int(name) for name in os.listdir(_PROC) if name.isdecimal()]
    except FileNotFoundError:
        return []


def _is_tagged(pid: int, folder: str, inode: int) -> bool:
    try:
        with open(f"{_PROC}/{pid}/environ", "rb") as file:
            if b"KOGINE_RUN_DIR=" + os.fsencode(folder) + b"\0" in file.read():
                return True
        return inode != 0 and _holds(pid, inode)
    except OSError:  # it has ended, or belongs to somebody else
        return False


def _holds(pid: int, inode: int) -> bool:
    for name in os.listdir(f"{_PROC}/{pid}/fd"):
        link = f"{_PROC}/{pid}/fd/{name}"
        if os.readlink(link).startswith("/memfd:kogine-run") and os.stat(link).st_ino == inode:
            return True
    return False
