"""Annotations that name a class of the script itself, as far as reading tells what fits them.

A run asks such a class when its statement is executed. Of one that is an Enum, or that has bases of this file
alone, it is certain beforehand that no plain data is an object of it: a class that stands in for it says so.
"""

from __future__ import annotations

import _ast
from enum import Enum

from kohakuengine.config.fitting import ANY, NONE
from kohakuengine.config.tree import parse_expression
from kohakuengine.engine.bindings import CLASS
from kohakuengine.engine.specs import spec_of_annotation, spec_of_default

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config.fitting import Spec
    from kohakuengine.engine.reading import Reading

__all__ = ["annotated_spec", "default_spec", "named_spec", "only_class"]

_ENUMS = ("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag")


def annotated_spec(reading: Reading, annotation: Any) -> Spec | None:
    """Return what an annotation asks for.

    Args:
        reading: The script.
        annotation: The expression, or its text in quotes.

    Returns:
        The spec, None where only running could tell.
    """
    if isinstance(annotation, _ast.Constant) and isinstance(annotation.value, str):
        annotation = parse_expression(annotation.value)
    if annotation is None:
        return None
    spec = spec_of_annotation(annotation, reading.names)
    if spec is not None:
        return spec
    if isinstance(annotation, _ast.Name):
        stand_in = _stand_in(reading, annotation.id)
        return None if stand_in is None else ("class", stand_in)
    if isinstance(annotation, _ast.BinOp) and isinstance(annotation.op, _ast.BitOr):
        return _union([annotated_spec(reading, side) for side in (annotation.left, annotation.right)])
    is_subscript = isinstance(annotation, _ast.Subscript)
    if is_subscript and reading.names.full_name(annotation.value) == "typing.Optional":
        return _union([annotated_spec(reading, annotation.slice), NONE])
    return None


def default_spec(reading: Reading, default: _ast.expr) -> Spec:
    """Guess a type from the expression of a default; of a member of an Enum in this file that Enum."""
    try:
        spec = spec_of_default(default, reading.names)
    except RecursionError:  # a sum of a thousand terms says nothing about its type
        return ANY
    return named_spec(reading, spec[1]) if spec[0] == "named" else spec


def named_spec(reading: Reading, name: str) -> Spec:
    """Return the spec of a default that is made of a class of this name: it guides where that is an Enum."""
    stand_in = _stand_in(reading, name)
    return ("class", stand_in) if stand_in is not None and issubclass(stand_in, Enum) else ANY


def only_class(reading: Reading, name: str) -> Any:
    """Return the one class statement of a name that nothing else binds, None where there is no such."""
    sites = reading.bindings.sites.get(name, [])
    is_one = len(sites) == 1 and sites[0].kind == CLASS and name not in reading.bound_by_functions
    return sites[0].statement if is_one else None


def _stand_in(reading: Reading, name: str) -> type[Any] | None:
    """Return a class that takes as little plain data as the script's own; None where that may take some."""
    is_enum = False
    waiting = [name]
    seen: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        statement = only_class(reading, one)
        if statement is None or statement.keywords or not _is_plainly_decorated(reading, statement):
            return None
        bases = [reading.names.full_name(base) or getattr(base, "id", "") for base in statement.bases]
        is_enum = is_enum or any(base in _ENUMS for base in bases)
        waiting += [] if is_enum else [base for base in bases if base != "object"]
    make: Any = Enum
    return make(name, []) if is_enum else type(name, (), {})


def _is_plainly_decorated(reading: Reading, statement: Any) -> bool:
    """Say whether nothing but `@dataclass` and the like stands above a class, which leave it what it is."""
    functions = [getattr(one, "func", one) for one in statement.decorator_list]
    names = [reading.names.full_name(function) or "" for function in functions]
    return all(name.partition(".")[0] in ("dataclasses", "attr", "attrs", "enum") for name in names)


def _union(specs: list[Spec | None]) -> Spec | None:
    members: list[Spec] = []
    for spec in specs:
        if spec is None:
            return None
        members += spec[1] if spec[0] == "union" else [spec]
    return ("union", tuple(members))
