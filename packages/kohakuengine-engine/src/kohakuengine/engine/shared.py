"""The host's modules that an in-process run must share: its config holds objects of their classes.

Loaded afresh, `Opt` would be another class than that of the host's `Opt()`, and no member of an Enum
would be the script's own.
"""

from __future__ import annotations

from kohakuengine.config.copying import CONTAINERS
from kohakuengine.engine import process

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType
    from typing import Any

    from kohakuengine.engine.prepare import PreparedRun


def shared_modules(run: PreparedRun, hidden: dict[str, ModuleType]) -> set[str]:
    """Return the names of the modules among the hidden ones that the values of a run come from.

    Args:
        run: The run; looked at are its overrides, args and kwargs.
        hidden: Modules of the script's folder that the host has loaded; the script itself, where it
            has imported that, is not shared.
    """
    own = process.resolve_links(run.path)
    known = {name for name, module in hidden.items() if _file_of(module) != own}
    if not known:
        return set()
    request = run.request
    values: list[Any] = [landing.value for landing in run.landings]
    homes = _homes([*values, *(request.args or ()), *request.kwargs.values()])
    shared: set[str] = set()
    stack = [name for name in homes if name in known]
    while stack:
        name = stack.pop()
        if name not in shared:
            shared.add(name)
            stack.extend(one for one in _used_by(hidden[name]) if one in known)
    return shared


def _file_of(module: ModuleType) -> str | None:
    path = getattr(module, "__file__", None)
    return process.resolve_links(path) if isinstance(path, str) else None


def _homes(values: Iterable[Any]) -> set[str]:
    """Return the modules of the classes of all objects in some values, attributes included."""
    homes: set[str] = set()
    seen: dict[int, Any] = {}  # keeps what it names alive
    stack = list(values)
    while stack:
        value = stack.pop()
        if id(value) in seen:
            continue
        seen[id(value)] = value
        homes.update(_names_of(value))
        if isinstance(value, dict):
            stack.extend([*value, *value.values()])
        elif isinstance(value, CONTAINERS):
            stack.extend(value)
        elif not isinstance(value, type) and type(value).__module__ != "builtins":
            stack.extend(getattr(value, "__dict__", {}).values())
    return homes


def _names_of(value: Any) -> set[str]:
    """Return the module of an object's class and its bases, or of a class or function itself."""
    classes = value.__mro__ if isinstance(value, type) else type(value).__mro__
    names = {one.__module__ for one in classes}
    own = getattr(value, "__module__", None)
    return names | {own} if isinstance(own, str) else names


def _used_by(module: ModuleType) -> set[str]:
    """Return the modules that a module has imported, or has names from; its packages too."""
    names: set[str] = set()
    for value in list(vars(module).values()):
        name = getattr(value, "__module__", None) or getattr(value, "__name__", None)
        if isinstance(name, str):
            names.add(name)
    package = module.__name__
    while package := package.rpartition(".")[0]:
        names.add(package)
    return names
