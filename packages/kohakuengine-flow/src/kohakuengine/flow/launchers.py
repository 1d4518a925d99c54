"""The launchers by their names."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.flow.launch.launcher import Launcher

__all__ = ["LAUNCHERS", "can_fork", "make_launcher"]

LAUNCHERS = ("inprocess", "subprocess", "fork", "pool")


def can_fork() -> bool:
    """Say whether runs can be forked on this platform: Linux."""
    return sys.platform == "linux"


def make_launcher(name: str, *, lock_fd: int, log: Path) -> Launcher:
    """Make a launcher; nothing is started yet.

    Args:
        name: inprocess, subprocess, fork, or pool: fork where it can be, else subprocess.
        lock_fd: The flow's lock, held until nothing is left of its runs.
        log: Takes what our own processes have to say when they break.
    """
    if name == "inprocess":
        from kohakuengine.flow.launch.inprocess import InProcessLauncher

        return InProcessLauncher(lock_fd=lock_fd, log=log)
    if name == "fork" and not can_fork():
        from kohakuengine.flow.telling import tell

        tell("warning", f"runs cannot be forked on {sys.platform}: each starts in a fresh interpreter")
    if not hasattr(os, "fork"):
        from kohakuengine.flow.launch.unsupervised import UnsupervisedLauncher

        return UnsupervisedLauncher(lock_fd=lock_fd, log=log)
    if name in ("fork", "pool") and can_fork():
        from kohakuengine.flow.launch.forks import ForkLauncher

        return ForkLauncher(lock_fd=lock_fd, log=log)
    from kohakuengine.flow.launch.programs import SubprocessLauncher

    return SubprocessLauncher(lock_fd=lock_fd, log=log)
