"""The process as the script finds it: `__main__`, `sys.argv`, `sys.path`, the recursion limit.

What `hooks` does to the process besides is put back by it. Of what is done here, `loan` puts back what
outlives the run of a program's script; `sys.excepthook` (`frames`) puts itself back.
"""

from __future__ import annotations

import os
import sys
from _functools import partial, reduce  # type: ignore[import-not-found]
from _io import BytesIO
from _operator import add
from _weakref import ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from types import CodeType, FrameType, ModuleType
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun

_ModuleType: Any = type(sys)
# `exec` enters the interpreter anew, which counted as recursion until 3.12 (measured, not documented).
_EXEC_DEPTH = 1 if sys.version_info < (3, 12) else 0


class _State:
    """What is known of the script that this process executes."""

    __slots__ = ("executing", "main", "room")

    def __init__(self) -> None:
        self.executing: PreparedRun | None = None
        self.main: Any = None
        self.room: _Room | None = None


_STATE = _State()


def executing() -> PreparedRun | None:
    """Return the run that this process has begun to execute as `__main__`, None before that."""
    return _STATE.executing


def begin(run: PreparedRun | None) -> None:
    """Note that from here on errors may be the script's own; None notes that there is no script any more."""
    _STATE.executing = run


def forget_hidden(run: PreparedRun, loaded: Collection[str]) -> None:
    """Drop modules that only we have loaded and that a file of the script's hides from it under `python`.

    Args:
        run: What is going to run.
        loaded: Names of the modules that were there before us, in order.
    """
    if has_path_entry():
        folder = os.getcwd() if run.request.is_module else os.path.dirname(resolve_links(run.path))
        for name in hidden_modules(folder, loaded):
            del sys.modules[name]


def hidden_modules(folder: str, loaded: Collection[str]) -> list[str]:
    """List the modules that only we have loaded and that a file in a folder would hide.

    Args:
        folder: What the script has in `sys.path[0]`.
        loaded: Names of the modules that were there before us, in order.
    """
    names = list(loaded)
    if "runpy" in names:  # with it begins what `python -m` loads for us
        names = names[: names.index("runpy")]
    ours = [name for name in sys.modules.keys() - set(names) if _can_be_hidden(name)]
    return [name for name in ours if _is_hidden(name, folder)]


def _is_hidden(name: str, folder: str) -> bool:
    entry = os.path.join(folder, name.partition(".")[0])
    if not os.path.exists(f"{entry}.py") and not os.path.exists(os.path.join(entry, "__init__.py")):
        return False
    file = getattr(sys.modules[name], "__file__", None) or ""
    return not file.startswith(folder + os.sep)


def _can_be_hidden(name: str) -> bool:
    """Say whether an import looks for a module in folders, and it is not of our packages."""
    if name.startswith("kohakuengine"):
        return False
    spec = getattr(sys.modules[name], "__spec__", None)
    return spec is not None and spec.origin not in ("built-in", "frozen")


def become_main(run: PreparedRun) -> None:
    """Make this process look as `python script.py ARGS` makes it before the first statement."""
    request = run.request
    sys.argv = [request.script, *request.argv]
    if not run.has_path and has_path_entry():
        sys.path[0] = os.path.dirname(resolve_links(request.script))
    _set_main(new_main(run.path))


def become_module_main(argv: list[str]) -> ModuleType:
    """Make this process look as `python -m MODULE ARGS` does before `runpy` takes over.

    Returns:
        The `__main__` of the module.
    """
    sys.argv = ["-m", *argv]
    if has_path_entry():
        sys.path[0] = os.getcwd()
    main: Any = _ModuleType("__main__")
    if sys.version_info < (3, 14):
        main.__annotations__ = {}
    main.__builtins__ = sys.modules["builtins"]
    main.__loader__ = sys.modules["_frozen_importlib"].BuiltinImporter
    return _set_main(main)


def _set_main(main: ModuleType) -> ModuleType:
    sys.modules["__main__"] = main
    _STATE.main = ref(main)  # to hold it would keep its globals from being cleared at exit
    return main


def has_path_entry() -> bool:
    """Say whether `sys.path` begins with a folder for the program: not under -I, nor -P (3.11)."""
    return not (sys.flags.isolated or getattr(sys.flags, "safe_path", False))


def new_main(path: str, name: str = "__main__") -> ModuleType:
    """Build the module object as the interpreter does for a script, attribute for attribute."""
    main: Any = _ModuleType(name)
    if sys.version_info < (3, 14):
        main.__annotations__ = {}
    main.__builtins__ = sys.modules["builtins"]
    main.__file__ = path
    if sys.version_info < (3, 15):
        main.__cached__ = None
    main.__loader__ = sys.modules["_frozen_importlib_external"].SourceFileLoader(name, path)
    return main  # type: ignore[no-any-return]


def resolve_links(path: str) -> str:
    """Resolve symlinks as the interpreter does for `sys.path[0]`."""
    try:
        return os.path.realpath(path)
    except OSError:
        return path


