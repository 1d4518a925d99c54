"""One run as a fork of its keeper: begun with what python gives a script, ended as python ends one."""

from __future__ import annotations

import ctypes  # loaded already, by `subreaper`
import gc
import os
import sys

from kohakuengine.engine.process import hidden_modules
from kohakuengine.flow.launch.execute import execute_folder, prepare_folder
from kohakuengine.flow.launch.keeper import APPENDING
from kohakuengine.flow.launch.leaving import execute_and_leave
from kohakuengine.flow.launch.reseed import reseed
from kohakuengine.flow.launch.run_report import RunReport
from kohakuengine.flow.run_folder import LEARN, STDERR, STDOUT, write_learned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.dispositions import ChildSignals
    from kohakuengine.flow.launch.execute import Prepared

__all__ = ["ForkedRuns"]


class ForkedRuns:
    """Starts runs as forks of this process."""

    def __init__(
        self, channel: Channel, loaded: Collection[str], said: Sequence[bytes], *, has_path: bool
    ) -> None:
        """Prepare for forks of a keeper.

        Args:
            channel: The keeper's; no run may hold it.
            loaded: Names of the modules that were there before us, in order.
            said: What the imports have written to stdout and to stderr.
            has_path: Whether `sys.path[0]` is the script's; not where the script was not found.
        """
        self._has_path = has_path
        self._channel = channel
        self._loaded = loaded
        self._said = said
        self._flush_library = ctypes.CDLL(None).fflush
        self._environment: dict[str, str] = {}
        self._shared: object = None
        self._has_hidden = False
        self._count = 0

    def start(self, folder: str, environment: dict[str, str], signals: ChildSignals) -> int:
        """Start a run and return its process id."""
        self._shared = None
        if len(sys.modules) != self._count:  # so it is for the first run, and where ours had to import more
            self._count = len(sys.modules)
            self._has_hidden = bool(hidden_modules(sys.path[0], self._loaded))
            gc.collect()
            gc.freeze()  # a collection in a fork leaves the pages of what is here alone
        # What can be done here is not done in the fork, where each page that is touched is copied.
        prepared = prepare_folder(folder, has_path=self._has_path)
        is_learning = environment.pop(LEARN, None) is not None
        known, self._environment = self._environment, {}
        for name, text in environment.items():
            if known.get(name) != text:
                os.environ[name] = text
        self._environment = environment
        self._open_logs(folder)
        report = RunReport(folder)
        self._shared = prepared, report  # let go of when the fork has ended: to free it now copies its pages
        pid = os.fork()
        if pid == 0:
            self._run(folder, report, signals, prepared, is_learning=is_learning)
        _lead_group(pid)  # here, too: a signal may come before the fork does it
        return pid

    def _run(
        self,
        folder: str,
        report: RunReport,
        signals: ChildSignals,
        prepared: Prepared | None,
        *,
        is_learning: bool,
    ) -> None:
        """Be the run, to its end."""
        try:
            _lead_group(0)
            signals.put_back()
            if is_learning:
                self._channel.send("begun", os.getpid())
            self._channel.close()
            report.begin()
            reseed()
            before = set(sys.modules) if is_learning else None
        except BaseException as error:  # noqa: BLE001 - nothing may return from a fork
            sys.excepthook(type(error), error, error.__traceback__)
            os._exit(1)

        def execute() -> None:
            try:
                execute_folder(folder, report, self._loaded if self._has_hidden else None, prepared)
            finally:
                if before is not None:
                    write_learned(folder, [name for name in sys.modules if name not in before])

        execute_and_leave(report, execute, self._flush_library)

    def _open_logs(self, folder: str) -> None:
        for number, name, said in ((1, STDOUT, self._said[0]), (2, STDERR, self._said[1])):
            descriptor = os.open(f"{folder}/{name}", APPENDING, 0o600)
            os.dup2(descriptor, number)
            os.close(descriptor)
            if said:
                os.write(number, said)


def _lead_group(pid: int) -> None:
    """Let a process lead a process group of its own, unless it has ended."""
    try:  # noqa: SIM105 - contextlib would be in every fork
        os.setpgid(pid, pid)
    except OSError:
        pass
