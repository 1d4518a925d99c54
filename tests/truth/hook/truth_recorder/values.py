"""Values as text: what a name was bound to, as far as it is plain data."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CONTAINERS = (list, tuple, set, frozenset)
_ATOMS = (type(None), bool, int, float, complex, str, bytes, type(...))
_NODES = 5_000
_LETTERS = 50_000
_DEPTH = 5
_DEFAULTS = {"Field": "default", "FieldInfo": "default", "_CountingAttr": "_default"}
"""Types of what stands for a default in the body of a dataclass, a pydantic model or an attrs class."""


def plain_text(value: Any) -> str | None:
    """Write a value as Python does where it is nothing but plain data, and not too much of it; else None."""
    stack, count = [value], 0
    while stack:
        one = stack.pop()
        count += 1
        if count > _NODES:
            return None
        if type(one) is dict:
            stack += [*one.keys(), *one.values()]
        elif type(one) in CONTAINERS:
            stack += one
        elif type(one) not in _ATOMS:
            return None
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # an int of too many digits
        return None
    return text if len(text) <= _LETTERS else None


def describe(value: Any) -> dict[str, str | None]:
    """Describe a value: as it is, a default that is wrapped, and what paths lead to in an object."""
    wrapped = getattr(value, _DEFAULTS.get(type(value).__name__, ""), value)
    text = plain_text(wrapped)
    return {"value": text, "data": plain_text(as_data(value)) if text is None else None}


def as_data(value: Any, depth: int = 0) -> Any:
    """Write objects that are nothing but their fields as dicts, as far as paths may lead into them."""
    names = _fields(value) if depth < _DEPTH else ()
    if names:
        return {name: as_data(getattr(value, name, None), depth + 1) for name in names}
    if type(value) is dict and depth < _DEPTH and len(value) < 100:
        return {key: as_data(one, depth + 1) for key, one in value.items()}
    return value


def _fields(value: Any) -> tuple[str, ...]:
    kind = type(value)
    if kind.__name__ == "SimpleNamespace":
        return tuple(vars(value))
    for name in ("__dataclass_fields__", "_fields", "model_fields", "__pydantic_fields__"):
        found = getattr(kind, name, None)
        if isinstance(found, (dict, tuple)):
            return tuple(found)
    return tuple(one.name for one in getattr(kind, "__attrs_attrs__", ()))
