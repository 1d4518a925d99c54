"""Watchdog: tells a forked run that can never go on from one that just waits."""

from __future__ import annotations

import os
import time

from kohakuengine.flow.launch.subreaper import children

__all__ = ["Watchdog"]

_UTIME = 11  # fields of /proc/PID/stat behind the name, proc(5)


class Watchdog:
    """Watches one process for a deadlock that a fork has brought.

    A lock that a thread of the parent held is held for ever in the child. Then every thread waits for a
    futex, uses no CPU, and there is no child process that could still give an answer. Linux.
    """

    def __init__(self, pid: int, *, stuck_s: float) -> None:
        """Begin to watch.

        Args:
            pid: The process.
            stuck_s: How long it must have been so, in seconds.
        """
        self._pid = pid
        self._stuck_s = stuck_s
        self._seen: object = None
        self._since = time.monotonic()

    def is_stuck(self) -> bool:
        """Look once more."""
        state = self._state()
        now = time.monotonic()
        if state is None or state != self._seen:
            self._seen, self._since = state, now
            return False
        return now - self._since >= self._stuck_s

    def _state(self) -> object:
        """Return how much CPU each thread has used, None where one of them does not wait for a futex."""
        if children(self._pid):
            return None
        folder = f"/proc/{self._pid}/task"
        try:
            return [(task, _waiting(f"{folder}/{task}")) for task in sorted(os.listdir(folder))]
        except (OSError, _IsAliveError):
            return None


class _IsAliveError(Exception):
    pass


def _waiting(folder: str) -> bytes:
    with open(f"{folder}/wchan", "rb") as file:
        if not file.read().startswith(b"futex"):
            raise _IsAliveError
    with open(f"{folder}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return b" ".join(fields[_UTIME : _UTIME + 2])
