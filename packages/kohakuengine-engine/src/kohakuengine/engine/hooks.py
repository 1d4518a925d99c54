"""The hooks that carry the overrides of the current run beyond its script; there is one run at a time.

What serves it, and what puts it back where the process outlives the run:

- an audit hook (PEP 578), which sees commands start: it cannot be removed, and does nothing without a run;
- `SourceFileLoader.get_code`, by which a second import of the script gets the same code: `let_go`;
- `get_preparation_data` of multiprocessing and its kin, by which children are given the run: `let_go`;
- `pkgutil.read_code`, by which `runpy.run_path` gets the same code: `let_go`;
- `os._exit`, which asks the proof first: `let_go`;
- the methods of parsers that type options (`parsers`): `let_go`.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.children import ExpectedRun
    from kohakuengine.engine.prepare import PreparedRun

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
    """The run that is served, and what the hooks have taken the place of."""

    __slots__ = ("exit", "expected", "get_code", "has_audit_hook", "preloads", "preparing", "run")

    def __init__(self) -> None:
        self.run: PreparedRun | None = None
        self.exit: Any = None
        self.get_code: Any = None
        self.has_audit_hook = False
        self.preloads: tuple[Any, list[str]] | None = None
        self.preparing: set[str] = set()
        self.expected: ExpectedRun | None = None


_STATE = _State()


def current_run() -> PreparedRun | None:
    """Return the run whose overrides this process carries now, None where there is none."""
    return _STATE.run


def take_over(run: PreparedRun) -> None:
    """Make a run the current one and install the hooks that carry its overrides."""
    _STATE.run = run
    install_hooks(guards_exit=run.is_staged or run.proof.pid is not None)
    if run.options:
        from kohakuengine.engine.parsers import install

        install(run)


def install_hooks(*, guards_exit: bool = False) -> None:
    """Install what does nothing as long as there is no run.

    Args:
        guards_exit: Whether `os._exit` is to ask the proof: in processes that execute scripts as `__main__`.
    """
    if _STATE.get_code is None:
        _patch_get_code()
    if not _STATE.has_audit_hook:
        sys.addaudithook(_audit)
        _STATE.has_audit_hook = True
    if guards_exit and _STATE.exit is None:
        _patch_exit()
    for name in _PATCHED:
        if name in sys.modules:
            _patch(name)


def expect(expected: ExpectedRun) -> None:
    """In a spawned child: open a parcel when the parent's script is read (by path, or by name under `-m`)."""
    _STATE.expected = expected
    _STATE.run = None
    install_hooks()
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
        state: _State | None = _STATE  # None once the interpreter clears modules
        run = state.run if state is not None else None
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
    state: _State | None = _STATE  # None once the interpreter clears modules: finalizers may open files yet
    if state is None or (state.run is None and state.expected is None):
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
            from kohakuengine.engine.commands import watch

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
