"""Ending a forked run as python ends a script, up to what only the end of an interpreter does.

In the order of `Py_FinalizeEx`: the exception is shown, non-daemon threads are joined, functions of `atexit`
are called, streams are flushed. Clearing modules, seven times the cost of all this, is left out: `__del__` of
what modules hold is not called.
"""

from __future__ import annotations

import atexit
import os
import sys
from _signal import SIG_DFL, SIGINT, signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

    from kohakuengine.flow.launch.run_report import RunReport

__all__ = ["leave"]

_NOT_FLUSHED = 120  # what python ends with when stdout could not be flushed


def leave(report: RunReport, error: BaseException | None) -> NoReturn:
    """End this process as `python` would after the script.

    Args:
        report: Is written as the last thing.
        error: What the script raised, None where it has run to its end.
    """
    code = 0 if error is None else _shown(error)
    report.exit_code = 1 if code < 0 else code
    for step in (_join_threads, atexit._run_exitfuncs):
        try:
            step()
        except BaseException:  # noqa: BLE001 - python shows it, too, and goes on
            sys.excepthook(*sys.exc_info())
    code = _flushed(code)
    report.write()
    if code < 0:
        signal(-code, SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def _shown(error: BaseException) -> int:
    """Show an exception as python does at the end of a script, and return the exit code."""
    if isinstance(error, SystemExit):
        return _status(error.code)
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except SystemExit as exit_:
        return _status(exit_.code)
    except BaseException:  # noqa: BLE001 - the hook of the script; `frames` reports what it raises
        pass
    return -SIGINT if isinstance(error, KeyboardInterrupt) else 1


def _status(code: Any) -> int:
    """Return what `sys.exit(code)` ends with; what is no number is printed, as python does."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    sys.stderr.write(f"{code}\n")
    return 1


def _join_threads() -> None:
    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()


def _flushed(code: int) -> int:
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except BaseException:  # noqa: BLE001 - a full disk, or a stream of the script's
            if stream is sys.stdout:
                code = _NOT_FLUSHED
    return code
