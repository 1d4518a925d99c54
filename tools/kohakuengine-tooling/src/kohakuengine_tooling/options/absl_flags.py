"""Options declared with absl: `flags.DEFINE_float("lr", 0.1, "learning rate")`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from kohakuengine_tooling.call_text import ArgumentPart, CallText, find_calls
from kohakuengine_tooling.expression import NOT_STATIC, Sequence, static_constant
from kohakuengine_tooling.facts import Option
from kohakuengine_tooling.options.flagged import text_of
from kohakuengine_tooling.options.found_option import FoundOption
from kohakuengine_tooling.options.listed_choices import listed_choices
from kohakuengine_tooling.static_values import static_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.expression import Expression
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["absl_options"]

_PREFIX: Final = "DEFINE_"
_MARKS: Final = ("mark_flag_as_required", "mark_flags_as_required")
_TYPES: Final = {
    "string": "str",
    "integer": "int",
    "float": "float",
    "bool": "bool",
    "boolean": "bool",
    "enum": "str",
}
_ORDER: Final = ("name", "default", "help")
_ORDERS: Final = {  # of positional arguments, where it is another one
    "enum": ("name", "default", "enum_values", "help"),
    "enum_class": ("name", "default", "enum_class", "help"),
    "multi": ("parser", "serializer", "name", "default", "help"),
    "multi_enum": ("name", "default", "enum_values", "help"),
    "multi_enum_class": ("name", "default", "enum_class", "help"),
    "alias": ("name", "original_name"),
}


def absl_options(view: ScriptView, _docs: Docs) -> Iterator[FoundOption]:
    """List the flags that `DEFINE_...` declares; an alias is described by the flag that it is a name of."""
    known: dict[str, Option] = {}
    required = {static_constant(name) for name in _marked_as_required(view)}
    for piece in view.pieces:
        text = piece.facts.text
        if _PREFIX in text:
            for call in find_calls(text, lambda name: name.startswith(_PREFIX)):
                option = _option(view, call, view.line(piece.start + call.at), known)
                if option is not None:
                    known.setdefault(option.name, option)
                    is_required = option.is_required or option.name in required
                    yield FoundOption(replace(option, is_required=is_required), piece)


def _marked_as_required(view: ScriptView) -> Iterator[Expression]:
    """Yield the names that `mark_flag_as_required` and `mark_flags_as_required` are given."""
    for piece in view.pieces:
        if "_as_required" in piece.facts.text:
            for call in find_calls(piece.facts.text, lambda name: name in _MARKS):
                for part in call.positional()[:1]:
                    given = part.read()
                    yield from given.elements if isinstance(given, Sequence) else (given,)


def _option(view: ScriptView, call: CallText, line: int, known: dict[str, Option]) -> Option | None:
    kind = call.function.rpartition(".")[2].removeprefix(_PREFIX)
    positional = dict(zip(_ORDERS.get(kind, _ORDER), call.positional(), strict=False))
    given = {**positional, **call.keywords()}
    name = static_constant(given["name"].read()) if "name" in given else None
    if not isinstance(name, str):
        return None
    return _alias(name, given, line, known) if kind == "alias" else _flag(view, name, kind, given, line)


def _flag(view: ScriptView, name: str, kind: str, given: dict[str, ArgumentPart], line: int) -> Option:
    default = given.get("default")
    value: Any = NOT_STATIC if default is None else static_value(default.read())
    return Option(
        name=name,
        flags=(f"--{name}",),
        type=_TYPES.get(kind),
        default=None if default is None else default.text,
        value=None if value is NOT_STATIC else value,
        help=text_of(given["help"].read()) if "help" in given else None,
        choices=listed_choices(view, given["enum_values"].read()) if "enum_values" in given else None,
        line=line,
        library="absl",
        is_required="required" in given and static_constant(given["required"].read()) is True,
    )


def _alias(name: str, given: dict[str, ArgumentPart], line: int, known: dict[str, Option]) -> Option:
    """Describe another name of a flag: what is typed for it is typed for that one."""
    original = text_of(given["original_name"].read()) if "original_name" in given else None
    unknown = Option(
        name=name,
        flags=(),
        type=None,
        default=None,
        value=None,
        help=None,
        choices=None,
        line=line,
        library="absl",
    )
    return replace(
        known.get(original or "", unknown),
        name=name,
        flags=(f"--{name}",),
        help=f"Alias for --{original}." if original else None,
        line=line,
        is_required=False,
    )
