"""Lending this process to one script, and taking it back."""

from __future__ import annotations

import _thread
import contextlib
import os
import sys

from kohakuengine.engine import hooks, process
from kohakuengine.engine.modules import INSTALLED
from kohakuengine.engine.shared import shared_modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from typing_extensions import Self

    from kohakuengine.engine.prepare import PreparedRun

_LENT = _thread.allocate_lock()  # there is one `__main__` in a process


class Loan:
    """Lends this process to one script and takes it back: `with Loan(run) as module: ...`.

    Afterwards `__main__`, argv, path, working directory and hooks are the host's again. Modules
    loaded from the script's folder leave `sys.modules`; installed ones stay. While the script runs
    it finds none of the host's from there, except those that the objects of its config come from.

    Attributes:
        module: The module the script runs in.
        kept: Modules of the script's folder, by name, that the run loaded.
    """

    __slots__ = (
        "_argv",
        "_cwd",
        "_entries",
        "_folder",
        "_hidden",
        "_limit",
        "_limit_functions",
        "_main",
        "_outer",
        "_path",
        "_run",
        "_shared",
        "kept",
        "module",
    )

    def __init__(self, run: PreparedRun, *, is_main: bool) -> None:
        """Prepare the loan.

        Args:
            run: What is going to run.
            is_main: Whether it runs as `__main__`, else under its own name.
        """
        self._run = run
        self._folder = os.path.dirname(process.resolve_links(run.path))
        self.kept: dict[str, ModuleType] = {}
        self.module = process.new_main(run.path) if is_main else _named_module(run.path)

    def __enter__(self) -> Self:
        if not _LENT.acquire(blocking=False):
            from kohakuengine.engine.errors import RunInProgressError

            raise RunInProgressError(path=self._run.request.script)
        try:
            self._note()
        except BaseException:
            _LENT.release()
            raise
        try:
            self._lend()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _note(self) -> None:
        """Note what the host has; nothing is changed yet."""
        self._outer = hooks.current_run()
        self._argv, self._cwd = sys.argv, _working_directory()
        self._path, self._entries = sys.path, sys.path[:]
        self._limit = sys.getrecursionlimit()
        self._limit_functions = sys.getrecursionlimit, sys.setrecursionlimit
        self._main = sys.modules.get("__main__")
        names, links = _importable_names(self._folder), _Links()
        self._hidden = {
            name: module
            for name, module in list(sys.modules.items())
            if (path := _hosts_path(name, module, links)) is not None
            and (path.startswith(self._folder + os.sep) or name.partition(".")[0] in names)
        }
        if self.module.__name__ in sys.modules and self.module.__name__ != "__main__":
            self._hidden[self.module.__name__] = sys.modules[self.module.__name__]
        self._shared = shared_modules(self._run, self._hidden)

    def _lend(self) -> None:
        for name in self._hidden:
            if name not in self._shared:
                del sys.modules[name]
        sys.argv = [self._run.request.script, *self._run.request.argv]
        sys.path.insert(0, self._folder)
        sys.modules[self.module.__name__] = self.module
        hooks.take_over(self._run)

    def __exit__(self, *exception: object) -> None:
        try:
            self._take_back()
        finally:
            _LENT.release()
        if self._cwd is not None:
            with contextlib.suppress(OSError):  # the script may have removed it
                os.chdir(self._cwd)

    def _take_back(self) -> None:
        links = _Links()
        for name, module in list(sys.modules.items()):
            if (self._is_own(name, module, links) and name not in self._shared) or module is self.module:
                self.kept[name] = sys.modules.pop(name)
        sys.modules.update(self._hidden)
        if self._main is not None:
            sys.modules["__main__"] = self._main
        sys.argv, sys.path = self._argv, self._path
        sys.path[:] = self._entries
        sys.getrecursionlimit, sys.setrecursionlimit = self._limit_functions
        sys.setrecursionlimit(self._limit)
        hooks.let_go()
        if self._outer is not None:
            hooks.take_over(self._outer)

    def _is_own(self, name: str, module: Any, links: _Links) -> bool:
        """Say whether a module was loaded from the script's folder and is not installed."""
        path = _hosts_path(name, module, links)
        return path is not None and path.startswith(self._folder + os.sep)


class _Links:
    """Resolves links, each folder's once: a host may have loaded thousands of modules from a few folders."""

    __slots__ = ("_folders",)

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def resolve(self, path: str) -> str:
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = process.resolve_links(folder)
        path = os.path.join(self._folders[folder], name)
        return process.resolve_links(path) if os.path.islink(path) else path


def _hosts_path(name: str, module: Any, links: _Links) -> str | None:
    """Return the file of a module that is somebody's own; None where it is installed, of Python, or ours."""
    if name in ("__main__", "__mp_main__") or name.partition(".")[0] in ("kohakuengine", "sys"):
        return None
    path = getattr(module, "__file__", None)
    if not isinstance(path, str):
        return None
    path = links.resolve(path)
    return None if any(part in path for part in INSTALLED) else path


def _importable_names(folder: str) -> set[str]:
    """Return the names that an import finds in a folder."""
    try:
        entries = os.listdir(folder)
    except OSError:
        return set()
    return {entry.partition(".")[0] for entry in entries}


def _named_module(path: str) -> ModuleType:
    """Build a module under the script's own name, as an import of it would."""
    from importlib.util import module_from_spec, spec_from_file_location

    name = os.path.splitext(os.path.basename(path))[0]
    spec: Any = spec_from_file_location(name, path)
    return module_from_spec(spec)


def _working_directory() -> str | None:
    try:
        return os.getcwd()
    except OSError:
        return None
