"""Executing the run of a folder as this process's `__main__`: what is behind the worker command line."""

from __future__ import annotations

import atexit
import os

from kohakuengine.engine import process
from kohakuengine.engine.collecting import release_collector
from kohakuengine.engine.launch import execute_main, is_ours, prepare_main, say
from kohakuengine.engine.prepare import prepare
from kohakuengine.flow.launch.kept_source import keep_source, say_what_was_kept
from kohakuengine.flow.launch.run_report import RunReport, exit_value
from kohakuengine.flow.run_folder import read_assignment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from kohakuengine.engine.prepare import PreparedRun
    from kohakuengine.flow.run_folder import Assignment

    Prepared = tuple[Assignment, PreparedRun | None]

__all__ = ["execute_folder", "prepare_folder", "work"]

OURS = 2
"""Exit code for whatever is wrong with a request or an override, as of `kogine run`."""


def work(folder: str, loaded: Collection[str]) -> None:
    """Execute the run of a folder in an interpreter that was started for it, and end as its script does."""
    release_collector()
    report = RunReport(os.path.abspath(folder))
    atexit.register(report.write)  # the first one is called last
    execute_folder(folder, report, loaded)


def execute_folder(
    folder: str, report: RunReport, loaded: Collection[str] | None, prepared: Prepared | None = None
) -> None:
    """Execute the run of a folder; what the script raises passes through.

    Args:
        folder: The run's.
        report: Is told of the end; whoever calls writes it when nothing more can happen.
        loaded: Names of the modules that were there before us, in order; None where no file of the script's
            hides any other.
        prepared: The run, where it is prepared already.

    Raises:
        SystemExit: The script ended so, or what was asked for is wrong (2).
        BaseException: Of the script.
    """
    try:
        _execute(prepared or _prepare(_assigned(folder)), report, loaded)
    except SystemExit as error:
        report.exited(exit_value(error))
        raise
    except BaseException as error:
        if not _is_refusal(error):
            report.failed(error, exit_code=1)
            raise
        report.remarks.tell("error", str(error))
        report.failed(error, exit_code=OURS, is_ours=True)
        raise SystemExit(OURS) from None


def _is_refusal(error: BaseException) -> bool:
    from kohakuengine.config.errors import KohakuError

    return isinstance(error, KohakuError) and is_ours(error)


def prepare_folder(folder: str, *, has_path: bool) -> Prepared | None:
    """Prepare the run of a folder before it is forked, None where only the fork may do so.

    That is so where making the values again could execute code of the user's, and where there is something to
    complain about.

    Args:
        folder: The run's.
        has_path: Whether `sys.path[0]` of this process is the script's.
    """
    try:
        assignment = read_assignment(folder, is_plain_alone=True)
        if assignment is None or not assignment.run_as_main:
            return None
        source = keep_source(assignment)
        run = prepare(assignment.request, keeps_result=True, source=source)
    except Exception:  # noqa: BLE001 - the fork meets it again, and reports it
        return None
    run.has_path = has_path
    return assignment, run


def _assigned(folder: str) -> Assignment:
    assignment = read_assignment(folder)
    assert assignment is not None
    return assignment


def _prepare(assignment: Assignment) -> Prepared:
    source = keep_source(assignment)
    if not assignment.run_as_main:
        return assignment, None
    return assignment, prepare_main(assignment.request, keeps_result=True, source=source)


def _execute(prepared: Prepared, report: RunReport, loaded: Collection[str] | None) -> None:
    assignment, run = prepared
    tell = report.remarks.tell
    say_what_was_kept(assignment, tell)
    if run is None:
        _execute_by_name(assignment, report)
        return
    report.run = run
    say(run, tell)
    try:
        execute_main(run, tell, loaded)
    finally:
        if assignment.wanted:
            report.keep_outputs(assignment.wanted, process.main_globals())


def _execute_by_name(assignment: Assignment, report: RunReport) -> None:
    """Execute a script under its own name, as a program's `Script(run_as_main=False)` does."""
    from kohakuengine.engine.executor import ScriptExecutor
    from kohakuengine.engine.script import Script

    executor = ScriptExecutor(Script(assignment.request.script, run_as_main=False))
    report.value = executor.carry_out(assignment.request)
    report.keep_outputs(assignment.wanted, vars(executor.module))
