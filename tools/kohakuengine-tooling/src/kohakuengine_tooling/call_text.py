"""Calls as they stand in a statement: where each begins, and the text of its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.expression import Expression, called_name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.expression_scan import ExpressionScan
from kohakuengine_tooling.lexing import BRACKET, NAME, Tokens, lex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ArgumentPart", "CallText", "find_calls"]

_EQUALS: Final = frozenset("=")
_LONGEST_NAME: Final = 200  # of what is called; nobody asks for a longer one


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
    callees = _Callees(tokens)
    words, kinds = tokens.words, tokens.kinds
    for index in range(len(words) - 1):
        if kinds[index] == NAME and words[index + 1] == "(" and is_wanted(words[index]):
            close = tokens.partners.get(index + 1)
            if close is not None and close < len(words) and words[index - 1] != "def":
                yield _call(tokens, callees.callee(index), index, close)


def _call(tokens: Tokens, callee: _Callee, index: int, close: int) -> CallText:
    scan = ExpressionScan(tokens)
    parts = scan.split(index + 2, close)
    arguments = tuple(_argument(tokens, scan, first, last) for first, last in parts)
    return CallText(callee.name, tokens.starts[callee.first], arguments)


class _Callee(NamedTuple):
    """What is called.

    Attributes:
        name: As `CallText.function`.
        first: The token that it begins with.
    """

    name: str
    first: int


class _Callees:
    """What the calls of one statement call: of a chain (`a.b().c().d()`) no link is read twice."""

    __slots__ = ("_known", "_tokens")

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._known: dict[int, _Callee] = {}

    def callee(self, index: int) -> _Callee:
        """Return what ends with the name at a token."""
        words = self._tokens.words
        links: list[tuple[int, bool]] = []
        while index not in self._known and index >= 2 and words[index - 1] == ".":
            before, is_item = self._before(index - 2)
            links.append((index, is_item))
            index = before
        found = self._known[index] = self._known.get(index) or self._base(index)
        for link, is_item in reversed(links):
            is_named = found.name and not is_item and len(found.name) < _LONGEST_NAME
            name = f"{found.name}.{_name_in(words[link])}" if is_named else ""
            found = self._known[link] = _Callee(name, found.first)
        return found

    def _before(self, index: int) -> tuple[int, bool]:
        """Return the last token of what is called or indexed where that ends, and whether it is indexed."""
        kinds, words = self._tokens.kinds, self._tokens.words
        is_item = False
        while kinds[index] == BRACKET and words[index] in (")", "]"):
            opening = self._tokens.partners.get(index, 0)
            if opening == 0 or not (kinds[opening - 1] == NAME or words[opening - 1] in (")", "]")):
                break
            is_item = is_item or words[index] == "]"
            index = opening - 1
        return index, is_item

    def _base(self, index: int) -> _Callee:
        """Read what begins a chain: a name, or something in brackets."""
        tokens = self._tokens
        first = tokens.partners.get(index, index) if tokens.words[index] in (")", "]") else index
        text = tokens.text[tokens.starts[first] : tokens.end(index)]
        return _Callee(_name_in(text) if len(text) < _LONGEST_NAME else "", first)


def _name_in(text: str) -> str:
    return called_name(read_expression(text))


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
