"""The Enums of a script: which of its classes are some, and the values of their members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kohakuengine_tooling.expression import NOT_STATIC, Call, Expression, Name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.static_values import static_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kohakuengine_tooling.piece import ClassSite
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["enum_values", "is_enum"]

_ENUMS: Final = frozenset(("Enum", "IntEnum", "StrEnum", "ReprEnum", "IntFlag"))  # also of backports
_FLAGS: Final = frozenset(("enum.Flag", "aenum.Flag"))  # elsewhere something else may be called so
_MOST_BASES: Final = 100


def is_enum(view: ScriptView, classes: Sequence[ClassSite]) -> bool:
    """Say whether one of these classes is an Enum, as far as its bases in this file and the imports tell."""
    return any(_is_of_enum(view.meanings.full_name(base)) for base in _bases(view, classes))


def _is_of_enum(full: str | None) -> bool:
    return full in _FLAGS or (full or "").rpartition(".")[2] in _ENUMS


def _bases(view: ScriptView, classes: Sequence[ClassSite]) -> Iterator[Expression]:
    """Yield the bases of classes, those of their bases in this file too."""
    waiting, seen = list(classes), set[int]()
    while waiting and len(seen) < _MOST_BASES:
        facts, piece = waiting.pop(0)
        if id(facts) in seen:
            continue
        seen.add(id(facts))
        for start, end in facts.bases:
            base = read_expression(piece.facts.text[start:end])
            yield base
            if isinstance(base, Name):
                waiting += view.module.classes.get(base.name, ())


def enum_values(view: ScriptView, name: str) -> tuple[Any, ...] | None:
    """List the values of an Enum of this file, each once, None where only running it could tell."""
    classes = view.module.classes.get(name, [])
    table = view.members(classes[-1:])
    if not is_enum(view, classes) or "__new__" in table.sites:
        return None
    found: dict[Any, None] = {}
    for member in table.sites:
        if member[:1] == member[-1:] == "_":  # `_order_` and the like are Python's own
            continue
        for site in table.declared(member):
            value = _value(view, classes, member, view.default(site))
            if value is NOT_STATIC or value.__hash__ is None:
                return None
            found[value] = None
    return tuple(found)


def _value(view: ScriptView, classes: Sequence[ClassSite], member: str, default: Expression | None) -> Any:
    """Return the value of a member; `auto()` of a StrEnum is its name in small letters."""
    if default is None:
        return NOT_STATIC
    if isinstance(default, Call) and view.meanings.full_name(default.function) == "enum.auto":
        is_text = any(view.meanings.full_name(base) == "enum.StrEnum" for base in _bases(view, classes))
        return member.lower() if is_text else NOT_STATIC
    return static_value(default)
