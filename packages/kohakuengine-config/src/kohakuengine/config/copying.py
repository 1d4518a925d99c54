"""Copies of plain containers: every statement and run gets its own, other objects pass by identity."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["CONTAINERS", "copy_plain"]

CONTAINERS = (list, dict, set, tuple, frozenset)
_COPIED = (*CONTAINERS, bytearray)


def copy_plain(value: Any) -> Any:
    """Copy plain containers all the way down; everything else stays the very object.

    Plain are exactly list, dict, set, tuple, frozenset and bytearray, not their subclasses. A
    container that occurs twice inside, or inside itself, does so in the copy too.

    >>> leaf = object()
    >>> copied = copy_plain([leaf, {"a": [1]}])
    >>> copied[0] is leaf
    True
    """
    return _copy(value, {}) if type(value) in _COPIED else value


def _copy(value: Any, copies: dict[int, Any]) -> Any:
    kind = type(value)
    if kind not in _COPIED:
        return value
    known = copies.get(id(value))
    if known is not None:
        return known
    copied: Any
    if kind is list:
        copied = copies[id(value)] = []
        copied.extend(_copy(item, copies) for item in value)
        return copied
    if kind is dict:
        copied = copies[id(value)] = {}
        copied.update((key, _copy(item, copies)) for key, item in value.items())
        return copied
    if kind is tuple:
        copied = tuple(_copy(item, copies) for item in value)
        return copies.setdefault(id(value), copied)
    # Members of sets are hashable, so no mutable container can be below them.
    copied = copies[id(value)] = kind(value)
    return copied
