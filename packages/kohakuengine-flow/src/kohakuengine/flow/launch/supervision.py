"""Supervision: the supervisor and its keepers, as the orchestrator has them."""

from __future__ import annotations

import os

from kohakuengine.flow.launch.channel import Channel, ChannelClosedError
from kohakuengine.flow.launch.command import supervisor_command, worker_command
from kohakuengine.flow.launch.spawning import end_child, spawn
from kohakuengine.flow.run_folder import APPENDING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

__all__ = ["Supervision"]

_LAST_CALL_S = 15.0
_NONE = -1
_CHANNEL, _LOCK = 3, 4
"""What the supervisor has of us beside its streams."""


class Supervision:
    """One supervisor, started when it is first needed, and all that stands below it.

    A fork of this process has none of it: there its ends are closed, or the end of the orchestrator would
    never be seen.
    """

    def __init__(self, *, lock_fd: int, log: Path | None) -> None:
        """Prepare; nothing is started yet.

        Args:
            lock_fd: The flow's lock, which the supervisor holds as well; -1 for none.
            log: Takes what our own processes have to say when they break; None for nowhere.
        """
        self._lock_fd = lock_fd
        self._log = log
        self._pid: int | None = None
        self.channel: Channel | None = None
        self._ends: set[Channel] = set()
        os.register_at_fork(after_in_child=self._let_go)

    def new_keeper(self) -> Channel:
        """Start a keeper whose runs are programs, and return its channel."""
        return self._new_end("keeper")

    def new_fork_parent(self, program: str, entry: str, environment: dict[str, str]) -> Channel:
        """Start a process that imports and is forked, and return its channel; see `serve_forks`."""
        return self._new_end("parent", program, entry, environment)

    def fork_keeper(self, parent: Channel) -> Channel:
        """Let such a process fork a keeper, and return the keeper's channel."""
        return self._ask(parent, "keeper")

    def sweep(self, dead_pid: int, keepers: list[int]) -> None:
        """End what a dead keeper has left behind, and wait for that.

        Args:
            dead_pid: The keeper's process id.
            keepers: Those that live.

        Raises:
            ChannelClosedError: The supervisor is gone, too.
        """
        if self.channel is None:
            raise ChannelClosedError
        self.channel.send("sweep", dead_pid, keepers)
        self.channel.receive_one()

    def tell_tag(self, folder: str, inode: int) -> None:
        """Name the tag of the run that this process is about to execute; it ends with us, see `Tag`."""
        try:
            self._started().send("tag", folder, inode)
        except ChannelClosedError:  # it was killed
            self.close()
            self._started().send("tag", folder, inode)

    def drop(self, channel: Channel) -> None:
        """Close a channel: the process at its other end ends, with all that is below it."""
        self._ends.discard(channel)
        channel.close()

    def close(self) -> None:
        """Close everything, and wait until nothing is left; supervision may begin anew afterwards."""
        supervisor, self.channel = self.channel, None
        for channel in self._ends - {supervisor}:
            self.drop(channel)
        if supervisor is not None:
            supervisor.shut()
            supervisor.wait_for_end(_LAST_CALL_S)  # others may have reaped it: this does not depend on it
            self.drop(supervisor)
        if self._pid is not None:
            end_child(self._pid)
            self._pid = None

    def _new_end(self, what: str, *details: Any) -> Channel:
        return self._ask(self._started(), what, *details)

    def _ask(self, whom: Channel, what: str, *details: Any) -> Channel:
        ours, theirs = Channel.pair()
        self._ends.add(ours)
        try:
            whom.send(what, *details, descriptor=theirs)
        except ChannelClosedError:
            self.drop(ours)
            raise
        finally:
            os.close(theirs)
        return ours

    def _started(self) -> Channel:
        """Return the supervisor's channel; it is started where it is not there."""
        if self.channel is None:
            self.channel = self._start()
        return self.channel

    def _start(self) -> Channel:
        ours, theirs = Channel.pair()
        opened = [theirs]
        try:
            for path, how in ((os.devnull, os.O_RDWR), (self._log or os.devnull, APPENDING)):
                opened.append(os.open(path, how, 0o666))
            _, null, log = opened
            lock = [] if self._lock_fd == _NONE else [self._lock_fd]
            command = [*supervisor_command(), str(_CHANNEL), str(_LOCK if lock else _NONE), *worker_command()]
            self._pid = spawn(command, [null, log, log, theirs, *lock])
        except BaseException:
            ours.close()
            raise
        finally:
            for one in opened:
                os.close(one)
        self._ends.add(ours)
        return ours

    def _let_go(self) -> None:
        for channel in self._ends:
            channel.close()
        self._ends = set()
        self.channel = self._pid = None
