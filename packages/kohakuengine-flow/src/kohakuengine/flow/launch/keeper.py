"""The keeper of a slot: executes one run at a time, and lets nothing of it outlive the run, or us.

Orphans of a run become the keeper's children, since it is a subreaper. When the run has ended, or the
orchestrator's end of the channel has closed, it kills its children until there are none.
"""

from __future__ import annotations

import os

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
        channel: Brings ("run", folder, environment), ("signal", number), ("kill",); takes ("pid", keeper's),
            once, and for each run ("ended", exit code) or ("refused", reason).
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

    def serve(self) -> None:
        serve(self._channel, self._signals, obey=self._obey, reap=self._reap, first=("pid", os.getpid()))
        self._end_group()
        end_children()

    def _obey(self, what: str, *details: Any) -> None:
        if what == "run":
            self._begin(*details)
        elif self._pid is None:
            return  # the run has ended meanwhile
        elif what == "signal":
            send_signal(details[0], group=self._pid)
        elif what == "kill":
            send_signal(SIGKILL, process=self._pid)

    def _begin(self, folder: str, environment: dict[str, str]) -> None:
        try:
            self._pid = self._start(folder, environment, self._signals)
        except (OSError, ValueError) as error:  # the latter for a variable with a null byte
            self._channel.send("refused", getattr(error, "strerror", None) or str(error))

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
                self._channel.send("ended", os.waitstatus_to_exitcode(status))
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
