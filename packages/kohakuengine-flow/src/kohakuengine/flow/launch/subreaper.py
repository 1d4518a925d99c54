"""Subreapers: processes to which everything below them falls when its parent ends (Linux, prctl(2))."""

from __future__ import annotations

import _signal  # pyright: ignore[reportMissingImports]
import os
import sys
import time

__all__ = ["SIGKILL", "become_subreaper", "children", "end_children", "send_signal", "wait_until_dead"]

SIGKILL: int = _signal.SIGKILL
_PR_SET_CHILD_SUBREAPER = 36


def become_subreaper() -> bool:
    """Let every orphan below this process become its child; a fork of it is none.

    Returns:
        False where the platform has no such thing: orphans then go to init, and only the process group of a
        run is ended with it.
    """
    if sys.platform != "linux":
        return False
    from kohakuengine.flow.launch.c_library import call_of

    return call_of("prctl", _PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)() == 0


def children(pid: int) -> list[int]:
    """List the children of a process that have not been waited for."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children", "rb") as file:
            return [int(word) for word in file.read().split()]
    except ProcessLookupError:  # it has ended since the file was opened
        return []
    except FileNotFoundError:  # a kernel without CONFIG_PROC_CHILDREN, macOS
        import psutil

        try:
            return [child.pid for child in psutil.Process(pid).children()]
        except psutil.Error:
            return []


def end_children(spared: frozenset[int] = frozenset()) -> None:
    """Kill the children of this process until there are none, those that become its children included.

    Args:
        spared: Children that are left alone.
    """
    while _has_children():
        doomed = [pid for pid in children(os.getpid()) if pid not in spared]
        killed = [pid for pid in doomed if send_signal(SIGKILL, process=pid)]
        for pid in killed:
            _wait(pid)
        if not killed:  # what is left has another user's rights
            return


def send_signal(number: int, *, process: int = 0, group: int = 0) -> bool:
    """Send a signal to a process or a process group; one that has ended is left alone.

    Returns:
        False where that is not permitted (on macOS also for a zombie).
    """
    try:
        if group:
            os.killpg(group, number)
        else:
            os.kill(process, number)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return True


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _wait(pid: int) -> None:
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        return


def wait_until_dead(pid: int) -> None:
    """Wait until a process that is ending has handed its children over; it need not be a child."""
    while True:
        try:
            with open(f"/proc/{pid}/stat", "rb") as file:
                state = file.read().rpartition(b")")[2].split()[0]
        except (OSError, IndexError):
            return
        if state in (b"Z", b"X"):
            return
        time.sleep(0.001)
