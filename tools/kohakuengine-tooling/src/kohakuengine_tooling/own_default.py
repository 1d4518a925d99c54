"""The default of a parameter: its value where that is static data, its type and its choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kohakuengine_tooling.expression import NOT_STATIC
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.parameter_types import choices_of, type_of
from kohakuengine_tooling.static_values import static_value
from kohakuengine_tooling.type_specs import field_default, is_field

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.static_values import Lookup

__all__ = ["OwnDefault", "read_default"]


class OwnDefault(NamedTuple):
    """What a default says.

    Attributes:
        text: Its source text, None where there is none.
        type: As `Parameter.type`.
        value: Where it is static data, else None.
        is_static: Whether `value` is it.
        choices: As `Parameter.choices`.
    """

    text: str | None
    type: str | None
    value: Any
    is_static: bool
    choices: tuple[Any, ...] | None


def read_default(
    view: ScriptView, text: str | None, annotation: str | None, lookup: Lookup | None = None
) -> OwnDefault:
    """Read the default of a name, and the annotation that stands beside it.

    Args:
        view: The script.
        text: Source text of the default, None where there is none.
        annotation: That of the annotation.
        lookup: Gives the values of the names in it, as `static_value` takes it.
    """
    default = None if text is None else read_expression(text)
    inner = default and (field_default(default) or default)
    value = NOT_STATIC
    if inner is not None and (inner is not default or not is_field(default)):
        value = static_value(inner, lookup)
    is_static = value is not NOT_STATIC
    return OwnDefault(
        text=text,
        type=type_of(view, annotation, default, value),
        value=value if is_static else None,
        is_static=is_static,
        choices=choices_of(view, annotation, default, value),
    )
