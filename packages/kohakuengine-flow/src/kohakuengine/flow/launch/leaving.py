"""Ending a forked run as python ends a script, up to what only the end of an interpreter does.

In the order of `Py_FinalizeEx`: the exception is shown, non-daemon threads are joined, functions of `atexit`
are called, streams are flushed, what the script has made is let go of, and `__del__` is called. Clearing all
other modules, several times the cost of all this, is left out; files that they hold are whole all the same.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from _io import BufferedRandom, BufferedRWPair, BufferedWriter, TextIOWrapper, _IOBase
from _signal import SIG_DFL, SIGINT, signal  # pyright: ignore[reportMissingImports]
from _thread import _count
from _weakref import ref

from kohakuengine.engine.process import main_globals
from kohakuengine.flow.launch.run_report import exit_value, status_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from kohakuengine.flow.launch.run_report import RunReport

__all__ = ["execute_and_leave", "note_files", "rehearse_leaving"]

_exit = os._exit  # not the one of `engine.hooks`: what it asks the proof is asked by then
_NOT_FLUSHED = 120  # what python ends with when stdout could not be flushed
_NO_NAME = ""  # of a global
_BUFFERS = (BufferedWriter, BufferedRandom, BufferedRWPair)


class _State:
    """What was there before any run: weak references to files."""

    __slots__ = ("files",)

    def __init__(self) -> None:
        self.files: list[ref[Any]] = []


_STATE = _State()


def note_files() -> None:
    """Note the files that this process has and that are not frozen: its forks finish them, too."""
    _STATE.files += [ref(one) for one in _files()]


def execute_and_leave(
    report: RunReport, execute: Callable[[], None], flush_library: Callable[[], object]
) -> NoReturn:
    """Execute a script, and end this process as `python` would after it.

    Args:
        report: Is written as the last thing.
        execute: Executes the script.
        flush_library: Lets the C library write what it holds.
    """
    code = 1
    try:
        code = _executed(execute)
        report.exit_code = 1 if code < 0 else code
        for step in (_join_threads, atexit._run_exitfuncs):
            _do(step)
        code = _cleaned_up(report, code)
        _finish_files()
        flush_library()
        report.write()
    finally:
        _end(code)


def rehearse_leaving(report: RunReport, execute: Callable[[], None]) -> None:
    """Do of `execute_and_leave` what a process can do again: `threading` ends but once."""
    _cleaned_up(report, _executed(execute))


def _cleaned_up(report: RunReport, code: int) -> int:
    """Flush, pack the report, and let go of what the script has made; return the exit code."""
    code = _flushed(code)
    report.pack()
    _let_go_of_main()
    return _flushed(code)


def _executed(execute: Callable[[], None]) -> int:
    """Execute the script, show what it raises, and return the exit code; the exception ends here."""
    try:
        execute()
    except BaseException as error:  # noqa: BLE001 - of the script: python would print it and end
        return _shown(error)
    return 0


def _end(code: int) -> NoReturn:
    if code < 0:
        signal(-code, SIG_DFL)
        os.kill(os.getpid(), -code)
    _exit(code)


def _do(step: Callable[[], object]) -> None:
    try:
        step()
    except BaseException as error:  # noqa: BLE001 - python shows it, too, and goes on
        sys.excepthook(type(error), error, error.__traceback__)


def _shown(error: BaseException) -> int:
    """Show an exception as python does at the end of a script, and return the exit code."""
    if isinstance(error, SystemExit):
        return _status(error)
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except SystemExit as exit_:
        return _status(exit_)
    except BaseException:  # noqa: BLE001 - the hook of the script; `frames` reports what it raises
        pass
    return -SIGINT if isinstance(error, KeyboardInterrupt) else 1


def _status(error: SystemExit) -> int:
    """Return what `sys.exit` ends with; what is no number is printed, as python does."""
    value = exit_value(error)
    if value is not None and not isinstance(value, int):
        _do(lambda: sys.stderr.write(f"{value}\n"))
    return status_of(value)


def _join_threads() -> None:
    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()


def _flushed(code: int) -> int:
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None and not getattr(stream, "closed", False):
                stream.flush()
        except BaseException:  # noqa: BLE001 - a full disk, or a stream of the script's
            if stream is sys.stdout:
                code = _NOT_FLUSHED
    return code


def _let_go_of_main() -> None:
    """Drop `__main__` and what refers to it, as the interpreter does when it ends.

    Collecting first lets files be finalized from the outside in; the other way round they would lose what
    they have not written yet. Globals that something else keeps, a cache of `typing` or the handler of a
    signal, are cleared then; not those that a daemon thread still works with.
    """
    if gc.isenabled():
        _collect()
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        if name in sys.__dict__:
            setattr(sys, name, None)
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, name, getattr(sys, f"__{name}__", None))
    mark = _Mark()
    main_globals()[_NO_NAME] = mark
    seen = ref(mark)
    del mark
    sys.modules.pop("__main__", None)
    _collect()
    if seen() is not None and not _count():
        for names in gc.get_referrers(seen()):
            if type(names) is dict and _NO_NAME in names:
                _clear(names)


def _collect() -> None:
    """Collect what the script has made: its keeper has frozen the rest.

    The oldest generation only where there is one: with it go the free lists of the interpreter, which are the
    keeper's, each object on a page of its own.
    """
    generation = 2
    while generation and not gc.get_objects(generation):
        generation -= 1
    gc.collect(generation)


def _files() -> list[Any]:
    """List the files among what is not frozen."""
    objects = gc.get_objects()
    kinds = []
    for kind in set(map(type, objects)):  # a comprehension is a function that each fork makes
        if issubclass(kind, _IOBase):
            kinds.append(kind)
    return [one for one in objects if type(one) in kinds] if kinds else []


class _Mark:
    """Stands among the globals of a script: as long as they are there, it is."""

    __slots__ = ("__weakref__",)


def _clear(names: dict[str, Any]) -> None:
    """Clear the globals of a module in the order of the interpreter (`_PyModule_ClearDict`)."""
    private = [name for name in names if name.startswith("_") and not name.startswith("__")]
    for name in [*private, *names]:
        if name != "__builtins__":
            names[name] = None


def _finish_files() -> None:
    """Let files write what they hold that something keeps: the outer ones first."""
    files = _files()
    for known in _STATE.files:
        file = known()
        if file is not None:
            files.append(file)
    if not files:
        return
    steps = [one.flush for one in files if isinstance(one, TextIOWrapper)]
    if not _count():
        steps += [one.close for one in files if type(one).__module__ != "_io"]  # as those of `gzip`
    steps += [one.flush for one in files if isinstance(one, _BUFFERS)]
    for step in steps:
        try:  # noqa: SIM105 - contextlib would be in every fork
            step()
        except BaseException:  # noqa: BLE001 - it is closed, or the disk is full, or a method of the script's
            pass
