"""Values of a config as JSON."""

from __future__ import annotations

import math

from kohakuengine.cli.value_text import safe_repr

__all__ = ["json_value"]


def json_value(value: object) -> object:
    """Return what JSON can say of a value; `{"$repr": "..."}` for what it cannot.

    >>> json_value({"lr": 0.1, "shape": (1, 2)})
    {'lr': 0.1, 'shape': {'$repr': '(1, 2)'}}
    """
    return _convert(value, ())


def _convert(value: object, parents: tuple[int, ...]) -> object:
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float and math.isfinite(value):
        return value
    if id(value) in parents:
        return {"$repr": "..."}
    inside = (*parents, id(value))
    if type(value) is list:
        return [_convert(item, inside) for item in value]
    if type(value) is dict and all(type(key) is str for key in value):
        return {key: _convert(item, inside) for key, item in value.items()}
    return {"$repr": safe_repr(value)}
