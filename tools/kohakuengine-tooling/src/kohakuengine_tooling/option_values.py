"""Globals that are nothing but an option: `lr = args.lr`, where `args` is what a parser has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kohakuengine_tooling.expression import Attribute, Call, Expression, Name, Subscript, called_name

if TYPE_CHECKING:
    from collections.abc import Container

    from kohakuengine_tooling.piece import Site
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["option_behind"]

_PARSES: Final = ("parse_args", "parse_known_args", "parse_intermixed_args", "parse_known_intermixed_args")


def option_behind(view: ScriptView, site: Site, options: Container[Any]) -> str | None:
    """Return the option that is a declaration's only value, None where it is none.

    Args:
        view: The script.
        site: The declaration.
        options: Destinations of the script's options.
    """
    value = view.value(site)
    if not isinstance(value, Attribute) or not isinstance(value.value, Name):
        return None
    is_whole = site.binding.default is not None and not site.binding.is_chained
    if value.name not in options or not is_whole:
        return None
    origins = (view.value(one) for one in view.module.of(value.value.name))
    is_parsed = any(origin is not None and _is_parse_result(view, origin) for origin in origins)
    return value.name if is_parsed else None


def _is_parse_result(view: ScriptView, value: Expression) -> bool:
    """Say whether an expression gives parsed options: `parser.parse_args()`, `get_args()`, `FLAGS`."""
    if isinstance(value, Subscript):
        value = value.value
    if isinstance(value, Call):
        function = value.function
        is_parse = isinstance(function, Attribute) and function.name in _PARSES
        return is_parse or view.is_function(called_name(function))
    return isinstance(value, Attribute) and value.name == "FLAGS"
