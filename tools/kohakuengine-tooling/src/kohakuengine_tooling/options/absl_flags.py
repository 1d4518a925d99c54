"""Options declared with absl: `flags.DEFINE_float("lr", 0.1, "learning rate")`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kohakuengine_tooling.call_text import ArgumentPart, CallText, find_calls
from kohakuengine_tooling.expression import NOT_STATIC, static_constant
from kohakuengine_tooling.facts import Option
from kohakuengine_tooling.options.flagged import choices_in, text_of
from kohakuengine_tooling.options.found_option import FoundOption
from kohakuengine_tooling.static_values import static_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["absl_options"]

_PREFIX: Final = "DEFINE_"
_TYPES: Final = {
    "string": "str",
    "integer": "int",
    "float": "float",
    "bool": "bool",
    "boolean": "bool",
    "enum": "str",
}
_ORDER: Final = ("name", "default", "help")
_ENUM_ORDER: Final = ("name", "default", "enum_values", "help")


def absl_options(view: ScriptView, _docs: Docs) -> Iterator[FoundOption]:
    """List the flags that `DEFINE_...` declares."""
    for piece in view.pieces:
        text = piece.facts.text
        if _PREFIX in text:
            for call in find_calls(text, lambda name: name.startswith(_PREFIX)):
                for option in _option(call, view.line(piece.start + call.at)):
                    yield FoundOption(option, piece)


def _option(call: CallText, line: int) -> Iterator[Option]:
    kind = call.function.rpartition(".")[2].removeprefix(_PREFIX)
    given = _given(call, _ENUM_ORDER if kind == "enum" else _ORDER)
    name = static_constant(given["name"].read()) if "name" in given else None
    if not isinstance(name, str):
        return
    default = given.get("default")
    value: Any = NOT_STATIC if default is None else static_value(default.read())
    yield Option(
        name=name,
        flags=(f"--{name}",),
        type=_TYPES.get(kind),
        default=None if default is None else default.text,
        value=None if value is NOT_STATIC else value,
        help=text_of(given["help"].read()) if "help" in given else None,
        choices=choices_in(given["enum_values"].read()) if "enum_values" in given else None,
        line=line,
        library="absl",
    )


def _given(call: CallText, order: tuple[str, ...]) -> dict[str, ArgumentPart]:
    """Return the arguments by their names, whether they are given by position or by name."""
    return {**dict(zip(order, call.positional(), strict=False)), **call.keywords()}
