"""FileState: what is known of one config file while it runs and afterwards.

It hangs on the module's `__spec__`, so the file's own globals show nothing of ours, and every frame
of the file's code leads to it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, ModuleType
    from typing import Any

    from kohakuengine.config.base import Config

__all__ = ["FileState", "loaded_states", "name_module", "state_of", "states_of_callers"]

# The names of config modules, in order: looking for them among all modules would cost each Config of a sweep.
_NAMES: dict[str, None] = {}


class FileState:
    """What is known of one config file.

    Attributes:
        path: As the user wrote it.
        file: Absolute; what tracebacks show.
        real_path: Links resolved: what makes two paths the same file.
        folder: Folder of the real file.
        worker_id: Number of the worker it is loaded for, or None.
        used: Objects that went through `use()`.
        bases: Configs that it inherits from by `use_config()`, in the order of the calls.
        inherited: Names put into the file by `use_config()`, with their values.
        siblings: Modules that it imported from its own folder.
    """

    __slots__ = (
        "bases",
        "file",
        "folder",
        "inherited",
        "path",
        "real_path",
        "siblings",
        "used",
        "worker_id",
    )

    def __init__(self, path: str, worker_id: int | None = None) -> None:
        self.path = path
        self.file = os.path.abspath(path)
        # a path with a null character cannot be resolved, and reading it says so better
        self.real_path = os.path.realpath(path) if "\0" not in path else path
        self.folder = os.path.dirname(self.real_path)
        self.worker_id = worker_id
        self.used: list[object] = []
        self.bases: list[Config] = []
        self.inherited: dict[str, Any] = {}
        self.siblings: dict[str, ModuleType] = {}


def state_of(namespace: dict[str, Any]) -> FileState | None:
    """Return the state behind the globals of a config file, None for any other module's."""
    state = getattr(namespace.get("__spec__"), "loader_state", None)
    return state if type(state) is FileState else None


def name_module(name: str) -> None:
    """Note that a config module has this name, wherever it is put into `sys.modules`."""
    _NAMES[name] = None


def loaded_states() -> Iterator[tuple[str, FileState]]:
    """Yield the name and the state of every config module in `sys.modules`, in the order of loading."""
    for name in list(_NAMES):
        module = sys.modules.get(name)
        state = None if module is None else state_of(getattr(module, "__dict__", {}))
        if state is not None:
            yield name, state


def states_of_callers() -> Iterator[FileState]:
    """Yield the state of every config file whose code is running in this thread, innermost first."""
    frame: FrameType | None = sys._getframe(1)
    last: FileState | None = None
    while frame is not None:
        state = state_of(frame.f_globals)
        if state is not None and state is not last:
            yield state
            last = state
        frame = frame.f_back
