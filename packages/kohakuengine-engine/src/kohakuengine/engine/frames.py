"""Tracebacks of the script: shown without the frames of ours beneath its own, and between them."""

from __future__ import annotations

import os
import sys

from kohakuengine.engine import process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun

_FOLDER = os.path.dirname(__file__)
# Where a script itself calls us, to run another one: these frames it would show under `python`, too.
_CALLED_BY_SCRIPTS = tuple(
    os.path.join(_FOLDER, f"{name}.py") for name in ("executor", "finder", "injector", "running", "script")
)
# Stands for a hook that the script has deleted.
_GONE = object()


def show_only_the_script(error: BaseException, run: PreparedRun | None = None) -> None:
    """Let an uncaught exception be reported without our frames, by whatever hook the script set.

    Args:
        error: What the script raised; it is raised on after this call.
        run: The run, None where the script could not even be compiled.
    """
    hook: Any = sys.__dict__.get("excepthook", _GONE)

    def excepthook(kind: type[BaseException], value: BaseException, traceback: TracebackType | None) -> None:
        if hook is _GONE:
            del sys.excepthook
        else:
            sys.excepthook = hook
        if value is error:
            traceback = sys.last_traceback = only_the_script(value, traceback, run)
        _report(hook, kind, value, traceback)
        if run is not None:
            process.leave_main(run)

    sys.excepthook = excepthook


def _report(
    hook: Any, kind: type[BaseException], value: BaseException, traceback: TracebackType | None
) -> None:
    """Call the script's hook as the interpreter does (pythonrun.c), whatever the script made of it."""
    if hook is _GONE:
        sys.stderr.write("sys.excepthook is missing\n")
        sys.__excepthook__(kind, value, traceback)
        return
    try:
        hook(kind, value, traceback)
    except SystemExit:
        raise
    except BaseException as failure:  # noqa: BLE001 - the interpreter reports it and goes on
        inner = failure.__traceback__
        failure.__traceback__ = inner.tb_next if inner is not None else None
        failure.__context__ = None
        sys.stderr.write("Error in sys.excepthook:\n")
        sys.__excepthook__(type(failure), failure, failure.__traceback__)
        sys.stderr.write("\nOriginal exception was:\n")
        sys.__excepthook__(kind, value, traceback)


def only_the_script(
    error: BaseException, traceback: TracebackType | None, run: PreparedRun | None
) -> TracebackType | None:
    """Take our frames out of the traceback of an error, and of those that it is chained to.

    Args:
        error: What the script raised; its traceback is set.
        traceback: That of the error, as it was caught.
        run: The run, None where the script could not even be compiled.

    Returns:
        What is left of the traceback.
    """
    error.__traceback__ = _behind_ours(traceback)
    if run is not None and run.has_overrides:
        _drop_between(error)
    return error.__traceback__


def _behind_ours(traceback: TracebackType | None) -> TracebackType | None:
    """Return the part of a traceback behind our frames and those beneath them.

    What the script itself calls of ours later stays. A SyntaxError of the script has no such part.
    """
    first = traceback
    while first is not None and not _is_ours(first):
        first = first.tb_next
    return _skip_ours(first) if first is not None else traceback


def _drop_between(error: BaseException) -> None:
    seen: set[int] = set()
    stack: list[BaseException | None] = [error]
    while stack:
        one = stack.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.__traceback__ = frame = _skip_between(one.__traceback__)
        while frame is not None:
            if not _is_ours(frame):
                frame.tb_next = _skip_between(frame.tb_next)
            frame = frame.tb_next
        stack += [one.__cause__, one.__context__]


def _skip_between(traceback: TracebackType | None) -> TracebackType | None:
    """Return what follows frames of ours by which an override acts; those that the script called stay."""
    if traceback is None:
        return None
    code = traceback.tb_frame.f_code
    is_engine = code is process.EXECUTE_CODE or code.co_filename.startswith(_FOLDER + os.sep)
    return _skip_ours(traceback) if is_engine and code.co_filename not in _CALLED_BY_SCRIPTS else traceback


def _skip_ours(traceback: TracebackType | None) -> TracebackType | None:
    while traceback is not None and _is_ours(traceback):
        traceback = traceback.tb_next
    return traceback


def _is_ours(traceback: TracebackType) -> bool:
    code = traceback.tb_frame.f_code
    return code is process.EXECUTE_CODE or code.co_filename.startswith(_our_folders())


def _our_folders() -> tuple[str, ...]:
    """Return the folders of our packages: one in an installation, several in an editable workspace."""
    return tuple(folder + os.sep for folder in sys.modules["kohakuengine"].__path__)
