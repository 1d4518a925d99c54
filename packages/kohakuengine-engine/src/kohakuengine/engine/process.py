"""The state of this process: `__main__`, `sys.argv`, `sys.path`, hooks. Only `loan` touches it besides.

There is one current run at a time. What serves it, and what puts it back where the process outlives the run:

- an audit hook (PEP 578), which sees commands start: it cannot be removed, and does nothing without a run;
- `SourceFileLoader.get_code`, by which a second import of the script gets the same code: `let_go`;
- `get_preparation_data` of multiprocessing and its kin, by which children are given the run: `let_go`;
- `pkgutil.read_code`, by which `runpy.run_path` gets the same code: `let_go`;
- `os._exit`, which asks the proof first: `let_go`;
- the methods of parsers that type options (`parsers`): `let_go`;
- `sys.getrecursionlimit` and `sys.setrecursionlimit`, which leave our frames out: `loan`;
- `sys.excepthook`, for an error that ends the process (`frames`): itself, when it is called.
"""

from __future__ import annotations

import os
import sys
from _functools import partial, reduce  # type: ignore[import-not-found]
from _operator import add, sub
from _weakref import ref
from itertools import repeat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from types import CodeType, FrameType, ModuleType
    from typing import Any

    from kohakuengine.engine.children import ExpectedRun
    from kohakuengine.engine.prepare import PreparedRun

_ModuleType: Any = type(sys)
# `exec` enters the interpreter anew, which counted as recursion until 3.12 (measured, not documented).
_EXEC_DEPTH = 1 if sys.version_info < (3, 12) else 0
# What starts children of its own accord, or files as programs (`runpy.run_path`): modules and their function.
_PATCHED = {
    "multiprocessing.spawn": "get_preparation_data",
    "multiprocess.spawn": "get_preparation_data",
    "loky.backend.spawn": "get_preparation_data",
    "joblib.externals.loky.backend.spawn": "get_preparation_data",
    "pkgutil": "read_code",
}
# The audit events of a command that starts.
_STARTS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"})


class _State:
    """What of the process is ours: at most one run, and the hooks that serve it."""

    __slots__ = (
        "executing",
        "exit",
        "expected",
        "get_code",
        "has_audit_hook",
        "main",
        "preloads",
        "preparing",
        "run",
    )

    def __init__(self) -> None:
        self.run: PreparedRun | None = None
        self.exit: Any = None
        self.main: Any = None
        self.get_code: Any = None
        self.has_audit_hook = False
        self.preloads: tuple[Any, list[str]] | None = None
        self.preparing: set[str] = set()
        self.expected: ExpectedRun | None = None
        self.executing: PreparedRun | None = None


_STATE = _State()


def current_run() -> PreparedRun | None:
    """Return the run whose overrides this process carries now, None where there is none."""
    return _STATE.run


def executing() -> PreparedRun | None:
    """Return the run that this process has begun to execute as `__main__`, None before that."""
    return _STATE.executing


def begin(run: PreparedRun) -> None:
    """Note that from here on errors may be the script's own."""
    _STATE.executing = run


def forget_hidden(run: PreparedRun, loaded: Collection[str]) -> None:
    """Drop modules that only we have loaded and that a file of the script's hides from it under `python`.

    Args:
        run: What is going to run.
        loaded: Names of the modules that were there before us, in order.
    """
    names = list(loaded)
    if "runpy" in names:  # with it begins what `python -m` loads for us
        names = names[: names.index("runpy")]
    ours = [name for name in sys.modules.keys() - set(names) if _can_be_hidden(name)]
    if not ours or not _has_path_entry():
        return
    folder = os.getcwd() if run.request.is_module else os.path.dirname(resolve_links(run.path))
    for name in ours:
        entry = os.path.join(folder, name.partition(".")[0])
        file = getattr(sys.modules[name], "__file__", None) or ""
        is_hidden = os.path.exists(f"{entry}.py") or os.path.exists(os.path.join(entry, "__init__.py"))
        if is_hidden and not file.startswith(folder + os.sep):
            del sys.modules[name]


