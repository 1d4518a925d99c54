"""Starting a program of ours as `subprocess` would, whose import takes a quarter of a start of Python."""

from __future__ import annotations

import fcntl
import os

from kohakuengine.flow.launch.subreaper import SIGKILL, send_signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["end_child", "spawn"]


def spawn(command: list[str], descriptors: Sequence[int]) -> int:
    """Start a program and return its process id; it leads a session, or must see to that by itself.

    What else is inheritable it has open as well. Variables that only C code has set are not handed on.

    Args:
        command: Its words.
        descriptors: What it has open as 0, 1 and so on.

    Raises:
        OSError: It cannot be started.
        ValueError: The command is empty, or has a null byte.
    """
    copies: list[int] = []
    try:
        for one in descriptors:  # above where they are to be, so that none is in another's place
            copies.append(fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, len(descriptors)))
        actions = [(os.POSIX_SPAWN_DUP2, one, number) for number, one in enumerate(copies)]
        environment = {name: text for name, text in os.environ.items() if "=" not in name}
        try:
            return os.posix_spawnp(command[0], command, environment, file_actions=actions, setsid=True)
        except NotImplementedError:  # this Python was built with a C library of before 2017
            return os.posix_spawnp(command[0], command, environment, file_actions=actions)
    finally:
        for one in copies:
            os.close(one)


def end_child(pid: int) -> None:
    """Kill a child where it has not ended, and wait for it; others may have done that."""
    try:
        if os.waitpid(pid, os.WNOHANG)[0] == 0:
            send_signal(SIGKILL, process=pid)
            os.waitpid(pid, 0)
    except ChildProcessError:
        return
