"""Options that are the arguments of a function: of a typer command, or of what `fire.Fire` is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kohakuengine_tooling.call_text import find_calls
from kohakuengine_tooling.expression import (
    NOT_STATIC,
    Attribute,
    Call,
    Constant,
    Expression,
    Sequence,
    Subscript,
    called_name,
    last_name,
    static_constant,
)
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.expression_scan import ExpressionScan
from kohakuengine_tooling.facts import Option
from kohakuengine_tooling.lexing import lex
from kohakuengine_tooling.options.flagged import text_of, typed_flags
from kohakuengine_tooling.options.found_option import FoundOption
from kohakuengine_tooling.parameter_types import choices_of, type_of
from kohakuengine_tooling.static_values import static_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import ArgumentText, FunctionFacts, Span

__all__ = ["fire_options", "typer_options"]

_FIRES: Final = ("fire.Fire", "Fire")
_COMMANDS: Final = ("command", "callback")


def typer_options(view: ScriptView, _docs: Docs) -> Iterator[FoundOption]:
    """List the options of typer's commands: their arguments that have a default or `typer.Option(...)`."""
    given = set(_given_to_typer(view))
    for piece in view.pieces:
        for function in piece.facts.functions:
            if function.name in given or _is_command(function, piece):
                for argument in function.arguments:
                    for option in _typer_option(view, argument, piece):
                        yield FoundOption(option, piece)


def _given_to_typer(view: ScriptView) -> Iterator[str]:
    """Yield the names that `typer.run` is given."""
    for piece in view.pieces:
        if "run" in piece.facts.text:
            for call in find_calls(piece.facts.text, lambda name: name == "run"):
                first = next(iter(call.positional()), None)
                is_typers = (
                    bool(call.function)
                    and view.meanings.called(read_expression(call.function)) == "typer.run"
                )
                if first is not None and is_typers:
                    yield first.text


def _is_command(function: FunctionFacts, piece: Piece) -> bool:
    for span in function.decorators:
        decorator = read_expression(_text(piece, span))
        target = decorator.function if isinstance(decorator, Call) else decorator
        if isinstance(target, Attribute) and target.name in _COMMANDS:
            return True
    return False


def _typer_option(view: ScriptView, argument: ArgumentText, piece: Piece) -> Iterator[Option]:
    default = None if argument.default is None else read_expression(_text(piece, argument.default))
    annotation = None if argument.annotation is None else _text(piece, argument.annotation)
    marks = _marks(default, annotation)
    mark = next((one for one in marks if _is_mark(one, "Option")), None)
    is_positional = any(_is_mark(one, "Argument") for one in marks)
    if is_positional or (default is None and mark is None) or argument.kind not in ("positional", "keyword"):
        return
    text, value = _default_of(default, argument, piece, mark)
    inner = _inner(annotation)
    flags = [one for one in map(static_constant, mark.positional()) if isinstance(one, str)] if mark else []
    dashed = tuple(typed_flags(flags, "typer"))
    yield Option(
        name=argument.name,
        flags=dashed or (f"--{argument.name.replace('_', '-')}",),
        type=type_of(view, inner, None if text is None else read_expression(text)),
        default=text,
        value=None if value is NOT_STATIC else value,
        help=text_of(mark.keyword("help")) if mark else None,
        choices=choices_of(view, inner, None, is_flag=True),
        line=view.line(piece.start + argument.at),
        library="typer",
    )


def _default_of(
    default: Expression | None, argument: ArgumentText, piece: Piece, mark: Call | None
) -> tuple[str | None, Any]:
    """Return source text and value of an option's default; `...` is none, and `Option(1)` has it inside."""
    if default is None or argument.default is None:
        return None, NOT_STATIC
    text = _text(piece, argument.default)
    if mark is default and mark is not None:
        call = next(find_calls(text, lambda name: name == "Option"), None)
        parts = call.positional() if call is not None else []
        named = call.keywords().get("default") if call is not None else None
        part = parts[0] if parts else named
        if part is None:
            return text, NOT_STATIC
        text = part.text
    value = static_value(read_expression(text))
    return (None, NOT_STATIC) if read_expression(text) == Constant(...) else (text, value)


def _marks(default: Expression | None, annotation: str | None) -> list[Call]:
    """Return the calls that say what an argument is: its default, and those in `Annotated[...]`."""
    items = [default]
    expression = None if annotation is None else read_expression(annotation)
    if isinstance(expression, Subscript):
        for item in expression.items:
            items += item.elements if isinstance(item, Sequence) else (item,)
    return [item for item in items if isinstance(item, Call)]


def _is_mark(call: Call, mark: str) -> bool:
    return called_name(call.function).rpartition(".")[2] == mark


def _inner(annotation: str | None) -> str | None:
    """Return the type in `Annotated[float, typer.Option(...)]`."""
    if annotation is None:
        return None
    expression = read_expression(annotation)
    if not isinstance(expression, Subscript) or last_name(expression.value) != "Annotated":
        return annotation
    tokens = lex(annotation)
    scan = ExpressionScan(tokens)
    opening = tokens.words.index("[")
    parts = scan.split(opening + 1, tokens.partners.get(opening, len(tokens.words)))
    first, last = parts[0]
    return annotation[slice(*scan.span(first, last))]


def fire_options(view: ScriptView, _docs: Docs) -> Iterator[FoundOption]:
    """List the arguments of the functions that `fire.Fire` is given: each is a flag."""
    for entry in view.entries:
        known = view.function(entry.name)
        if entry.framework not in _FIRES or known is None:
            continue
        function, piece = known
        for argument in function.arguments:
            if argument.kind in ("positional", "keyword"):
                yield FoundOption(_fire_option(view, argument, piece), piece)


def _fire_option(view: ScriptView, argument: ArgumentText, piece: Piece) -> Option:
    text = None if argument.default is None else _text(piece, argument.default)
    annotation = None if argument.annotation is None else _text(piece, argument.annotation)
    default = None if text is None else read_expression(text)
    value = NOT_STATIC if default is None else static_value(default)
    return Option(
        name=argument.name,
        flags=(f"--{argument.name}",),
        type=type_of(view, annotation, default),
        default=text,
        value=None if value is NOT_STATIC else value,
        help=None,
        choices=choices_of(view, annotation, default, is_flag=True),
        line=view.line(piece.start + argument.at),
        library="fire",
    )


def _text(piece: Piece, span: Span) -> str:
    return piece.facts.text[span.start : span.end]
