"""The type and the choices of a parameter, as far as the script's own text tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kohakuengine.config.fitting import ANY
from kohakuengine.config.specs import spec_of_value, spec_text
from kohakuengine_tooling.enum_classes import is_enum
from kohakuengine_tooling.expression import NOT_STATIC, Attribute, Constant, Expression
from kohakuengine_tooling.expression_reading import is_broken, read_expression
from kohakuengine_tooling.type_specs import (
    field_default,
    is_bare_wrapper,
    spec_of_annotation,
    spec_of_default,
)

if TYPE_CHECKING:
    from kohakuengine.config.fitting import Spec
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["choices_of", "type_of"]

_BOOLS: Final = (True, False)
_MOST_CHOICES: Final = 500


def type_of(
    view: ScriptView, annotation: str | None, default: Expression | None, value: Any = NOT_STATIC
) -> str | None:
    """Write the type of a parameter: the annotation as it stands, else what the default is.

    Args:
        view: The script.
        annotation: Its text, quotes included, or None.
        default: The default's expression, or None.
        value: The default's value, NOT_STATIC where it is not known.

    Returns:
        None where neither tells.
    """
    if annotation is not None and not is_bare_wrapper(read_expression(annotation), view.meanings):
        return _unquoted(annotation)
    known = None if default is None else _default_type(view, default)
    if known is None and value is not NOT_STATIC and value is not None:
        return spec_text(spec_of_value(value))
    return known


def _unquoted(annotation: str) -> str:
    expression = read_expression(annotation)
    if isinstance(expression, Constant) and isinstance(expression.value, str):
        return expression.value
    return " ".join(annotation.split())


def _default_type(view: ScriptView, default: Expression) -> str | None:
    inner = field_default(default) or default
    spec = spec_of_default(inner, view.meanings)
    if spec[0] == "named":
        name: str = spec[1]
        return name if _is_named(view, inner, name) else None
    return None if spec == ANY else spec_text(spec)


def _is_named(view: ScriptView, default: Expression, name: str) -> bool:
    """Say whether a default is an object of the class that it names: `Price(1)`, or `Mode.FAST` of an Enum.

    Of a class that is imported nothing is known, but that it is one where it is written as classes are.
    """
    if isinstance(default, Attribute):
        return is_enum(view, view.module.classes.get(name, [])) and default.name in view.member_names(name)
    return name in view.module.classes or (name in view.imported and name[:1].isupper())


def choices_of(
    view: ScriptView,
    annotation: str | None,
    default: Expression | None,
    value: Any = NOT_STATIC,
    *,
    is_flag: bool = False,
) -> tuple[Any, ...] | None:
    """List the possible values where they are few and known: of a Literal, an Enum of this file, a bool.

    Args:
        view: The script.
        annotation: Its text, or None.
        default: The default's expression, or None.
        value: The default's value, NOT_STATIC where it is not known.
        is_flag: Whether a bool is typed as a flag, which takes no value.
    """
    spec: Spec | None = None
    if annotation is not None and not is_bare_wrapper(read_expression(annotation), view.meanings):
        expression = read_expression(annotation)
        if isinstance(expression, Constant) and isinstance(expression.value, str):
            expression = read_expression(expression.value)
        if is_broken(expression):
            return None
        spec = spec_of_annotation(expression, view.meanings)
        named = _unquoted(annotation)
    elif default is not None:
        inner = field_default(default) or default
        spec = spec_of_default(inner, view.meanings)
        named = spec[1] if spec[0] == "named" and _is_named(view, inner, spec[1]) else ""
        if spec == ANY and isinstance(value, bool):
            return _BOOLS
    else:
        return None
    if spec is None or spec[0] == "named":
        return _members(view, named)
    return None if is_flag and spec == ("bool",) else _values(spec)


def _members(view: ScriptView, name: str) -> tuple[str, ...] | None:
    """List the members of an Enum of this file."""
    if not is_enum(view, view.module.classes.get(name, [])):
        return None
    names = view.member_names(name)
    return names if 0 < len(names) <= _MOST_CHOICES else None


def _values(spec: Spec) -> tuple[Any, ...] | None:
    if spec[0] == "bool":
        return _BOOLS
    if spec[0] == "literal":
        return tuple(spec[1])
    if spec[0] == "union":
        found = [_values(one) if one != ("none",) else (None,) for one in spec[1]]
        return None if None in found else tuple(value for values in found for value in values or ())
    return None
