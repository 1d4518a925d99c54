"""Setting and listing the globals of a module that exists already."""

from __future__ import annotations

from types import ModuleType

from kohakuengine.config.errors import ProtectedNameError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PROTECTED_NAMES = frozenset(
    {
        "__name__",
        "__file__",
        "__package__",
        "__loader__",
        "__spec__",
        "__cached__",
        "__builtins__",
    }
)


def inject(module: ModuleType, globals_dict: dict[str, Any]) -> None:
    """Set globals of a loaded module. Nothing that was computed from them follows: see `Script`.

    Args:
        module: The module.
        globals_dict: Name to value.

    Raises:
        ProtectedNameError: A name that belongs to the interpreter; nothing is set then.
    """
    for name in globals_dict:
        if name in PROTECTED_NAMES:
            raise ProtectedNameError(name=name, path=str(getattr(module, "__file__", module)))
    for name, value in globals_dict.items():
        setattr(module, name, value)


def get_user_globals(module: ModuleType) -> dict[str, Any]:
    """Return the public data of a module: no modules, classes, functions or other callables.

    Args:
        module: The module.

    Returns:
        Name to value, in the order of the names.
    """
    found: dict[str, Any] = {}
    for name in dir(module):
        value = getattr(module, name)
        if not name.startswith("_") and not isinstance(value, ModuleType) and not callable(value):
            found[name] = value
    return found


class GlobalInjector:
    """`inject` and `get_user_globals` under one name.

    Example:
        >>> module = ModuleType("settings")
        >>> GlobalInjector.inject(module, {"lr": 0.5, "_private": 1})
        >>> GlobalInjector.get_user_globals(module)
        {'lr': 0.5}
    """

    inject = staticmethod(inject)
    get_user_globals = staticmethod(get_user_globals)
