"""Options declared by a call with flags: argparse's `add_argument("--lr")` and click's `option("--lr")`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kohakuengine.config.fitting import ANY
from kohakuengine.config.specs import spec_text
from kohakuengine_tooling.call_text import ArgumentPart, CallText, find_calls
from kohakuengine_tooling.expression import (
    NOT_STATIC,
    Attribute,
    Call,
    Expression,
    Name,
    Sequence,
    called_name,
    static_constant,
)
from kohakuengine_tooling.facts import Option
from kohakuengine_tooling.options.found_option import FoundOption
from kohakuengine_tooling.static_values import static_value
from kohakuengine_tooling.type_specs import spec_of_annotation, spec_of_default

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.config.fitting import Spec
    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.facts import Library
    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["argparse_options", "choices_in", "click_options", "text_of", "typed_flags"]

_CLICK_CALLS: Final = ("option", "password_option")
_SWITCHES: Final = ("store_true", "store_false")
_SINGLE: Final = {"argparse": (NOT_STATIC, None, "?"), "click": (NOT_STATIC, None, 1)}


def argparse_options(view: ScriptView, _docs: Docs) -> Iterator[FoundOption]:
    """List the options that `X.add_argument(...)` declares, anywhere in the file."""
    for piece in view.pieces:
        text = piece.facts.text
        if "add_argument" in text:
            for call in find_calls(text, lambda name: name == "add_argument"):
                if call.function != "add_argument":  # a method, whatever it is called on
                    yield from _flagged(view, call, piece, "argparse")


def click_options(view: ScriptView, _docs: Docs) -> Iterator[FoundOption]:
    """List the options that `@click.option(...)` declares."""
    for piece in view.pieces:
        text = piece.facts.text
        if "option" in text:
            for call in find_calls(text, lambda name: name in _CLICK_CALLS):
                yield from _flagged(view, call, piece, "click")


def _flagged(view: ScriptView, call: CallText, piece: Piece, library: Library) -> Iterator[FoundOption]:
    texts = [static_constant(part.read()) for part in call.positional() if not part.stars]
    flags = [text for text in texts if isinstance(text, str)]
    if call.function.endswith("password_option"):
        flags = flags or ["--password"]
    dashed = typed_flags(flags, library)
    keywords = {name: part.read() for name, part in call.keywords().items()}
    if not dashed or static_constant(keywords.get("action")) in ("help", "version"):
        return
    is_switch = library == "click" and any("/" in flag for flag in dashed)  # --on/--off
    default, value = _default(call.keywords().get("default"), keywords, is_switch=is_switch)
    # argparse takes no type from a default: what is typed stays text.
    spec = _spec(view, keywords, library)
    if is_switch:
        spec = ("bool",)
    option = Option(
        name=_name(flags, dashed, keywords),
        flags=tuple(dashed),
        type=None if spec == ANY else spec_text(spec),
        default=default,
        value=value,
        help=text_of(keywords.get("help")),
        choices=choices_in(keywords.get("choices") or _choice_type(keywords.get("type"))),
        line=view.line(piece.start + call.at),
        library=library,
    )
    yield FoundOption(option, piece)


def typed_flags(flags: list[str], library: Library) -> list[str]:
    """Return those of the texts that are flags; of click's, an off flag may stand alone: " /-D"."""
    typed = [flag.strip() for flag in flags]
    return [flag for flag in typed if flag[:1] in ("-", "+") or (library != "argparse" and flag[:1] == "/")]


def _name(flags: list[str], dashed: list[str], keywords: dict[str, Expression]) -> str:
    """Return the destination: given, a plain name among the flags, else the first long flag's."""
    name = static_constant(keywords.get("dest"))
    if isinstance(name, str):
        return name
    plain = [flag for flag in flags if flag.isidentifier()]
    if plain:
        return plain[0]
    long = [flag for flag in dashed if flag[:2] in ("--", "++")] or dashed
    return long[0].split("/")[0].strip().lstrip("-+").replace("-", "_")


def _default(
    part: ArgumentPart | None, keywords: dict[str, Expression], *, is_switch: bool
) -> tuple[str | None, Any]:
    """Return the default's source text and its value; a flag has one without saying so."""
    if part is not None:
        value = static_value(part.read())
        return part.text, None if value is NOT_STATIC else value
    action = static_constant(keywords.get("action"))
    if action == "store_false":
        return "True", True
    if static_constant(keywords.get("count")) is True:  # click's; argparse has None where it was not typed
        return "0", 0
    is_flag = action == "store_true" or static_constant(keywords.get("is_flag")) is True
    return ("False", False) if is_flag or is_switch else (None, None)


def _spec(view: ScriptView, keywords: dict[str, Expression], library: Library) -> Spec:
    action = static_constant(keywords.get("action"))
    is_flag = static_constant(keywords.get("is_flag")) is True
    if "flag_value" in keywords:
        return ANY
    if is_flag or action in _SWITCHES or "Boolean" in called_name(keywords.get("action")):
        return ("bool",)
    if action == "count" or static_constant(keywords.get("count")) is True:
        return ("int",)
    kind = keywords.get("type")
    spec = spec_of_annotation(kind, view.meanings) if isinstance(kind, (Name, Attribute)) else None
    is_many = static_constant(keywords.get("nargs")) not in _SINGLE[library]
    if is_many or action in ("append", "extend") or static_constant(keywords.get("multiple")) is True:
        return ("list", spec or ANY)
    default = keywords.get("default")
    if spec is None and kind is None and default is not None and library == "click":
        spec = spec_of_default(default, view.meanings)
    return spec or ANY


def _choice_type(expression: Expression | None) -> Expression | None:
    """Return the list inside `click.Choice([...])`."""
    if not isinstance(expression, Call) or not called_name(expression.function).endswith("Choice"):
        return None
    return next(iter(expression.positional()), None)


def choices_in(expression: Expression | None) -> tuple[Any, ...] | None:
    """Return the values of a list of constants, None for anything else."""
    if not isinstance(expression, Sequence):
        return None
    values = [static_constant(element) for element in expression.elements]
    return None if NOT_STATIC in values else tuple(values)


def text_of(expression: Expression | None) -> str | None:
    """Return a string constant, None for anything else."""
    value = static_constant(expression)
    return value if isinstance(value, str) else None
