"""The keeper of a slot: executes runs one after the other, and lets nothing of one outlive it, or us.

Orphans of a run become the keeper's children, since it is a subreaper. When the run has ended, or the
orchestrator's end of the channel has closed, it kills its children until there are none.
"""

from __future__ import annotations

import os
import time

from kohakuengine.flow.launch.serving import serve
from kohakuengine.flow.launch.subreaper import SIGKILL, become_subreaper, end_children, send_signal
from kohakuengine.flow.run_folder import APPENDING, STDERR, STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.dispositions import ChildSignals

    Start = Callable[[str, dict[str, str], ChildSignals], int]

__all__ = ["keep", "start_program"]


def keep(channel: Channel, signals: ChildSignals, start: Start) -> None:
    """Serve one slot until the other end of its channel is closed.

    Args:
        channel: Brings ("run", folder, environment), ("signal", folder, number), ("kill", folder) and
            ("withdraw", folder); takes ("pid", keeper's), once, and for each run ("ended", exit code,
            seconds it took), ("refused", reason), or ("dropped", folder) where it was to end before it began.
        signals: Of this process.
        start: Starts a run (folder, environment) and returns its process id.
    """
    has_orphans = become_subreaper()
    signals.listen()
    _Keeper(channel, signals, start, has_orphans=has_orphans).serve()


class _Keeper:
    def __init__(self, channel: Channel, signals: ChildSignals, start: Start, *, has_orphans: bool) -> None:
        self._channel = channel
        self._has_orphans = has_orphans
        self._signals = signals
        self._start = start
        self._pid: int | None = None
        self._folder = ""
        self._began_at = 0.0
        self._line: list[tuple[str, dict[str, str]]] = []

    def serve(self) -> None:
        serve(self._channel, self._signals, obey=self._obey, reap=self._reap, first=("pid", os.getpid()))
        self._end_group()
        end_children()

    def _obey(self, what: str, *details: Any) -> None:
        if what == "run":
            self._line.append(details)
            self._begin_next()
        elif self._pid is None or details[0] != self._folder:
            self._drop(details[0])
        elif what == "signal":
            send_signal(details[1], group=self._pid)
        elif what == "kill":
            send_signal(SIGKILL, process=self._pid)

    def _begin_next(self) -> None:
        """Begin the run that is first in line, once the one before it has ended."""
        while self._pid is None and self._line:
            self._folder, environment = self._line.pop(0)
            self._began_at = time.monotonic()
            try:
                self._pid = self._start(self._folder, environment, self._signals)
            except (OSError, ValueError) as error:  # the latter for a variable with a null byte
                self._channel.send("refused", getattr(error, "strerror", None) or str(error))

    def _drop(self, folder: str) -> None:
        """Take a run out of the line; one that is not there has ended meanwhile."""
        for run in self._line:
            if run[0] == folder:
                self._line.remove(run)
                self._channel.send("dropped", folder)
                return

    def _reap(self) -> None:
        """Wait for whatever has ended; with the run itself, all that is left of it ends."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._pid:
                self._end_group()
                end_children()
                self._pid = None
                took_s = time.monotonic() - self._began_at
                self._channel.send("ended", os.waitstatus_to_exitcode(status), took_s)
                self._begin_next()
                return

    def _end_group(self) -> None:
        """End what is left of a run where orphans do not become our children: at least its process group."""
        if self._pid is not None and not self._has_orphans:
            send_signal(SIGKILL, group=self._pid)


def start_program(command: list[str]) -> Start:
    """Return what starts a run as a program: `command` and the run's folder."""

    def start(folder: str, environment: dict[str, str], signals: ChildSignals) -> int:
        return os.posix_spawn(
            command[0],
            [*command, folder],
            {**os.environ, **environment},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_OPEN, 1, f"{folder}/{STDOUT}", APPENDING, 0o600),
                (os.POSIX_SPAWN_OPEN, 2, f"{folder}/{STDERR}", APPENDING, 0o600),
            ],
            setpgroup=0,
            setsigdef=signals.to_default,
            setsigmask=signals.mask,
        )

    return start
