"""One run as a fork of its keeper: begun with what python gives a script, ended as python ends one."""

from __future__ import annotations

import gc
import os
import sys
from _functools import partial  # type: ignore[import-not-found]

from kohakuengine.engine import hooks, process
from kohakuengine.engine.launch import stage_main
from kohakuengine.flow.launch.c_library import call_of
from kohakuengine.flow.launch.execute import prepare_folder
from kohakuengine.flow.launch.execution import Execution
from kohakuengine.flow.launch.leaving import execute_and_leave
from kohakuengine.flow.launch.reseed import seeders
from kohakuengine.flow.run_folder import APPENDING, LEARN, STDERR, STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import NoReturn

    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.dispositions import ChildSignals
    from kohakuengine.flow.launch.execute import Prepared

__all__ = ["ForkedRuns"]

_FRAMES = 7
"""How many there are above `_be`, on whose level `_stage` is, up to that of `process.execute`."""


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
        self._flush_library = call_of("fflush", None)
        self._environment: dict[str, str] = {}
        self._shared: object = None
        self._has_hidden = False
        self._seeders: Sequence[Callable[[], object]] = ()
        self._own = sys.modules["__main__"], sys.argv
        self._count = 0

    def start(self, folder: str, environment: dict[str, str], signals: ChildSignals) -> int:
        """Start a run and return its process id.

        What can be done here is not done in the fork, where each page that is touched is copied.
        """
        self._shared = None
        if len(sys.modules) != self._count:  # so it is for the first run, and where ours had to import more
            self._look_at_modules()
        is_learning = environment.pop(LEARN, None) is not None
        prepared = prepare_folder(folder, has_path=self._has_path)
        execution = Execution(folder, prepared, self._loaded if self._has_hidden else None)
        if is_learning:
            execution.before = set(sys.modules)
        self._set(environment)
        self._open_logs(folder)
        gc.freeze()  # a collection in the fork leaves the pages of what is here alone
        self._stage(prepared)
        be = partial(_be, execution, partial(self.begin, execution, signals), self._flush_library)
        self._shared = be  # let go of when the fork has ended: to free it now copies its pages
        pid = os.fork()
        if pid == 0:
            be()
        _lead_group(pid)  # here, too: a signal may come before the fork does it
        return pid

    def begin(self, execution: Execution, signals: ChildSignals) -> None:
        """Become a run: this process is a keeper's no longer."""
        signals.put_back()
        if execution.before is not None:
            self._channel.send("begun", os.getpid())
        self._channel.close()
        execution.report.begin()
        for seed in self._seeders:
            seed()

    def _stage(self, prepared: Prepared | None) -> None:
        """Make this process what the run finds, where its fork need not do that itself.

        It must where the names of options have libraries imported, where `runpy` has frames of its own, and
        where only the fork may prepare the run: such a run finds nothing of the one before.
        """
        run = None if prepared is None else prepared[1]
        if run is not None and (run.request.is_module or run.options):
            run = None
        if hooks.current_run() is not None and not (run is not None and run.has_overrides):
            hooks.let_go()
        if run is None:
            process.begin(None)
            process.take_room_back()
            sys.modules["__main__"], sys.argv = self._own
        else:
            stage_main(run)
            process.make_room_ahead(_FRAMES)

    def _look_at_modules(self) -> None:
        """Note what follows for every run from the modules that this process has loaded."""
        self._count = len(sys.modules)
        self._has_hidden = bool(process.hidden_modules(sys.path[0], self._loaded))
        self._seeders = seeders()
        gc.collect()  # it is frozen next

    def _set(self, environment: dict[str, str]) -> None:
        """Set the variables of a run, those of the last one but for what has changed."""
        known, self._environment = self._environment, {}
        for name, text in environment.items():
            if known.get(name) != text:
                os.environ[name] = text
        self._environment = environment

    def _open_logs(self, folder: str) -> None:
        for number, name, said in ((1, STDOUT, self._said[0]), (2, STDERR, self._said[1])):
            descriptor = os.open(f"{folder}/{name}", APPENDING, 0o600)
            os.dup2(descriptor, number)
            os.close(descriptor)
            if said:
                os.write(number, said)


def _be(execution: Execution, begin: Callable[[], None], flush_library: Callable[[], object]) -> NoReturn:
    """Be a run, to its end."""
    try:
        _lead_group(0)
        begin()
    except BaseException as error:  # noqa: BLE001 - nothing may return from a fork
        sys.excepthook(type(error), error, error.__traceback__)
        os._exit(1)
    execute_and_leave(execution.report, execution.execute, flush_library)


def _lead_group(pid: int) -> None:
    """Let a process lead a process group of its own, unless it has ended."""
    try:  # noqa: SIM105 - contextlib would be in every fork
        os.setpgid(pid, pid)
    except OSError:
        pass
