"""The `inprocess` launcher: a run is executed in this process, when it is submitted."""

from __future__ import annotations

import os
import select
from contextlib import contextmanager

from kohakuengine.config.kohaku_error import KohakuError
from kohakuengine.engine import ScriptExecutor, ScriptExitedError
from kohakuengine.engine.launch import is_ours, log
from kohakuengine.engine.script import Script
from kohakuengine.flow.launch.execute import OURS
from kohakuengine.flow.launch.kept_source import keep_source, say_what_was_kept
from kohakuengine.flow.launch.order import Capabilities, Ended
from kohakuengine.flow.launch.run_report import RunReport
from kohakuengine.flow.launch.tag import Tag
from kohakuengine.flow.run_folder import CANNOT_WRITE
from kohakuengine.flow.telling import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import Any, NoReturn

    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.launch.order import Handle, Order, Urgency
    from kohakuengine.flow.launch.supervision import Supervision

__all__ = ["InProcessLauncher"]

_INTERRUPTED = 130


class InProcessLauncher:
    """Executes a run as `Script.run()` does; its output goes where that of this program goes.

    Values and results are the very objects. A run can be neither stopped nor timed out; none goes beside it.
    What it has started ends with it, and with this process, as far as it can be told (see `Tag`; Linux).
    """

    name = "inprocess"
    capabilities = Capabilities(has_processes=False, max_slots=1)

    def __init__(self, *, lock_fd: int = -1, log: Path | None = None) -> None:
        """Prepare; nothing is started yet.

        Args:
            lock_fd: The flow's lock, held until nothing is left of its runs; -1 for none.
            log: Takes what our own processes have to say when they break; None for nowhere.
        """
        self._ended: list[Ended] = []
        self._supervision = _supervision(lock_fd, log)

    def room_behind(self, slot: int, request: RunRequest) -> int:  # noqa: ARG002 - as of every launcher
        """Say that none waits: a run has ended when it was submitted."""
        return 0

    def submit(self, order: Order) -> Handle:
        """Execute a run; that Ctrl-C ended its script stands in what `poll` returns."""
        tag = Tag(str(order.folder))
        try:
            if self._supervision is not None:
                self._supervision.tell_tag(tag.folder, tag.inode)
            ended = _execute(order)
        finally:
            tag.remove()
        self._ended.append(ended)
        return ended.handle

    def poll(self, timeout_s: float | None, wake_fd: int | None = None) -> list[Ended]:
        """Return the runs that were submitted since the last time."""
        if not self._ended and wake_fd is not None:
            select.select([wake_fd], [], [], timeout_s)
        ended, self._ended = self._ended, []
        return ended

    def cancel(self, handle: Handle, how: Urgency) -> None:
        """Do nothing: a run has ended when its handle is known."""

    def attach(self, handle: Handle) -> bool:  # noqa: ARG002 - as of every launcher
        """Say that nothing is left of a run of another process."""
        return False

    def close(self) -> None:
        """Let go of the supervisor: nothing is left running."""
        if self._supervision is not None:
            self._supervision.close()


def _supervision(lock_fd: int, log: Path | None) -> Supervision | None:
    """Prepare what ends a run's processes when this one is killed, where there are the means for it."""
    if not hasattr(os, "memfd_create"):
        return None
    from kohakuengine.flow.launch.supervision import Supervision

    return Supervision(lock_fd=lock_fd, log=log)


def _execute(order: Order) -> Ended:
    handle = {"run": order.run_id}
    report = RunReport(str(order.folder))
    assignment = order.assignment
    try:
        executor = ScriptExecutor(Script(assignment.request.script, run_as_main=assignment.run_as_main))
        keep_source(assignment)
        say_what_was_kept(assignment, log)
    except KohakuError as error:  # the script has gone
        report.failed(error, exit_code=OURS, is_ours=True)
        report.save()
        return Ended(handle=handle, exit_code=OURS, error=error)

    def at_end(run: PreparedRun | None, error: BaseException | None) -> None:
        report.run = run
        if error is not None:
            _note(report, error)
        if executor.module is not None:
            report.keep_outputs(assignment.wanted, vars(executor.module))
        _save(report)

    try:
        with _environment(order.environment):
            value = executor.carry_out(assignment.request, at_end)
    except _UnwrittenError as error:
        return Ended(handle=handle, exit_code=CANNOT_WRITE, reason=str(error))
    except BaseException as error:  # noqa: BLE001 - whatever a script raises
        if executor.module is None:  # it was refused before it began
            at_end(None, error)
        return Ended(handle=handle, exit_code=report.exit_code or 1, error=error)
    return Ended(handle=handle, exit_code=0, value=value, outputs=report.outputs, has_value=True)


class _UnwrittenError(Exception):
    pass


def _save(report: RunReport) -> None:
    try:
        report.save()
    except OSError as error:
        message = f"the result could not be written: {error.strerror or error}"
        raise _UnwrittenError(message) from error


def _note(report: RunReport, error: BaseException) -> None:
    if isinstance(error, ScriptExitedError):
        report.exited(error.exit_code)
    elif isinstance(error, KohakuError) and is_ours(error):
        report.failed(error, exit_code=OURS, is_ours=True)
    else:
        report.failed(error, exit_code=_INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1)


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set variables for the time of a run, and let its script not end the flow as a success."""
    before: dict[str, Any] = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    leave = os._exit
    os._exit = _not_as_success(leave)  # type: ignore[assignment]
    try:
        yield
    finally:
        os._exit = leave
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _not_as_success(leave: Callable[[int], NoReturn]) -> Callable[[int], NoReturn]:
    """Return an `os._exit` for a script that shares this process with the other runs of a flow."""
    pid = os.getpid()

    def _exit(status: int) -> NoReturn:
        if os.getpid() == pid and not status:
            tell("error", "a script has ended this process by os._exit(0), and with it its flow")
            leave(1)
        leave(status)

    return _exit
