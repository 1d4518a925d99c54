"""What went wrong, told to the user: what to print, and which exit code."""

from __future__ import annotations

import os
import sys

from kohakuengine.cli import report
from kohakuengine.cli.errors import OutputError, UsageError
from kohakuengine.config.errors import ConfigExecutionError, KohakuError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from kohakuengine.engine.request import RunRequest

__all__ = ["INTERRUPTED", "ISSUES_URL", "OURS", "report_failure", "report_script_failure"]

ISSUES_URL = "https://github.com/KohakuBlueleaf/KohakuEngine/issues"

OURS = 2
INTERRUPTED = 130
_READER_GONE = 141  # 128 + SIGPIPE: what a shell shows for other tools whose reader has gone


def report_failure(error: BaseException) -> int:
    """Report what ended one of our own commands.

    Returns:
        The exit code.
    """
    if isinstance(error, KeyboardInterrupt):
        report.error("interrupted")
        return INTERRUPTED
    if isinstance(error, (OutputError, BrokenPipeError)):
        return _cannot_write(error)
    if isinstance(error, UsageError):
        report.error(error.message)
        if error.command is not None:
            words = f" {error.command}" if error.command else ""
            report.note(f"'kogine{words} --help' explains it, with examples")
        return OURS
    if isinstance(error, KohakuError):
        return _refuse(error)
    if isinstance(error, SyntaxError):
        return _cannot_parse(error)
    if isinstance(error, FileNotFoundError) and _is_homeless():
        report.error("the working folder has been removed. Change to one that is there.")
        return OURS
    return _admit_bug(error)


def report_script_failure(error: BaseException, request: RunRequest) -> int | None:
    """Report what ended the run of a script, if it is ours to report.

    Args:
        error: What was raised.
        request: The run that was asked for.

    Returns:
        The exit code; None where the error is the script's own, to be raised on as python would.
    """
    if isinstance(error, KohakuError):
        from kohakuengine.engine.launch import is_ours

        if not is_ours(error):
            return None
        _refuse(error)
        note = request.source_note(error)
        if note is not None:
            report.note(note)
        return OURS
    if isinstance(error, (SyntaxError, MemoryError, RecursionError)) or not _is_internal(error):
        return None
    return report_failure(error)


def _refuse(error: KohakuError) -> int:
    cause = error.__cause__
    if isinstance(error, ConfigExecutionError) and cause is not None:
        from kohakuengine.cli.user_traceback import user_traceback

        report.write_raw(user_traceback(cause))
    report.error(str(error))
    return OURS


def _is_homeless() -> bool:
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _cannot_parse(error: SyntaxError) -> int:
    """Show a script's syntax error as python does, without the frames that lead to it."""
    import traceback

    report.write_raw("".join(traceback.format_exception_only(type(error), error)))
    report.error(f"{error.filename}:{error.lineno}: this is not Python: {error.msg}")
    return OURS


def _admit_bug(error: BaseException) -> int:
    """Show everything: what is no mistake of the user's is a mistake of ours."""
    import traceback

    report.write_raw("".join(traceback.format_exception(type(error), error, error.__traceback__)))
    report.error(f"this is a bug in kogine. Please report the lines above: {ISSUES_URL}")
    return OURS


def _cannot_write(error: OutputError | BrokenPipeError) -> int:
    """Nobody reads stdout, or it cannot be written; Python must not try again at exit."""
    if sys.stdout is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.close(null)
    if isinstance(error, BrokenPipeError) or error.is_reader_gone:
        return _READER_GONE
    report.error(str(error))
    return OURS


def _is_internal(error: BaseException) -> bool:
    """Say whether an error came about in our own code, before the script's first statement."""
    return all(_is_our_frame(traceback) for traceback in _steps(error.__traceback__))


def _steps(traceback: TracebackType | None) -> list[TracebackType]:
    steps = []
    while traceback is not None:
        steps.append(traceback)
        traceback = traceback.tb_next
    return steps


def _is_our_frame(traceback: TracebackType) -> bool:
    name = traceback.tb_frame.f_globals.get("__name__", "")
    return str(name).partition(".")[0] in ("kohakuengine", "importlib")
