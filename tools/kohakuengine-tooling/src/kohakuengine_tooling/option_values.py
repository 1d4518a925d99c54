"""Globals that are nothing but an option: `lr = args.lr`, where `args` is what a parser has read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.expression import (
    Attribute,
    Call,
    Constant,
    Expression,
    Name,
    Subscript,
    called_name,
)

if TYPE_CHECKING:
    from collections.abc import Container

    from kohakuengine_tooling.piece import Site
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["OptionValues"]

_PARSES: Final = ("parse_args", "parse_known_args", "parse_intermixed_args", "parse_known_intermixed_args")


class OptionValues:
    """The globals of one script that are options and nothing else."""

    __slots__ = ("_options", "_parsed", "_view")

    def __init__(self, view: ScriptView, options: Container[str]) -> None:
        """Take a script.

        Args:
            view: The script.
            options: Destinations of its options.
        """
        self._view = view
        self._options = options
        self._parsed: dict[str, bool] = {}

    def option_behind(self, sites: list[Site]) -> str | None:
        """Return the option that is the only value of all declarations of a name; None for no option."""
        behind = {self._behind(site) for site in sites}
        return behind.pop() if len(behind) == 1 else None

    def _behind(self, site: Site) -> str | None:
        options, name = _part_of(self._view.value(site))
        is_whole = site.binding.default is not None and not site.binding.is_chained
        if options is None or name not in self._options or not is_whole:
            return None
        return name if self._is_parsed(options) else None

    def _is_parsed(self, options: Expression) -> bool:
        """Say whether an expression is, or a name is bound to, what a parser has read."""
        if not isinstance(options, Name):
            return _is_parse_result(self._view, options)
        if options.name not in self._parsed:
            origins = map(self._view.value, self._view.module.of(options.name))
            self._parsed[options.name] = any(
                origin is not None and _is_parse_result(self._view, origin) for origin in origins
            )
        return self._parsed[options.name]


def _part_of(value: Expression | None) -> tuple[Expression | None, str]:
    """Return what an expression takes one part of, and its name: `args.lr`, `vars(args)["lr"]`; else None."""
    if isinstance(value, Attribute):
        return value.value, value.name
    if isinstance(value, Subscript) and isinstance(value.value, Call) and len(value.items) == 1:
        call, item = value.value, value.items[0]
        is_vars = called_name(call.function) == "vars" and len(call.arguments) == 1
        if is_vars and isinstance(item, Constant) and isinstance(item.value, str):
            return call.arguments[0].value, item.value
    return None, ""


def _is_parse_result(view: ScriptView, value: Expression) -> bool:
    """Say whether an expression gives parsed options: `parser.parse_args()`, `get_args()`, `FLAGS`."""
    if isinstance(value, Subscript):
        value = value.value
    if isinstance(value, Call):
        function = value.function
        is_parse = isinstance(function, Attribute) and function.name in _PARSES
        return is_parse or view.is_function(called_name(function))
    return isinstance(value, Attribute) and value.name == "FLAGS"