def _can_be_hidden(name: str) -> bool:
    """Say whether an import looks for a module in folders, and it is not of our packages."""
    if name.startswith("kohakuengine"):
        return False
    spec = getattr(sys.modules[name], "__spec__", None)
    return spec is not None and spec.origin not in ("built-in", "frozen")


def become_main(run: PreparedRun) -> ModuleType:
    """Make this process look as `python script.py ARGS` makes it before the first statement.

    Returns:
        The `__main__` of the script, which the interpreter holds while it runs, and no longer.
    """
    request = run.request
    sys.argv = [request.script, *request.argv]
    if _has_path_entry():
        sys.path[0] = os.path.dirname(resolve_links(request.script))
    return _set_main(new_main(run.path))


def become_module_main(argv: list[str]) -> ModuleType:
    """Make this process look as `python -m MODULE ARGS` does before `runpy` takes over.

    Returns:
        As `become_main` does.
    """
    sys.argv = ["-m", *argv]
    if _has_path_entry():
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


def _has_path_entry() -> bool:
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
    make_room(1 + _EXEC_DEPTH)  # for `_execute`, and for `exec`
    return _execute(code, sys.modules[name].__dict__, sys.gettrace())


# One line: a debugger that the script started must not step into what comes after it.
_execute: Any = lambda code, names, old: (exec(code, names), sys.gettrace(), sys.settrace(old))[1]  # type: ignore[func-returns-value]  # noqa: E731

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


def make_room(more: int) -> None:
    """Raise the recursion limit by the frames beneath the script, and let the script see none of it.

    What takes the place of `sys.getrecursionlimit` and `sys.setrecursionlimit` is C: no frame of ours is
    counted, traced or shown in a traceback. In other threads the limit stays higher by these few frames. A
    limit below 1 is the one that is refused otherwise: it may be a RecursionError in place of the ValueError.

    Args:
        more: How many frames are still to come between the caller's and the script's.
    """
    depth = more
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        depth += 1
        frame = frame.f_back
    get, put = sys.getrecursionlimit, sys.setrecursionlimit
    put(get() + depth)
    # limit + depth + putter, from the left; the last of these sums is `put(limit + depth)`.
    putter = type("", (), {"__radd__": staticmethod(put)})()
    sys.setrecursionlimit = partial(reduce, add, [depth, putter])
    sys.getrecursionlimit = map(sub, iter(get, None), repeat(depth)).__next__


def main_globals() -> dict[str, Any]:
    """Return the globals of the script, whatever it made of `sys.modules`; none where they are gone."""
    main = _STATE.main()
    return main.__dict__ if main is not None else {}


def take_over(run: PreparedRun) -> None:
    """Make a run the current one and install the hooks that carry its overrides."""
    _STATE.run = run
    _install_hooks()
    if _STATE.exit is None and run.proof.pid is not None:
        _patch_exit()
    if run.options:
        from kohakuengine.engine.parsers import install

        install(run)


def _install_hooks() -> None:
    if _STATE.get_code is None:
        _patch_get_code()
    if not _STATE.has_audit_hook:
        sys.addaudithook(_audit)
        _STATE.has_audit_hook = True
    for name in _PATCHED:
        if name in sys.modules:
            _patch(name)


def expect(expected: ExpectedRun) -> None:
    """In a spawned child: open a parcel when the parent's script is read (by path, or by name under `-m`)."""
    _STATE.expected = expected
    _STATE.run = None
    _install_hooks()
    _import_and_patch("pkgutil")


def let_go() -> None:
    """End the current run: the process's own hooks come back."""
    _STATE.run = None
    if _STATE.get_code is not None:
        _loader_class().get_code = _STATE.get_code
        _STATE.get_code = None
    if _STATE.exit is not None:
        os._exit = _STATE.exit
        _STATE.exit = None
    for name, function in _PATCHED.items():
        module: Any = sys.modules.get(name)
        original = getattr(getattr(module, function, None), "_kogine_original", None)
        if original is not None:
            setattr(module, function, original)
    parsers: Any = sys.modules.get("kohakuengine.engine.parsers")
    if parsers is not None:
        parsers.uninstall()
    if _STATE.preloads is not None:
        server: Any = _STATE.preloads[0]
        server._preload_modules = _STATE.preloads[1]
        _STATE.preloads = None
    if _STATE.expected is not None:  # this is a child, which has not read its parent's script
        expect(_STATE.expected)


