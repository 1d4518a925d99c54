"""Running a script as this process's `__main__`."""

from __future__ import annotations

import sys

from kohakuengine.engine import frames, hooks, process
from kohakuengine.engine.collecting import release_collector
from kohakuengine.engine.prepare import prepare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any, Literal

    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.engine.request import RunRequest

    Level = Literal["note", "warning", "error"]
    Report = Callable[[Level, str], None]


def run_as_main(
    request: RunRequest, *, report: Report | None = None, loaded: Collection[str] | None = None
) -> None:
    """Run a script as `python` would, with the overrides in place.

    What the script raises passes through, to be reported without our frames.

    Args:
        request: What to run.
        report: Receives (level, text) of notes, warnings, and errors that cannot be raised; None logs them.
        loaded: Names of the modules that were loaded before us, in order; the script finds no others
            where it has files of such names. None where all are its host's.

    Raises:
        KohakuError: The request is wrong, or an override did not land (`is_ours` tells it from one
            that the script itself raised).
        SyntaxError: Of the script.
    """
    run = prepare_main(request)
    try:
        say(run, report or log)
    except SyntaxError as error:
        frames.show_only_the_script(error)
        raise
    execute_main(run, report or log, loaded)


def prepare_main(
    request: RunRequest, *, keeps_result: bool = False, source: bytes | None = None
) -> PreparedRun:
    """Prepare a run; a script that does not compile is reported as `python` reports it.

    Args:
        request: What to run.
        keeps_result: Whether `run.result` is to have what the entrypoint returns.
        source: What its file holds, None to read it.
    """
    try:
        return prepare(request, keeps_result=keeps_result, source=source)
    except SyntaxError as found:
        error = found
    if request.is_module:  # `python -m` imports the parents and shows the frames of runpy
        try:
            process.become_module_main(request.argv)
            execute_module(request)
        except SyntaxError as found:
            error = found
    frames.show_only_the_script(error)
    raise error


def execute_main(run: PreparedRun, report: Report, loaded: Collection[str] | None) -> None:
    """Execute a prepared run as `__main__` and prove its overrides."""
    if not run.is_staged:
        stage_main(run)
    run.proof.begin(report)
    if loaded is not None:
        process.forget_hidden(run, loaded)
    try:
        if run.request.is_module:
            main = process.become_module_main(run.request.argv)
            execute_module(run.request)
        else:
            main = sys.modules["__main__"]  # the interpreter holds it while it runs, and no longer
            tracer = process.execute(run.code)
            process.trace_at_exit(tracer)
            del tracer
        finish(run, process.main_globals(), report)
        process.leave_main(run)
        del main
    except SystemExit as error:
        prove_after_exit(run, error)
        raise
    except BaseException as error:
        if error is not run.proof.failure:
            frames.show_only_the_script(error, run)
        raise


def stage_main(run: PreparedRun) -> None:
    """Make this process what a script finds; `execute_main` does the rest, here or in a fork of it."""
    run.is_staged = True
    process.begin(run)
    if run.has_overrides or (run.request.is_module and (run.result is not None or run.request.source)):
        hooks.take_over(run)
    release_collector()
    if not run.request.is_module:
        process.become_main(run)


def execute_module(request: RunRequest) -> None:
    """Let `runpy` run a module: its frames are part of what `python -m` shows."""
    import runpy

    process.make_room(0)
    runpy._run_module_as_main(request.script)  # type: ignore[attr-defined]


def finish(run: PreparedRun, namespace: dict[str, Any], report: Report) -> None:
    """Do what comes after the module: call an uncalled entrypoint, prove the landings.

    Args:
        run: The run whose module has been executed.
        namespace: Its globals.
        report: Receives warnings.

    Raises:
        KohakuError: An override did not land.
    """
    if run.record.call_after:
        from kohakuengine.engine.calls import call_after

        value = call_after(run, namespace)
        if run.result is not None:
            run.result.setdefault("value", value)
        del value
    _prove(run)
    if run.landings:
        for landing in run.proof.replaced(namespace):
            from kohakuengine.engine.ending import report_replaced

            report_replaced(run, landing, report)


def prove_after_exit(run: PreparedRun, error: SystemExit) -> None:
    """Prove the landings of a script that ended by `sys.exit`; a failure of its own comes first."""
    if run.proof.failure is not None or (_is_success(error) and not run.proof.is_left_to_a_fork):
        _prove(run)


def exit_status(run: PreparedRun, status: Any) -> Any:
    """Return the status that `os._exit` leaves with: 2, and the reason is told, for a wrong success."""
    is_failure = not isinstance(status, int) or status & 0xFF  # all that the system keeps of it
    if run.proof.is_in_a_fork:
        return status
    if run.proof.failure is None and (is_failure or run.proof.is_left_to_a_fork):
        return status
    try:
        _prove(run)
    except Exception as error:  # noqa: BLE001 - nothing can be raised through `os._exit`
        if run.proof.report is not None:
            run.proof.report("error", str(error))
        return 2
    return status


def _prove(run: PreparedRun) -> None:
    if run.landings or run.proof.failure:
        run.proof.check_all()
    if run.arguments is not None and not run.proof.is_in_a_fork:
        from kohakuengine.engine.calls import check_called

        check_called(run)


def _is_success(error: SystemExit) -> bool:
    try:
        return error.code is None or error.code == 0
    except Exception:  # noqa: BLE001 - a subclass whose `code` raises: python calls that status 1
        return False


def is_ours(error: BaseException) -> bool:
    """Say whether an error is ours to report, or one that the script raised and did not catch."""
    run = process.executing()
    return run is None or error is run.proof.failure


def say(run: PreparedRun, report: Report) -> None:
    """Replay the SyntaxWarnings of the compilation and say what the user should know."""
    if run.request.is_module and not run.has_overrides:
        return  # runpy compiles the module itself
    if run.record.warnings:
        _warn(run)
    if run.record.notes:
        for note in run.notes:
            report("note", note)


def _warn(run: PreparedRun) -> None:
    import builtins
    import warnings

    if sys.warnoptions:  # under `-W error` it is the compiler that makes a SyntaxError of them
        compile(run.source, run.path, "exec", dont_inherit=True)
        return
    for category, text, line in run.record.warnings:
        kind = getattr(builtins, category, SyntaxWarning)
        warnings.warn_explicit(text, kind, run.path, line)


def log(level: Level, text: str) -> None:
    """Report what a run has to say through `logging`."""
    import logging

    levels = {"note": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
    logging.getLogger("kohakuengine.engine").log(levels[level], text)
