"""What may be typed for an argument of a typer command, where that is one of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kohakuengine_tooling.enum_classes import enum_values, is_enum
from kohakuengine_tooling.expression import Chain, Constant, Expression, Name, Sequence, Subscript, last_name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.parameter_types import choices_of

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["typer_choices"]

_AROUND: Final = frozenset(("Optional", "Union", "List", "list", "Set", "set", "Sequence"))


def typer_choices(view: ScriptView, annotation: str | None) -> tuple[Any, ...] | None:
    """List what may be typed, None where it is anything.

    typer reads the values of an Enum, not the names of its members, and of a list each element by itself.
    """
    if annotation is None:
        return None
    name = _name_in(read_expression(annotation))
    if name is None or not is_enum(view, view.module.classes.get(name, [])):
        return choices_of(view, annotation, None, is_flag=True)
    values = enum_values(view, name)
    return tuple(map(str, values)) if values else None


def _name_in(annotation: Expression) -> str | None:
    """Return the one name in `Mode`, `"Mode"`, `Mode | None`, `Optional[Mode]` and `List[Mode]`."""
    if isinstance(annotation, Name):
        return annotation.name
    if isinstance(annotation, Constant) and isinstance(annotation.value, str):
        return _name_in(read_expression(annotation.value))
    parts: list[Expression] = []
    if isinstance(annotation, Chain):
        parts = [annotation.first, *(operand for _, operand in annotation.rest)]
    elif isinstance(annotation, Subscript) and last_name(annotation.value) in _AROUND:
        for item in annotation.items:
            parts += item.elements if isinstance(item, Sequence) else (item,)
    names = [_name_in(part) for part in parts if part != Constant(None)]
    return names[0] if len(names) == 1 else None