def _patch_exit() -> None:
    """Let `os._exit`, after which nothing of ours runs, ask the proof first."""
    original: Any = os._exit

    def _exit(status: Any) -> None:
        run = _STATE.run
        if run is not None:
            from kohakuengine.engine.launch import exit_status

            status = exit_status(run, status)
        original(status)

    os._exit = _exit  # type: ignore[assignment]
    _STATE.exit = original


def _loader_class() -> Any:
    return sys.modules["_frozen_importlib_external"].SourceFileLoader


def _patch_get_code() -> None:
    loader = _loader_class()
    original = loader.get_code

    def get_code(self: Any, fullname: str) -> Any:
        run = _run_of(self.path)
        return run.code if run is not None else original(self, fullname)

    # Under this file name the import system cuts the frame from tracebacks, as it does its own.
    get_code.__code__ = get_code.__code__.replace(co_filename=original.__code__.co_filename)
    loader.get_code = get_code
    _STATE.get_code = original


def _run_of(path: str) -> PreparedRun | None:
    """Return the run whose script is the file at a path, None for another file."""
    run = _STATE.run
    if run is None:
        return _STATE.expected.run_for(path) if _STATE.expected is not None else None
    return run if is_script(path, run) else None


def is_script(path: str, run: PreparedRun) -> bool:
    """Say whether a path is the file of a run."""
    if path == run.path:
        return True
    if os.path.basename(path) != os.path.basename(run.path):
        return False
    return os.path.realpath(path) == os.path.realpath(run.path)


def _audit(event: str, args: tuple[Any, ...]) -> None:
    """Serve the current run: import of a module that is to be patched, start of a command."""
    if _STATE.run is None and _STATE.expected is None:
        return
    if event == "import":
        if args[0] in _PATCHED and args[0] not in _STATE.preparing:
            _import_and_patch(args[0])
    elif event == "os.fork":
        if _STATE.run is not None and "multiprocess" not in sys._getframe(1).f_globals.get("__name__", ""):
            _STATE.run.proof.has_forked = True
    elif event in _STARTS:
        run = _STATE.run
        if run is None and _STATE.expected is not None and _STATE.expected.is_named_in(args):
            run = _STATE.expected.run()
        if run is not None:
            from kohakuengine.engine.relaunch import watch

            watch(run, event, args)


def _import_and_patch(name: str) -> None:
    """Import a module that is about to be imported, and let what it starts carry overrides."""
    _STATE.preparing.add(name)
    try:
        __import__(name)
    except ImportError:
        return  # the import that follows says so itself
    finally:
        _STATE.preparing.discard(name)
    _patch(name)


def _patch(name: str) -> None:
    module: Any = sys.modules[name]
    function = _PATCHED[name]
    original = getattr(module, function, None)
    if original is None or hasattr(original, "_kogine_original"):
        return
    patched: Any = (_patched_read_code if function == "read_code" else _patched_preparation)(original)
    patched._kogine_original = original
    setattr(module, function, patched)


def _patched_read_code(original: Any) -> Any:
    def read_code(stream: Any) -> Any:
        run = _run_of(stream.name)
        return run.code if run is not None else original(stream)

    return read_code


def _patched_preparation(original: Any) -> Any:
    def get_preparation_data(name: str, *args: Any, **kwargs: Any) -> Any:
        data = original(name, *args, **kwargs)
        run, expected = _STATE.run, _STATE.expected
        if run is None and expected is None:
            return data
        from kohakuengine.engine.children import carry, hand_on, preload_installed_only

        server: Any = sys._getframe(1).f_locals.get("self")
        if hasattr(server, "_preload_modules"):
            _STATE.preloads = _STATE.preloads or (server, server._preload_modules)
            return preload_installed_only(server, data)
        if run is not None:
            return carry(run, data)
        return hand_on(expected, data) if expected is not None else data

    return get_preparation_data


def leave_main(run: PreparedRun) -> None:
    """Remove `__file__` and `__cached__` from `__main__`, as the interpreter does after a script."""
    if not run.request.is_module:
        namespace = main_globals()
        namespace.pop("__file__", None)
        namespace.pop("__cached__", None)
