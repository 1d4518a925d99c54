"""A model of the value that an expression of a script will have, built without running any of it.

A dotted path is followed in the model as it will be in the value. What only running could tell is `Unknown`
in it, and asking that for anything raises `UnknownValueError`.
"""

from __future__ import annotations

import _ast
from typing import NamedTuple

from kohakuengine.config.fitting import ANY
from kohakuengine.config.literals import node_value
from kohakuengine.engine.local_types import default_spec
from kohakuengine.engine.object_model import ObjectModel, fields_of
from kohakuengine.engine.unknown_value import Unknown, UnknownValueError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.reading import Reading

__all__ = ["model_of"]

_DEEPEST = 20
_HOLDERS = ("types.SimpleNamespace", "argparse.Namespace")


def model_of(reading: Reading, node: Any, depth: int = 0) -> Any:
    """Return a model of what an expression gives.

    Args:
        reading: The script.
        node: The expression, None where the name has none of its own.
        depth: How many values it lies in.

    >>> from kohakuengine.engine.reading import Reading
    >>> reading = Reading(b"cfg = dict(lr=0.1, model={'depth': 3})", "train.py")
    >>> model_of(reading, reading.declared("cfg")[0].default)
    {'lr': 0.1, 'model': {'depth': 3}}
    """
    if node is None or depth > _DEEPEST:
        return Unknown(ANY)
    try:
        return node_value(node)
    except (ValueError, TypeError, RecursionError):
        pass
    if isinstance(node, _ast.Dict):
        return _mapping(reading, node, depth + 1)
    if isinstance(node, (_ast.List, _ast.Tuple)) and not _has_star(node.elts):
        items = [model_of(reading, one, depth + 1) for one in node.elts]
        return tuple(items) if isinstance(node, _ast.Tuple) else items
    made = _made(reading, node, depth + 1) if isinstance(node, _ast.Call) else None
    return Unknown(default_spec(reading, node)) if made is None else made


class _OpenMapping(dict[object, object]):
    """A dictionary that may have more keys, and other values, than are known."""

    def __contains__(self, key: object) -> bool:
        """Say that a known key is there.

        Raises:
            UnknownValueError: It is not known.
        """
        if super().__contains__(key):
            return True
        raise UnknownValueError


def _mapping(reading: Reading, node: _ast.Dict, depth: int) -> Any:
    found: dict[object, object] = {}
    is_open = False
    for key, value in zip(node.keys, node.values, strict=True):
        try:
            found[node_value(key)] = model_of(reading, value, depth)
        except (ValueError, TypeError):  # `{**other}`, `{name: 1}`: any key may be meant
            is_open = True
            found = dict.fromkeys(found, Unknown(ANY))
    return _OpenMapping(found) if is_open else found


def _made(reading: Reading, call: _ast.Call, depth: int) -> Any:
    """Return a model of what a call makes, None where only running could tell."""
    if reading.bindings.star_imports or _has_star(call.args) or any(k.arg is None for k in call.keywords):
        return None
    name = reading.names.full_name(call.func)
    if (name == "dict" or name in _HOLDERS) and not call.args:
        given = {str(k.arg): model_of(reading, k.value, depth) for k in call.keywords}
        return given if name == "dict" else ObjectModel(given, {}, set())
    return _record(reading, call.func.id, call, depth) if isinstance(call.func, _ast.Name) else None


def _record(reading: Reading, name: str, call: _ast.Call, depth: int) -> Any:
    """Return a model of an object of a class of the script."""
    fields = fields_of(reading, name)
    if fields is None:
        return None
    if call.args and not fields.by_position:
        return None
    given = dict(zip(fields.by_position, call.args, strict=False))
    given.update((str(k.arg), k.value) for k in call.keywords)
    values: dict[str, Any] = dict.fromkeys(fields.names, Unknown(ANY))
    for field in fields.kept:
        default = given.get(field, fields.defaults.get(field))
        is_made = field in fields.factories and field not in given
        values[field] = _of_factory(reading, default, depth) if is_made else model_of(reading, default, depth)
    if fields.is_tuple:
        make: Any = NamedTuple
        cls = make(name, [(field, object) for field in fields.by_position])
        return cls(*(values[field] for field in fields.by_position))
    return ObjectModel(values, fields.specs, fields.sure)


def _of_factory(reading: Reading, factory: Any, depth: int) -> Any:
    """Return a model of what `field(default_factory=...)` makes."""
    if isinstance(factory, _ast.Lambda):
        return model_of(reading, factory.body, depth)
    if isinstance(factory, _ast.Name):
        return model_of(reading, _ast.Call(func=factory, args=[], keywords=[]), depth)
    return Unknown(ANY)


def _has_star(nodes: list[Any]) -> bool:
    return any(isinstance(node, _ast.Starred) for node in nodes)
