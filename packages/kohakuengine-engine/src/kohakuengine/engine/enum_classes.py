"""The Enums of a script: which of its classes are some, and the values of their members."""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import NOT_STATIC, static_constant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kohakuengine.engine.reading import Reading

_ENUMS = ("Enum", "IntEnum", "StrEnum", "ReprEnum", "IntFlag")  # also where a backport has them from
_FLAGS = ("enum.Flag", "aenum.Flag")  # elsewhere something else may be called so


def is_enum(reading: Reading, statement: Any) -> bool:
    """Say whether a class is an Enum, as far as its bases in this file and the imports tell."""
    return any(full in _FLAGS or full.rpartition(".")[2] in _ENUMS for full in _bases(reading, statement))


def enum_values(reading: Reading, name: str) -> list[Any] | None:
    """List the values of an Enum of the module, each once, None where it is none or they are no constants."""
    classes = reading.classes(name)
    if not classes or not is_enum(reading, classes[-1]):
        return None
    members = reading.members(classes[-1])
    found: list[Any] = []
    for member in members.sites if "__new__" not in members.sites else ():
        if member[:1] == member[-1:] == "_":  # `_order_` and the like are Python's own
            continue
        found += [static_constant(site.default) for site in members.declared(member)]
    return list(dict.fromkeys(found)) if found and NOT_STATIC not in found else None


def _bases(reading: Reading, statement: Any) -> Iterator[str]:
    """Yield the full names of the bases of a class, those of its bases in this file too."""
    seen: set[int] = set()
    stack = [statement]
    while stack:
        one = stack.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        for base in one.bases:
            yield reading.names.full_name(base) or ""
            if isinstance(base, _ast.Name):
                stack.extend(reading.classes(base.id))
