"""The heads of functions and classes: arguments and bases, and the scopes that they open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.scope import FUNCTION, Scope

if TYPE_CHECKING:
    from kohakuengine_tooling.expression_scan import ExpressionScan
    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.statement_facts import ArgumentText, Span

__all__ = ["ClassHead", "FunctionHead", "read_class_head", "read_function_head"]

_EQUALS: Final = frozenset("=")


class FunctionHead(NamedTuple):
    """What the head of a function says.

    Attributes:
        arguments: In the order of the source.
        around: The scope of its type parameters, that around it where it has none.
        inner: The scope of its body.
    """

    arguments: tuple[ArgumentText, ...]
    around: Scope
    inner: Scope


class ClassHead(NamedTuple):
    """What the head of a class says.

    Attributes:
        bases: Its positional arguments.
        around: The scope of its type parameters, that around it where it has none.
    """

    bases: tuple[Span, ...]
    around: Scope


def read_function_head(
    tokens: Tokens, expressions: ExpressionScan, at: int, colon: int, scope: Scope
) -> FunctionHead:
    """Read the head of a function.

    Args:
        tokens: Of the statement.
        expressions: Their reader.
        at: The token of its name.
        colon: That of the colon behind it.
        scope: That it stands in.
    """
    around = expressions.type_parameters(at + 1, scope)
    inner = Scope(FUNCTION, around)
    is_generic = at + 1 < colon and tokens.words[at + 1] == "["
    bracket = tokens.partners.get(at + 1, at) + 1 if is_generic else at + 1
    close = tokens.partners.get(bracket, colon)
    end = _end_of_arguments(tokens, bracket, min(close, colon))
    arguments = expressions.parameters(bracket + 1, end, inner, defaults=scope, annotations=around)
    if close + 2 < colon:  # behind the arrow
        expressions.read_annotation(close + 2, colon, around)
    return FunctionHead(tuple(arguments), around, inner)


def _end_of_arguments(tokens: Tokens, bracket: int, close: int) -> int:
    """Return the token behind the last argument of a function.

    A head that is never closed takes all that follows into its bracket: its arguments end with the first line
    that ends behind one of them, not behind a comma.
    """
    words, starts, text = tokens.words, tokens.starts, tokens.text
    if close >= len(words) or words[close] != ")" or words[bracket] != "(":
        index = bracket + 1
        while index < close:
            behind = min(tokens.partners.get(index, index), close - 1) + 1
            is_last = behind >= close or "\n" in text[tokens.end(behind - 1) : starts[behind]]
            if is_last and words[behind - 1] != ",":
                return behind - (words[behind - 1] == ":")
            index = behind
    return close


def read_class_head(
    tokens: Tokens, expressions: ExpressionScan, at: int, colon: int, scope: Scope
) -> ClassHead:
    """Read the head of a class; the arguments are as for a function."""
    around = expressions.type_parameters(at + 1, scope)
    bracket = at + 1 if around is scope else tokens.partners.get(at + 1, at) + 1
    close = tokens.partners.get(bracket, colon) if bracket < colon else colon
    bases = tuple(
        expressions.span(first, last)
        for first, last in expressions.split(bracket + 1, min(close, colon))
        if expressions.find(first, last, _EQUALS) == last and tokens.words[first] not in ("*", "**")
    )
    expressions.read(bracket + 1, min(close, colon), around)
    return ClassHead(bases, around)
