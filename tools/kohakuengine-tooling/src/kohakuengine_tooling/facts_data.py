"""Facts as plain data that JSON carries whole, from one process to another; people are shown `json_facts`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from kohakuengine_tooling.facts import Argument, Diagnostic, Entrypoint, Option, Parameter, ScriptFacts

__all__ = ["facts_from_data", "facts_to_data"]

_RECORDS: Final = {
    one.__name__: one for one in (Argument, Diagnostic, Entrypoint, Option, Parameter, ScriptFacts)
}
_KEYS: Final = {one: [field.name for field in fields(one)] for one in _RECORDS.values()}


def facts_to_data(facts: ScriptFacts) -> Any:
    """Turn facts into lists, texts and numbers; what is a container is a list that begins with its kind.

    >>> facts_to_data(ScriptFacts(script="train.py"))
    ['ScriptFacts', 'train.py', None, ['tuple'], ['tuple'], ['tuple'], ['tuple']]
    """
    return _to_data(facts)


def facts_from_data(data: Any) -> ScriptFacts:
    """Turn such data into facts again.

    Raises:
        ValueError: It is none.

    >>> facts_from_data(facts_to_data(ScriptFacts(script="train.py"))).script
    'train.py'
    """
    try:
        found = _from_data(data)
    except (IndexError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"these are no facts: {error}") from error
    if not isinstance(found, ScriptFacts):
        raise ValueError("these are no facts")
    return found


def _to_data(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    kind = type(value)
    if kind in _KEYS:
        return [kind.__name__, *(_to_data(getattr(value, key)) for key in _KEYS[kind])]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [kind.__name__, *map(_to_data, value)]
    if isinstance(value, dict):
        return ["dict", *([_to_data(key), _to_data(one)] for key, one in value.items())]
    if isinstance(value, bytes):
        return ["bytes", value.decode("latin-1")]
    if isinstance(value, complex):
        return ["complex", value.real, value.imag]
    if value is ...:
        return ["..."]
    raise TypeError(f"no facts hold a {kind.__name__}")


def _from_data(data: Any) -> Any:
    if not isinstance(data, list):
        return data
    kind, rest = data[0], data[1:]
    record = _RECORDS.get(kind)
    if record is not None:
        return record(**dict(zip(_KEYS[record], map(_from_data, rest), strict=True)))
    if kind == "dict":
        return {_from_data(key): _from_data(one) for key, one in rest}
    return _OTHERS[kind](rest)


_OTHERS: Final[dict[str, Any]] = {
    "list": lambda rest: [_from_data(one) for one in rest],
    "tuple": lambda rest: tuple(map(_from_data, rest)),
    "set": lambda rest: set(map(_from_data, rest)),
    "frozenset": lambda rest: frozenset(map(_from_data, rest)),
    "bytes": lambda rest: rest[0].encode("latin-1"),
    "complex": lambda rest: complex(*rest),
    "...": lambda _rest: ...,
}
