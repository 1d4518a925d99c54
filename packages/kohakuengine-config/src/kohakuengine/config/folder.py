"""The folder of a config file: while the file runs, what stands beside it can be imported.

As for a script, and put back afterwards: the script that the config is for may have modules of the same
names, and so may another config. Modules that were imported from beside a config leave `sys.modules`
with it, are kept, and are there again whenever code of that folder's configs runs.
"""

from __future__ import annotations

import os
import sys

from kohakuengine.config.file_state import loaded_states, state_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType, TracebackType

    from kohakuengine.config.file_state import FileState

__all__ = ["Aside", "Beside", "siblings_of"]


def siblings_of(folder: str) -> dict[str, ModuleType]:
    """Return the modules that configs imported from their own folder, by name.

    Whoever puts that folder on `sys.path` for good adds them to `sys.modules`, so that a module that
    script and config share is one module.
    """
    return _siblings_in(os.path.realpath(folder))


def _siblings_in(real_folder: str) -> dict[str, ModuleType]:
    found: dict[str, ModuleType] = {}
    for _, state in loaded_states():
        if state.folder == real_folder:
            found.update(state.siblings)
    return found


class _Entry(str):
    """The folder in `sys.path` while it is there for a config: it leads to its `Beside`."""

    __slots__ = ("beside",)
    beside: Beside


class Aside:
    """Takes the folders of configs out again for the time of a `with` block: their code waits, others' runs.

    To be used in the thread that runs the config's code, and by one thread at a time.
    """

    __slots__ = ("_waiting",)

    def __enter__(self) -> None:
        self._waiting: list[Beside] = []
        while (beside := _innermost()) is not None:
            beside.__exit__(None, None, None)
            self._waiting.append(beside)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for beside in reversed(self._waiting):
            beside.__enter__()


class Beside:
    """Makes the folder of a config importable for the time of a `with` block.

    Not safe against other threads that import: `sys.path` and `sys.modules` are the process's.
    """

    __slots__ = ("_hidden", "_known", "_outer", "_path", "_saved_path", "_state")

    def __init__(self, state: FileState) -> None:
        self._state = state
        self._hidden: dict[str, ModuleType] = {}

    def __enter__(self) -> None:
        self._path = sys.path
        self._saved_path = list(sys.path)
        self._outer = _innermost()
        if self._outer is not None:
            self._outer._leave_modules()
        entry = _Entry(self._state.folder)
        entry.beside = self
        sys.path.insert(0, entry)
        self._enter_modules()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._leave_modules()
        sys.path = self._path
        sys.path[:] = self._saved_path
        if self._outer is not None:
            self._outer._enter_modules()

    def _enter_modules(self) -> None:
        """Put the folder's modules back, and remember whose place they take."""
        siblings = {**_siblings_in(self._state.folder), **self._state.siblings}
        self._hidden = {name: sys.modules[name] for name in siblings if name in sys.modules}
        sys.modules.update(siblings)
        self._known = set(sys.modules) - set(siblings)

    def _leave_modules(self) -> None:
        """Take the folder's modules out of `sys.modules`, unless they are importable anyway."""
        folder = self._state.folder
        added = [name for name in sys.modules if name not in self._known]
        if added and not any(_is_same_folder(entry, folder) for entry in self._saved_path):
            tops = {n for n in added if "." not in n and _is_sibling(sys.modules[n], folder)}
            for name in added:
                if name.partition(".")[0] in tops:
                    self._state.siblings[name] = sys.modules.pop(name)
        sys.modules.update(self._hidden)


def _innermost() -> Beside | None:
    """Return what was entered last, None where no code of a config runs."""
    return next((entry.beside for entry in sys.path if type(entry) is _Entry), None)


def _is_same_folder(entry: str, folder: str) -> bool:
    return type(entry) is not _Entry and os.path.realpath(entry or os.curdir) == folder


def _is_sibling(module: ModuleType, folder: str) -> bool:
    """Say whether a top-level module or package stands in a folder itself, not deeper.

    Another config does not count: its module is found by its name wherever it is.
    """
    if state_of(vars(module)) is not None:
        return False
    file = getattr(module, "__file__", None)
    if file is None:  # a folder without __init__.py
        return any(os.path.dirname(part) == folder for part in getattr(module, "__path__", ()))
    home = os.path.dirname(file)
    if os.path.basename(file).startswith("__init__."):
        home = os.path.dirname(home)
    return str(home) == folder
