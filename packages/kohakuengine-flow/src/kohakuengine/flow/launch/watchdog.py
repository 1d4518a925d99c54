"""Watchdog: tells a forked run that can never go on from one that just waits."""

from __future__ import annotations

import os
import time

__all__ = ["Watchdog"]

_SWITCHES = b"ctxt_switches"  # in /proc/PID/status, proc(5)
_NO_TIMEOUT = b"0x0"


class Watchdog:
    """Watches one process for a deadlock that a fork has brought.

    A lock that a thread of the parent held is held for ever in the child. Then every thread waits for a futex
    without a timeout, none wakes up, and there is no child process that could still give an answer. Linux.
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
        """Return how often each thread has gone to sleep, None where one of them may still wake up."""
        folder = f"/proc/{self._pid}/task"
        try:
            return [(task, _waiting(f"{folder}/{task}")) for task in sorted(os.listdir(folder))]
        except (OSError, _IsAliveError):
            return None


class _IsAliveError(Exception):
    pass


def _waiting(folder: str) -> list[bytes]:
    if not _read(f"{folder}/wchan").startswith(b"futex") or _read(f"{folder}/children"):
        raise _IsAliveError
    if _has_timeout(folder):
        raise _IsAliveError
    return [line for line in _read(f"{folder}/status").splitlines() if _SWITCHES in line]


def _has_timeout(folder: str) -> bool:
    """Say whether a thread waits for a futex for a limited time; not where that may not be looked at."""
    try:
        words = _read(f"{folder}/syscall").split()
    except PermissionError:
        return False
    return len(words) > 4 and words[4] != _NO_TIMEOUT  # number, address, operation, value, timeout


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