def execute(code: CodeType, name: str = "__main__") -> Any:
    """Execute code in a module. Nothing here keeps its globals alive afterwards.

    The frames beneath the script's are taken off its recursion limit, so they are added to it: a
    runaway recursion ends at the depth, and with the traceback, that it has under `python`.

    Returns:
        The tracer (`sys.settrace`) that the script leaves behind; ours is in its place.
    """
    room, _STATE.room = _STATE.room, None
    if room is None:
        make_room(_DEPTH_OF_EXECUTE)
    return _execute((code, sys.modules[name].__dict__), sys.gettrace())


_DEPTH_OF_EXECUTE = 1 + _EXEC_DEPTH
"""How many frames are beneath the script's and above `execute`: `_execute`, and `exec`."""

# One line: a debugger that the script started must not step into what comes after it. With a star `exec`
# counts as recursion each time; a plain call that 3.11 has seen some times does not any more.
_execute: Any = lambda given, old: (exec(*given), sys.gettrace(), sys.settrace(old))[1]  # type: ignore[func-returns-value]  # noqa: E731

# Of a warning that the script addresses to the caller of its module (`stacklevel=2`) python says this place.
_NOWHERE = ("sys", 1) if sys.version_info < (3, 13) else ("<sys>", 0)
EXECUTE_CODE = _execute.__code__ = _execute.__code__.replace(
    co_filename=_NOWHERE[0], co_firstlineno=_NOWHERE[1]
)
"""The code of the frame directly beneath the script's, which no file name tells from others."""


def trace_at_exit(tracer: Any) -> None:
    """Let the tracer of the script see what comes after all of ours: the functions that run at exit."""
    if tracer is not sys.gettrace():
        import atexit

        atexit.register(sys.settrace, tracer)  # the last one runs first


def _answering_sums(method: Any) -> Any:
    """Return an object that `method` is called for with what it is added to."""
    return type("", (), {"__radd__": staticmethod(method)})()


_PUT = sys.setrecursionlimit
_PUTTER = _answering_sums(_PUT)


class _Room:
    """The recursion limit of a script that has frames of ours beneath it.

    What takes the place of `sys.getrecursionlimit` and `sys.setrecursionlimit` is C: no frame of ours is
    counted, traced or shown in a traceback; the first is a builtin function, which torch insists on. In
    other threads the limit stays higher by these few frames. A limit below 1 is the one that is refused
    otherwise: it may be a RecursionError in place of the ValueError.
    """

    __slots__ = ("_functions", "_get", "_limit", "_put", "_set", "_terms")

    def __init__(self) -> None:
        self._limit = sys.getrecursionlimit()
        self._functions = sys.getrecursionlimit, sys.setrecursionlimit
        self._put: Any = sys.setrecursionlimit
        shown = BytesIO()  # its position is the limit that the script sees
        shown.seek(self._limit)
        putter = _PUTTER if self._put is _PUT else _answering_sums(self._put)
        # limit + mover + depth + putter, from the left: `seek` returns limit, the last puts limit + depth.
        self._terms = [_answering_sums(shown.seek), 0, putter]
        self._set = partial(reduce, add, self._terms)
        self._get = shown.tell

    def make(self, depth: int) -> None:
        """Raise the limit by so many frames, and let the script see none of it.

        Where a script executes another one, its own room has those beneath it; no frame shows the `exec`.
        """
        if type(self._put) is partial and self._put.func is reduce:
            depth += _EXEC_DEPTH - self._put.args[1][1]
        self._terms[1] = depth
        self._put(self._limit + depth)
        sys.setrecursionlimit = self._set
        sys.getrecursionlimit = self._get

    def unmake(self) -> None:
        """Give the limit back as it was."""
        sys.getrecursionlimit, sys.setrecursionlimit = self._functions
        self._put(self._limit)


def make_room_ahead(more: int) -> None:
    """Do what `execute` does for the recursion limit, for the forks of this process that execute a script.

    Args:
        more: How many frames are still to come above the caller's, in a fork, up to that of `execute`.
    """
    if _STATE.room is None:
        _STATE.room = _Room()
        _STATE.room.make(more + _DEPTH_OF_EXECUTE + _depth(sys._getframe(1)))


def take_room_back() -> None:
    """Undo `make_room_ahead`, where that was done."""
    if _STATE.room is not None:
        _STATE.room.unmake()
        _STATE.room = None


def make_room(more: int) -> None:
    """Raise the recursion limit by the frames beneath the script, see `_Room`.

    Args:
        more: How many frames are still to come between the caller's and the script's.
    """
    _Room().make(more + _depth(sys._getframe(1)))


def _depth(frame: FrameType | None) -> int:
    """Count a frame and those beneath it."""
    depth = 0
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth


def main_globals() -> dict[str, Any]:
    """Return the globals of the script, whatever it made of `sys.modules`; none where they are gone."""
    main = _STATE.main()
    return main.__dict__ if main is not None else {}


def leave_main(run: PreparedRun) -> None:
    """Remove `__file__` and `__cached__` from `__main__`, as the interpreter does after a script."""
    if not run.request.is_module:
        namespace = main_globals()
        namespace.pop("__file__", None)
        namespace.pop("__cached__", None)
