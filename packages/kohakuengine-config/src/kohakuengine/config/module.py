"""The module of a config file: its name, its execution, and how a child process finds it again.

A config module has a name of its own, made from the real path of its file: two files of one stem never
meet, and what a config defines can be pickled by reference and found by children.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import SourceFileLoader
from _imp import source_hash

from kohakuengine.config.execution import executing
from kohakuengine.config.file_state import (
    FileState,
    loaded_states,
    name_module,
    state_of,
    states_of_callers,
)
from kohakuengine.config.source import read_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any
else:
    ModuleType = type(sys)

__all__ = [
    "config_module_name",
    "is_helper",
    "load_config_module",
    "loaded_config_modules",
    "register_config_module",
]

_PREFIX = "kohakuengine_config_"


def config_module_name(path: str | os.PathLike[str]) -> str:
    """Return the name under which the module of a config file is imported.

    The same for every path that leads to the same file, in every process.

    >>> config_module_name("configs/a.py") == config_module_name("./configs/../configs/a.py")
    True
    >>> config_module_name("configs/big-model.v2.py").rpartition("_config_")[2][17:]
    'big_model_v2'
    """
    real_path = os.path.realpath(os.fsdecode(path))
    digest = source_hash(0, os.fsencode(real_path)).hex()
    stem = os.path.splitext(os.path.basename(real_path))[0]
    plain = "".join(letter if letter.isalnum() else "_" for letter in stem)
    return f"{_PREFIX}{digest}_{plain}"


def load_config_module(path: str | os.PathLike[str], *, worker_id: int | None = None) -> ModuleType:
    """Execute a config file as a module of its own name.

    A file that is loaded again is executed again, under its name. Only where objects may refer to
    the first module by that name (it defines classes, or functions other than `config_gen`), the
    second one is called NAME_2, and so on, so that pickling either goes on to work.

    Raises:
        ConfigNotFoundError: No such file.
        ConfigExecutionError: It raised, or is no Python.
        ConfigCycleError: It is being executed already, further up.
    """
    state = FileState(os.fsdecode(path), worker_id)
    return execute_file(state)


def execute_file(state: FileState) -> ModuleType:
    """Execute a config file as `load_config_module` does, with a state that the caller keeps."""
    _refuse_cycle(state)
    source = read_source(state.path)
    module = _new_module(ModuleType, _free_name(config_module_name(state.path)), state)
    earlier = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module
    try:
        _execute(module, state, source)
    except BaseException:
        if earlier is None:
            del sys.modules[module.__name__]
        else:
            sys.modules[module.__name__] = earlier
        raise
    return module


def register_config_module(name: str, path: str | os.PathLike[str]) -> None:
    """Make the module of a config file importable under a name, in a child process.

    Nothing is executed before something of the module is asked for. Where the name is taken already,
    nothing changes.
    """
    if name not in sys.modules:
        sys.modules[name] = _new_module(_PendingModule, name, FileState(os.fsdecode(path)))


def loaded_config_modules() -> list[tuple[str, str]]:
    """List what `register_config_module` is to be called with in a child: name and absolute path."""
    return [(name, state.file) for name, state in loaded_states()]


def is_helper(name: str, value: object) -> bool:
    """Say whether a value is a function or class that a bare config file defines under this name."""
    home = getattr(value, "__module__", None)
    if not isinstance(home, str) or not home.startswith(_PREFIX):
        return False
    module = sys.modules.get(home)
    if module is None or getattr(value, "__qualname__", None) != name:
        return False
    return is_bare(vars(module))


def is_bare(namespace: dict[str, Any]) -> bool:
    """Say whether a config file is a bare file of globals, by what it has defined."""
    return "config_gen" not in namespace and "CONFIG" not in namespace


class _PendingModule(ModuleType):
    """A config module that is executed when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        state = state_of(vars(self))
        if name.startswith("__") or state is None:
            message = f"module {self.__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        source = read_source(state.path)
        self.__class__ = ModuleType  # type: ignore[assignment]  # pyright: ignore[reportAttributeAccessIssue]
        try:
            _execute(self, state, source)
        except BaseException:
            self.__class__ = _PendingModule  # pyright: ignore[reportAttributeAccessIssue]
            raise
        return getattr(self, name)


def _new_module(cls: type[ModuleType], name: str, state: FileState) -> ModuleType:
    loader = SourceFileLoader(name, state.file)
    spec = ModuleSpec(name, loader, origin=state.file, loader_state=state)
    spec.has_location = True
    module = cls(name)
    name_module(name)
    module.__spec__ = spec
    module.__loader__ = loader
    module.__file__ = state.file
    module.__package__ = ""
    return module


def _execute(module: ModuleType, state: FileState, source: bytes) -> None:
    with executing(state):
        exec(compile(source, state.file, "exec", dont_inherit=True), vars(module))


def _refuse_cycle(state: FileState) -> None:
    chain = [state.path]
    for caller in states_of_callers():
        chain.append(caller.path)
        if caller.real_path == state.real_path:
            from kohakuengine.config.errors import ConfigCycleError

            raise ConfigCycleError(path=chain[1], chain=chain[::-1])


def _free_name(name: str) -> str:
    """Return the first of NAME, NAME_2, NAME_3 ... that no object can refer to."""
    number, free = 1, name
    while _is_referred_to(sys.modules.get(free)):
        number += 1
        free = f"{name}_{number}"
    return free


def _is_referred_to(module: ModuleType | None) -> bool:
    """Say whether a module defines what pickles may refer to: any function or class but `config_gen`."""
    if module is None:
        return False
    defined = (value for name, value in vars(module).items() if name != "config_gen")
    return any(getattr(value, "__module__", None) == module.__name__ for value in defined)
