"""Bare config files: a file of globals, which are the values of the config."""

from __future__ import annotations

import sys

from kohakuengine.config.base import Config, misspelt_of, remember_misspelt
from kohakuengine.config.bound_names import read_bound_names
from kohakuengine.config.file_state import FileState, state_of
from kohakuengine.config.generator import ConfigGenerator
from kohakuengine.config.misspelt import find_misspelt
from kohakuengine.config.source import read_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from kohakuengine.config.bound_names import BoundNames
    from kohakuengine.config.misspelt import Misspelt
else:
    ModuleType = type(sys)

__all__ = ["config_of_globals"]

_RESERVED = {"_args": (list, tuple), "_kwargs": (dict,), "_metadata": (dict, type(None))}


def config_of_globals(namespace: dict[str, Any], state: FileState) -> Config:
    """Make the Config of a bare file from what it has defined.

    Public data, and the functions and classes defined in the file, are its globals; `_args`,
    `_kwargs` and `_metadata` the other parts. What it imports, other names with a leading underscore and the
    targets of for, with, except and match are its own.

    Raises:
        ConfigShapeError: An imported object without `use()`, a Config under another name than
            CONFIG, or nothing at all.
    """
    source = read_source(state.path)
    bound = read_bound_names(source, state.file)
    own = {
        name: value
        for name, value in namespace.items()
        if not name.startswith("_") and _is_exported(name, value, bound, state)
    }
    for name, value in own.items():
        _refuse_import(name, value, bound, state)
    config = _inherited(namespace, state)
    config.globals_dict.update(own)
    _add_reserved(config, namespace, bound, state)
    misspelt = find_misspelt(bound, source, state.path)
    _refuse_empty(config, bound, state, misspelt)
    remember_misspelt(config, [*(one for base in state.bases for one in misspelt_of(base)), *misspelt])
    return config


def _is_exported(name: str, value: object, bound: BoundNames, state: FileState) -> bool:
    if name in bound.assigned or name in bound.defined:
        return not any(value is base for base in state.bases)
    if name in state.inherited and value is state.inherited[name]:
        return False
    # `globals()["x"] = ...`, `global` in a function; with a star import nobody can tell them apart
    return name not in bound and not bound.has_star


def _refuse_import(name: str, value: object, bound: BoundNames, state: FileState) -> None:
    """Refuse what is no data and was not made here, unless the file says `use()`."""
    line = bound.assigned.get(name)
    if isinstance(value, (Config, ConfigGenerator)):
        is_config = isinstance(value, Config)
        raise _shape_error(
            state,
            line,
            f"'{name}' is a {type(value).__name__}, and cannot be a value of one",
            "Name it CONFIG." if is_config else "Name it config_gen.",
        )
    if any(value is used for used in state.used):
        return
    kind = _imported_kind(value)
    if kind is not None:
        shown = getattr(value, "__qualname__", None) or getattr(value, "__name__", name)
        raise _shape_error(
            state,
            line,
            f"'{name}' is the imported {kind} {shown}",
            f"As a value it is written '{name} = use({shown})', with use from kohakuengine.config; "
            f"as a name of the file's own '_{name}'.",
        )


def _imported_kind(value: object) -> str | None:
    """Return module, class or function for an object that its own module can hand out, else None."""
    if isinstance(value, ModuleType):
        return "module"
    is_class = isinstance(value, type)
    if not is_class and type(value).__name__ not in ("function", "builtin_function_or_method"):
        return None
    home = getattr(value, "__module__", None)
    qualname = getattr(value, "__qualname__", "")
    if home in (None, "builtins") or "<" in qualname:
        return None  # made by a function, here or elsewhere, or no import at all
    module = sys.modules.get(str(home))
    if module is not None and state_of(vars(module)) is not None:
        return None  # defined in a config file: this one, or one that it inherits from
    return "class" if is_class else "function"


def _inherited(namespace: dict[str, Any], state: FileState) -> Config:
    """Lay the bases over each other; a name that the file deleted is gone."""
    merged = Config()
    for base in state.bases:
        merged.globals_dict.update(base.globals_dict)
        merged.kwargs.update(base.kwargs)
        merged.args = list(base.args) or merged.args
        merged.metadata = {**(merged.metadata or {}), **(base.metadata or {})}
    for name in state.inherited:
        if name not in namespace:
            merged.globals_dict.pop(name, None)
    return merged


def _add_reserved(config: Config, namespace: dict[str, Any], bound: BoundNames, state: FileState) -> None:
    for name, types in _RESERVED.items():
        value = namespace.get(name)
        if name in namespace and not isinstance(value, types):
            wanted = "a list or tuple" if name == "_args" else "a dict"
            reason = f"'{name}' must be {wanted}, got {type(value).__name__}"
            raise _shape_error(state, bound.assigned.get(name), reason)
    if "_args" in namespace:
        config.args = namespace["_args"]
    config.kwargs.update(namespace.get("_kwargs", {}))
    if "_metadata" in namespace:
        own = namespace["_metadata"]
        config.metadata = own if own is None else {**(config.metadata or {}), **own}
    keys: list[object] = list(config.kwargs)
    for key in keys:
        if not isinstance(key, str):
            reason = f"the keys of '_kwargs' must be strings, got {key!r}"
            raise _shape_error(state, bound.assigned.get("_kwargs"), reason)


def _refuse_empty(config: Config, bound: BoundNames, state: FileState, misspelt: list[Misspelt]) -> None:
    """Refuse a file that sets nothing, or only defines what was to make the config."""
    if config.args or config.kwargs or set(config.globals_dict) - set(bound.defined):
        return
    meant = [name for name in bound.defined if "config" in name.lower()]
    if meant:
        reason = f"'{meant[0]}' does not make a config, only 'config_gen' and 'CONFIG' do"
        raise _shape_error(state, bound.defined[meant[0]], reason, "Call it config_gen().")
    if misspelt and not config.globals_dict:
        raise _shape_error(state, misspelt[0].line, misspelt[0].what, misspelt[0].what_now)
    if not config.globals_dict:
        raise _shape_error(
            state,
            None,
            "it sets nothing",
            "A config defines config_gen() or CONFIG, or is a bare file of globals.",
        )


def _shape_error(state: FileState, line: int | None, reason: str, hint: str = "") -> Exception:
    from kohakuengine.config.errors import ConfigShapeError

    return ConfigShapeError(path=state.path, line=line, reason=reason, hint=hint)
