"""The supervisor: stands between the orchestrator and all that its runs start.

It is a subreaper, in a session of its own, and a fresh interpreter: the orchestrator may be anybody's
program. What falls to it, because a keeper was killed, it ends when it is asked to, and all there is when the
other end of its channel closes. Until then it holds the flow's lock: who starts the same flow again at once
waits for that.
"""

from __future__ import annotations

import os
import select
import time

from kohakuengine.engine.collecting import release_collector
from kohakuengine.flow.launch.channel import Channel
from kohakuengine.flow.launch.dispositions import ChildSignals
from kohakuengine.flow.launch.keeper import keep, start_program
from kohakuengine.flow.launch.serving import fork_into, serve
from kohakuengine.flow.launch.subreaper import become_subreaper, children, end_children, wait_until_dead
from kohakuengine.flow.launch.tag import end_tagged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

__all__ = ["supervise"]

_NONE = -1
_STDERR = 2
_LAST_CALL_S = 5.0
"""How long keepers may take to end by themselves, before they are killed."""


def supervise(descriptor: int, lock_fd: int, command: list[str], loaded: Collection[str]) -> None:
    """Serve one orchestrator until it closes its end.

    Args:
        descriptor: This end of the channel. It brings ("keeper",) and ("parent", program, entry,
            environment), each with the descriptor of a channel, ("sweep", dead keeper, living ones), and
            ("tag", folder, inode) of the run that the orchestrator executes itself; it takes ("swept", dead
            keeper).
        lock_fd: The flow's lock, held as long as this process lives; -1 for none.
        command: The worker command line, without the folder.
        loaded: Names of the modules that were there before us, in order.
    """
    become_subreaper()
    if os.getsid(0) != os.getpid():
        os.setsid()
    if _close_inherited({descriptor, lock_fd}):
        from kohakuengine.flow.launch.leaving import note_files

        note_files()
    release_collector()
    for one in (descriptor, lock_fd):
        if one != _NONE:
            os.set_inheritable(one, False)
    _Supervisor(Channel.of_fd(descriptor), lock_fd, command, loaded).serve()


def _close_inherited(kept: Collection[int]) -> bool:
    """Close what was open where the orchestrator was started, but for the streams and some others.

    Returns:
        Whether this interpreter has opened something meanwhile, such as a log of `sitecustomize`: that cannot
        be inherited (PEP 446).
    """
    has_own = False
    for name in _descriptors():
        descriptor = int(name)
        if descriptor <= _STDERR or descriptor in kept:
            continue
        try:
            if os.get_inheritable(descriptor):
                os.close(descriptor)
            else:
                has_own = True
        except OSError:  # the one by which the folder was read
            continue
    return has_own


def _descriptors() -> list[str]:
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            return os.listdir(folder)
        except OSError:
            continue
    return []


class _Supervisor:
    def __init__(self, channel: Channel, lock_fd: int, command: list[str], loaded: Collection[str]) -> None:
        self._channel = channel
        self._lock_fd = lock_fd
        self._command = command
        self._loaded = loaded
        self._signals = ChildSignals()
        self._own: set[int] = set()
        self._tag: tuple[Any, ...] = ()

    def serve(self) -> None:
        serve(self._channel, self._signals, obey=self._obey, reap=lambda: None)
        self._end_all()

    def _obey(self, what: str, *details: Any) -> None:
        if what == "sweep":
            self._sweep(*details)
            return
        if what == "tag":
            self._tag = details
            return
        descriptor = self._channel.take_descriptor()
        be = self._be_keeper if what == "keeper" else self._be_parent
        pid = fork_into(be, descriptor, *details)
        os.close(descriptor)
        if pid:
            self._own.add(pid)

    def _be_keeper(self, descriptor: int) -> None:
        self._let_go()
        keep(Channel.of_fd(descriptor), self._signals, start_program(self._command))

    def _be_parent(self, descriptor: int, *details: Any) -> None:
        from kohakuengine.flow.launch.fork_parent import serve_forks

        self._let_go()
        serve_forks(Channel.of_fd(descriptor), self._signals, self._loaded, *details)

    def _let_go(self) -> None:
        """Close what only the supervisor may hold: its channel, or its end would never come, and the lock."""
        self._channel.close()
        if self._lock_fd != _NONE:
            os.close(self._lock_fd)

    def _sweep(self, dead_pid: int, keepers: list[int]) -> None:
        """End what a dead keeper has left to us, and say when that is done."""
        wait_until_dead(dead_pid)
        self._own.discard(dead_pid)
        end_children(spared=frozenset({*self._own, *keepers}))
        self._channel.send("swept", dead_pid)

    def _end_all(self) -> None:
        """Wait for the keepers, which end by themselves without an orchestrator; then kill what is left."""
        deadline = time.monotonic() + _LAST_CALL_S
        while children(os.getpid()) and time.monotonic() < deadline:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                select.select([self._signals.wake_fd], [], [], 0.05)
                self._signals.drain()
        end_children()
        if self._tag:
            folder, inode = self._tag
            # The orchestrator, which is not our parent once it is dead, holds a tag that it could not remove.
            end_tagged(folder, inode, spared=frozenset({os.getpid(), os.getppid()}))
