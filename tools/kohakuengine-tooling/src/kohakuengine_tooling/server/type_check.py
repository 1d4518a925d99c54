"""Whether a value that a config writes fits a parameter, by the rules of a run, as far as reading tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine.config.checking import check_value
from kohakuengine.config.fitting import FitError
from kohakuengine_tooling.expression import Call, Constant, Mapping, Name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.static_values import NOT_STATIC, static_value
from kohakuengine_tooling.type_specs import spec_of_annotation

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.server.names import ScriptName

__all__ = ["find_misfit", "has_known_keys", "is_default"]


def find_misfit(view: ScriptView, name: ScriptName, text: str) -> str | None:
    """Find the type that a value does not fit.

    Args:
        view: The script.
        name: Of the script.
        text: The value as written.

    Returns:
        The type, as an annotation would be written; None where the value fits, or only running could tell.
    """
    if name.type is None or name.kind == "argument":
        return None
    spec = spec_of_annotation(read_expression(name.type), view.meanings)
    value = static_value(read_expression(text))
    if spec is None or value is NOT_STATIC:
        return None
    is_annotated = name.kind == "global" and view.module.annotation(name.name) is not None
    try:
        check_value(value, spec, guided=not is_annotated)
    except FitError as error:
        return error.expected
    return None


def is_default(name: ScriptName, text: str) -> bool:
    """Say whether a value is the default that the script has anyway."""
    if not name.is_static:
        return text == name.default
    value = static_value(read_expression(text))
    return value is not NOT_STATIC and type(value) is type(name.value) and value == name.value


def has_known_keys(view: ScriptView, name: str) -> bool:
    """Say whether all keys of a global are known: one dict of the script's own text."""
    sites = view.declared(name)
    if len(sites) != 1:
        return False
    expression = view.default(sites[0])
    if isinstance(expression, Mapping):
        return all(isinstance(key, Constant) for key in expression.keys)
    if isinstance(expression, Call) and expression.function == Name("dict"):
        return all(argument.name is not None for argument in expression.arguments)
    return False
