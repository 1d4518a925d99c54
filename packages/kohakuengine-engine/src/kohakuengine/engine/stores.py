"""The statements of a script that store something under a dotted path: `cfg.lr = 3`, `cfg["lr"] = 3`."""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import FUNCTIONS, dotted_name, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["Store", "find_stores"]

_MAKERS = ("__init__", "__post_init__", "__new__")
_UPDATERS = ("update", "__setitem__", "__setattr__")


class Store:
    """A statement that stores under a path.

    Attributes:
        line: 1-based.
        is_exact: Whether it names the path, or what the path lies in; else another name may stand for that.
        is_computed: Whether it computes the new value from the old (`cfg.lr *= 0.5`).
    """

    __slots__ = ("is_computed", "is_exact", "line")

    def __init__(self, line: int, *, is_exact: bool, is_computed: bool) -> None:
        self.line = line
        self.is_exact = is_exact
        self.is_computed = is_computed


def find_stores(tree: _ast.Module, path: list[str]) -> list[Store]:
    """Find what may have replaced the value at a path, what names the path itself first.

    Args:
        tree: The script.
        path: Its parts, the name of the global first.

    Returns:
        In the order of the source; what a class does while it makes an object is none of them.
    """
    makers = {
        id(node)
        for function in walk(tree)
        if isinstance(function, FUNCTIONS) and function.name in _MAKERS
        for node in walk(function)
    }
    found = [store for node in walk(tree) if id(node) not in makers for store in _stores(node, path)]
    return sorted(found, key=lambda store: (not store.is_exact, store.line))


def _stores(node: Any, path: list[str]) -> Iterator[Store]:
    """Yield what a statement or call stores there."""
    if isinstance(node, _ast.Call):
        parts = _stored_by_call(node, path)
        if parts is not None:
            yield _store(node.lineno, parts, path, node)
        return
    for target in _targets(node):
        for one in walk(target):
            is_stored = isinstance(one, (_ast.Attribute, _ast.Subscript)) and isinstance(one.ctx, _ast.Store)
            parts = _parts(one) if is_stored else None
            if parts is not None and (parts[-1] == path[-1] or _is_prefix(parts, path)):
                yield _store(node.lineno, parts, path, None if isinstance(node, _ast.AugAssign) else node)


def _targets(node: Any) -> list[Any]:
    if isinstance(node, _ast.Assign):
        return list(node.targets)
    if isinstance(node, (_ast.AugAssign, _ast.AnnAssign, _ast.For, _ast.AsyncFor)):
        return [node.target]
    if isinstance(node, (_ast.With, _ast.AsyncWith)):
        return [item.optional_vars for item in node.items if item.optional_vars is not None]
    return []


def _store(line: int, parts: list[str], path: list[str], source: Any) -> Store:
    """Describe a store; what it stores is computed from the old value where its source reads that."""
    is_exact = parts == path or _is_prefix(parts, path)
    value = getattr(source, "value", None) or getattr(source, "iter", None)
    values = [*source.args, *(k.value for k in source.keywords)] if isinstance(source, _ast.Call) else [value]
    is_computed = source is None or any(_reads(one, path[-1]) for one in values if one is not None)
    return Store(line, is_exact=is_exact, is_computed=is_computed)


def _is_prefix(parts: list[str], path: list[str]) -> bool:
    return 1 < len(parts) < len(path) and path[: len(parts)] == parts


def _reads(value: Any, name: str) -> bool:
    """Say whether an expression reads something under the last name of a path."""
    for node in walk(value):
        parts = _parts(node) if isinstance(node, (_ast.Attribute, _ast.Subscript)) else None
        if parts is not None and parts[-1] == name:
            return True
    return False


def _parts(node: Any) -> list[str] | None:
    """Return the parts of `cfg.model["depth"]`, None where one of them is not written out.

    What stands before its first part may be any expression, which then has no name.
    """
    parts: list[str] = []
    while True:
        if isinstance(node, _ast.Attribute):
            parts.insert(0, node.attr)
        elif isinstance(node, _ast.Subscript):
            key = node.slice
            if not isinstance(key, _ast.Constant):
                return parts or None
            parts.insert(0, str(key.value))
        else:
            return [node.id if isinstance(node, _ast.Name) else "", *parts]
        node = node.value


def _stored_by_call(call: _ast.Call, path: list[str]) -> list[str] | None:
    """Return where `setattr(cfg, "lr", 3)`, `cfg.update(lr=3)` and the like store, None for another call."""
    last = path[-1]
    name = dotted_name(call.func)
    if name == "setattr" and len(call.args) == 3:
        key: Any = call.args[1]
        is_meant = isinstance(key, _ast.Constant) and key.value == last
        return [*(_parts(call.args[0]) or [""]), last] if is_meant else None
    if not isinstance(call.func, _ast.Attribute) or call.func.attr not in _UPDATERS:
        return None
    keys: list[Any] = [keyword.arg for keyword in call.keywords]
    for argument in call.args[:1]:
        found: list[Any] = argument.keys if isinstance(argument, _ast.Dict) else [argument]
        keys += [key.value for key in found if isinstance(key, _ast.Constant)]
    return [*(_parts(call.func.value) or [""]), last] if last in keys else None
