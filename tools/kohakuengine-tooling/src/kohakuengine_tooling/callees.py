"""What the calls of a statement call: of a chain (`a.b().c().d()`) no link is read twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.expression import called_name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.lexing import BRACKET, NAME

if TYPE_CHECKING:
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["Callee", "Callees"]

_LONGEST_NAME: Final = 200  # of what is called; nobody asks for a longer one


class Callee(NamedTuple):
    """What is called.

    Attributes:
        name: Dotted, calls within it left out; "" where it has none, or one that is too long.
        first: The token that it begins with.
    """

    name: str
    first: int


class Callees:
    """The callees of one statement, by the tokens that their names end with."""

    __slots__ = ("_known", "_tokens")

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._known: dict[int, Callee] = {}

    def callee(self, index: int) -> Callee:
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
            found = self._known[link] = Callee(name, found.first)
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

    def _base(self, index: int) -> Callee:
        """Read what begins a chain: a name, or something in brackets."""
        tokens = self._tokens
        first = tokens.partners.get(index, index) if tokens.words[index] in (")", "]") else index
        text = tokens.text[tokens.starts[first] : tokens.end(index)]
        return Callee(_name_in(text) if len(text) < _LONGEST_NAME else "", first)


def _name_in(text: str) -> str:
    return called_name(read_expression(text))
