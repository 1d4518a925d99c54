"""Whether a value that a config writes fits a parameter, by the rules of a run, as far as reading tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine.config.checking import check_value
from kohakuengine.config.fitting import FitError
from kohakuengine_tooling.enum_classes import is_enum
from kohakuengine_tooling.expression import NOT_STATIC, Chain, Constant, Name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.server.value_paths import fields_made
from kohakuengine_tooling.static_values import static_value
from kohakuengine_tooling.type_specs import spec_of_annotation

if TYPE_CHECKING:
    from kohakuengine_tooling.expression import Expression
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.server.names import ScriptName

__all__ = ["find_misfit", "is_default"]

_PLAIN_TYPES: Final = ("bool", "int", "float", "str")


def find_misfit(view: ScriptView, name: ScriptName, text: str) -> str | None:
    """Find the type that a value does not fit.

    Args:
        view: The script.
        name: Of the script.
        text: The value as written.

    Returns:
        The type, as an annotation would be written; None where the value fits, or only running could tell.
    """
    value = static_value(read_expression(text))
    if name.kind == "argument" or value is NOT_STATIC:
        return None
    if name.type is None or (name.kind == "option" and (value is None or name.type not in _PLAIN_TYPES)):
        return None  # how often an option may be given, and what makes its values, is the run's to say
    expression = read_expression(name.type)
    is_annotated = _is_annotated(view, name)
    own = _own_class(view, expression)
    if own is not None:
        is_none = value is None and (not is_annotated or expression != Name(own))
        return None if is_none or not (is_annotated or is_enum(view, view.module.classes[own])) else name.type
    spec = spec_of_annotation(expression, view.meanings)
    if spec is None:
        return None
    try:
        check_value(value, spec, guided=not is_annotated)
    except FitError as error:
        return error.expected
    return None


def _is_annotated(view: ScriptView, name: ScriptName) -> bool:
    """Say whether a type was written in the script: it decides, where that of a default guides."""
    if name.kind in ("global", "read"):
        return view.module.annotation(name.name) is not None
    root, _, path = name.name.partition(".")
    if name.kind == "member":
        return "." not in path and view.members(view.module.classes[root]).annotation(path) is not None
    sites = view.declared(root)
    fields = fields_made(view, view.default(sites[0])) if sites else ()
    return any(field.name == path and field.annotation is not None for field in fields)


def _own_class(view: ScriptView, expression: Expression) -> str | None:
    """Return the class of this file that a type names (or allows beside None) if no plain data is one."""
    if isinstance(expression, Chain):
        sides = [expression.first, *(side for _, side in expression.rest)]
        others = [side for side in sides if side != Constant(None)]
        return _own_class(view, others[0]) if len(others) == 1 < len(sides) else None
    if not isinstance(expression, Name) or expression.name not in view.module.classes:
        return None
    classes = view.module.classes[expression.name]
    is_own = is_enum(view, classes) or not any(one.facts.bases for one in classes)
    return expression.name if is_own else None


def is_default(name: ScriptName, text: str) -> bool:
    """Say whether a value is the default that the script has anyway."""
    if not name.is_static:
        return text == name.default
    value = static_value(read_expression(text))
    return value is not NOT_STATIC and type(value) is type(name.value) and value == name.value
