"""Looking at what a dotted path leads to without running anything of the script's."""

from __future__ import annotations

from kohakuengine.engine.reach import other_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = ["peek"]


def peek(value: Any, path: Iterable[str]) -> Any:
    """Return what a path leads to, as `Reach` follows it.

    Args:
        value: Where it begins.
        path: Its parts.

    Raises:
        LookupError: It leads nowhere, or a property, descriptor or mapping of somebody's would have to tell.

    >>> from types import SimpleNamespace
    >>> peek({"stages": [SimpleNamespace(depth=3)]}, ["stages", "0", "depth"])
    3
    """
    for name in path:
        value = _step(value, name)
    return value


def _step(owner: Any, name: str) -> Any:
    cls = type(owner)
    if isinstance(owner, tuple) and name in getattr(cls, "_fields", ()):
        return tuple.__getitem__(owner, cls._fields.index(name))
    if isinstance(owner, (list, tuple)) and cls.__getitem__ in (list.__getitem__, tuple.__getitem__):
        return _item(owner, name)
    if isinstance(owner, dict) and cls.__getitem__ is dict.__getitem__:
        for key in (name, *other_keys(name)):
            if dict.__contains__(owner, key):
                return dict.__getitem__(owner, key)
    return _attribute(owner, name)


def _item(owner: Any, name: str) -> Any:
    try:
        return owner[int(name)]
    except ValueError:
        raise LookupError(name) from None


def _attribute(owner: Any, name: str) -> Any:
    """Read an attribute that lies in the object itself, in a slot, or as plain data in its class."""
    try:
        held = object.__getattribute__(owner, "__dict__") if not isinstance(owner, type) else {}
    except AttributeError:
        held = {}
    if name in held:
        return held[name]
    for cls in owner.__mro__ if isinstance(owner, type) else type(owner).__mro__:
        if name in cls.__dict__:
            return _plain(owner, cls.__dict__[name])
    raise LookupError(name)


def _plain(owner: Any, found: Any) -> Any:
    """Return what a class holds under a name, read from the slot where it stands for one.

    Raises:
        LookupError: It would have to compute an answer.
    """
    if type(found).__name__ == "member_descriptor" and not isinstance(owner, type):
        try:
            return found.__get__(owner)
        except AttributeError:
            raise LookupError(found.__name__) from None
    if hasattr(type(found), "__get__"):
        raise LookupError(str(type(found)))
    return found
