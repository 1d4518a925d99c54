"""The values that an option allows: where they are written out, or behind a name of the module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kohakuengine_tooling.enum_classes import enum_values
from kohakuengine_tooling.expression import NOT_STATIC, Call, Name, Sequence, called_name, static_constant
from kohakuengine_tooling.global_values import GlobalValues

if TYPE_CHECKING:
    from kohakuengine_tooling.expression import Expression
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["listed_choices"]


def listed_choices(
    view: ScriptView, expression: Expression | None, kind: Expression | None = None
) -> tuple[Any, ...] | None:
    """List the values of an option's choices, None where only running the script tells.

    Args:
        view: The script.
        expression: What is given as choices, or None.
        kind: What is given as type, or None: the values of an Enum are what is typed where it makes its
            members of them, or where they are texts themselves.
    """
    listed = expression
    if isinstance(listed, Call) and called_name(listed.function) == "list":
        listed = next(iter(listed.positional()), None)  # `list(Mode)`
    if isinstance(listed, Name):
        values = enum_values(view, listed.name)
        if values is not None:
            are_texts = kind is None and all(isinstance(value, str) for value in values)
            return values if kind == listed or are_texts else None
    if isinstance(expression, Name) and f"{expression.name}." not in view.script.text:  # `MODES.append("c")`
        expression = GlobalValues(view).expression(expression.name)
    return _constants(expression)


def _constants(expression: Expression | None) -> tuple[Any, ...] | None:
    if not isinstance(expression, Sequence):
        return None
    values = [static_constant(element) for element in expression.elements]
    return None if NOT_STATIC in values else tuple(values)
