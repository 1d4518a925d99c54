"""Supervision: the supervisor and its keepers, as the orchestrator has them."""

from __future__ import annotations

import fcntl
import os
import subprocess
from typing import TYPE_CHECKING

from kohakuengine.flow.launch.channel import Channel, ChannelClosedError
from kohakuengine.flow.launch.command import supervisor_command, worker_command

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

__all__ = ["Supervision"]

_LAST_CALL_S = 15.0
_NONE = -1


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
        self._process: subprocess.Popen[bytes] | None = None
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
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

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
        self._ends.add(ours)
        inherited = [_above_streams(one) for one in (theirs, self._lock_fd)]
        command = [*supervisor_command(), *map(str, inherited), *worker_command()]
        log: Any = open(self._log, "ab") if self._log is not None else subprocess.DEVNULL  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[one for one in inherited if one != _NONE],
                start_new_session=True,
            )
        finally:
            for one in (theirs, *inherited):
                if one != _NONE:
                    os.close(one)
            if self._log is not None:
                log.close()
        return ours

    def _let_go(self) -> None:
        for channel in self._ends:
            channel.close()
        self._ends = set()
        self.channel = self._process = None


def _above_streams(descriptor: int) -> int:
    """Return a copy of a descriptor that is none of 0 to 2, as it may be in a program without streams."""
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3) if descriptor != _NONE else _NONE
