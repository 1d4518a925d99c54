"""The launchers by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.flow.launch.launcher import Launcher

__all__ = ["LAUNCHERS", "make_launcher"]

LAUNCHERS = ("inprocess", "subprocess", "fork", "pool")


def make_launcher(name: str, *, lock_fd: int, log: Path) -> Launcher:
    """Make a launcher; nothing is started yet.

    Args:
        name: inprocess, subprocess, fork, or pool: fork where it can be, else subprocess.
        lock_fd: The flow's lock, held until nothing is left of its runs.
        log: Takes what our own processes have to say when they break.
    """
    if name == "inprocess":
        from kohakuengine.flow.launch.inprocess import InProcessLauncher

        return InProcessLauncher()
    from kohakuengine.flow.launch.forks import ForkLauncher, can_fork

    if name == "fork" or (name == "pool" and can_fork()):
        return ForkLauncher(lock_fd=lock_fd, log=log)
    from kohakuengine.flow.launch.programs import SubprocessLauncher

    return SubprocessLauncher(lock_fd=lock_fd, log=log)
