"""Calls as they stand in a statement: where each begins, and the text of its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.callees import Callees
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.expression_scan import ExpressionScan
from kohakuengine_tooling.lexing import NAME, Tokens, lex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kohakuengine_tooling.callees import Callee
    from kohakuengine_tooling.expression import Expression

__all__ = ["ArgumentPart", "CallText", "find_calls"]

_EQUALS: Final = frozenset("=")


class ArgumentPart(NamedTuple):
    """One argument of a call.

    Attributes:
        name: Of a keyword argument, else None.
        stars: `*` or `**` before it, else "".
        text: Of its value.
    """

    name: str | None
    stars: str
    text: str

    def read(self) -> Expression:
        """Read its value."""
        return read_expression(self.text)


class CallText(NamedTuple):
    """One call.

    Attributes:
        function: Dotted name of what is called, calls within it left out; "" where it has none, or one that
            is too long.
        at: Where the call begins in the statement.
        arguments: As they stand.
    """

    function: str
    at: int
    arguments: tuple[ArgumentPart, ...]

    def positional(self) -> list[ArgumentPart]:
        """Return the arguments without a name, those with one star among them."""
        return [one for one in self.arguments if one.name is None and one.stars != "**"]

    def keywords(self) -> dict[str, ArgumentPart]:
        """Return the arguments with a name."""
        return {one.name: one for one in self.arguments if one.name is not None}


def find_calls(text: str, is_wanted: Callable[[str], bool]) -> Iterator[CallText]:
    """Find the calls of functions in a statement, in the order of the source.

    Args:
        text: Of the statement.
        is_wanted: Asked with the last name of each function.

    >>> [call.at for call in find_calls("p.add_argument('--lr')", lambda name: name == "add_argument")]
    [0]
    """
    tokens = lex(text)
    callees = Callees(tokens)
    words, kinds = tokens.words, tokens.kinds
    for index in range(len(words) - 1):
        if kinds[index] == NAME and words[index + 1] == "(" and is_wanted(words[index]):
            close = tokens.partners.get(index + 1)
            if close is not None and close < len(words) and words[index - 1] != "def":
                yield _call(tokens, callees.callee(index), index, close)


def _call(tokens: Tokens, callee: Callee, index: int, close: int) -> CallText:
    scan = ExpressionScan(tokens)
    parts = scan.split(index + 2, close)
    arguments = tuple(_argument(tokens, scan, first, last) for first, last in parts)
    return CallText(callee.name, tokens.starts[callee.first], arguments)


def _argument(tokens: Tokens, scan: ExpressionScan, first: int, last: int) -> ArgumentPart:
    stars = tokens.words[first] if tokens.words[first] in ("*", "**") else ""
    first += len(stars) > 0
    equals = scan.find(first, last, _EQUALS)
    name = None
    if equals == first + 1 and equals < last:
        name, first = tokens.words[first], equals + 1
    text = ""
    if first < last:
        start, end = scan.span(first, last)
        text = tokens.text[start:end]
    return ArgumentPart(name, stars, text)
