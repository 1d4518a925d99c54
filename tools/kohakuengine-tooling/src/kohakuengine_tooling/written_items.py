"""What stands inside of brackets, with its place: the pairs of a dict display, the arguments of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.expression import static_constant
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.expression_scan import ExpressionScan
from kohakuengine_tooling.lexing import lex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.lexing import Tokens

__all__ = ["GivenItems", "ValueItem", "given_in", "pairs_in"]

_COLON: Final = frozenset(":")
_EQUALS: Final = frozenset("=")


class ValueItem(NamedTuple):
    """One thing that a path reaches.

    Attributes:
        path: What follows the name of the global, as in `model.depth`.
        default: Source text of its value, None where it is not written, or something else may replace it.
        at: Where it begins in the file.
        end: Where it ends.
        annotation: Text of its annotation, None where it has none.
    """

    path: str
    default: str | None
    at: int
    end: int
    annotation: str | None = None


class GivenItems(NamedTuple):
    """The arguments of a call.

    Attributes:
        positional: Those without a name, as far as it is known which they are: those before the first `*`.
        named: Those with a name.
        has_rest: Whether there is a `*rest`, of any number.
        has_more: Whether there is a `**more`, of any names.
    """

    positional: list[ValueItem]
    named: dict[str, ValueItem]
    has_rest: bool
    has_more: bool


def given_in(text: str, at: int) -> GivenItems:
    """Return the arguments of a call.

    Args:
        text: Of the call.
        at: Where it begins in the file.

    >>> given = given_in("Model(1, *rest, depth=4)", 0)
    >>> [one.default for one in given.positional], given.named["depth"].default, given.has_rest
    (['1'], '4', True)
    """
    tokens = lex(text)
    scan = ExpressionScan(tokens)
    positional: list[ValueItem] = []
    named: dict[str, ValueItem] = {}
    stars: set[str] = set()
    for start, end in scan.split(*_inside(tokens)):
        equals, word = scan.find(start, end, _EQUALS), tokens.words[start]
        if word in ("*", "**"):
            stars.add(word)
        elif equals == start + 1 and equals + 1 < end:
            named[word] = _item(tokens, word, start, equals + 1, end, at)
        elif equals >= end and "*" not in stars:
            positional.append(_item(tokens, "", start, start, end, at))
    return GivenItems(positional, named, has_rest="*" in stars, has_more="**" in stars)


def pairs_in(text: str, at: int) -> Iterator[ValueItem]:
    """Yield the items of a dict display whose keys are strings that a path can name.

    What a `**more` behind an item may replace has no known value; a display behind `**` is read like its own.

    Args:
        text: Of the display.
        at: Where it begins in the file.

    >>> [(one.path, one.default) for one in pairs_in('{"a": 1, **more, "b": 2, **{"c": 3}}', 0)]
    [('a', None), ('b', '2'), ('c', '3')]
    """
    tokens = lex(text)
    scan = ExpressionScan(tokens)
    found: list[ValueItem] = []
    unsure = 0  # so many of them
    for start, end in scan.split(*_inside(tokens)):
        colon = scan.find(start, end, _COLON)
        if tokens.words[start] == "**":
            inner, inner_at = _text(tokens, start + 1, end), tokens.starts[min(start + 1, end - 1)]
            if inner.startswith("{"):
                found += pairs_in(inner, at + inner_at)
            else:
                unsure = len(found)
        elif colon + 1 < end:
            key = static_constant(read_expression(_text(tokens, start, colon)))
            if isinstance(key, str) and key and "." not in key:
                found.append(_item(tokens, key, start, colon + 1, end, at))
    yield from (item._replace(default=None) for item in found[:unsure])
    yield from found[unsure:]


def _item(tokens: Tokens, path: str, start: int, first: int, last: int, at: int) -> ValueItem:
    """Make the item that begins with one token, and whose value is those from another one on."""
    return ValueItem(path, _text(tokens, first, last), at + tokens.starts[start], at + tokens.end(last - 1))


def _inside(tokens: Tokens) -> tuple[int, int]:
    """Return the tokens inside of the bracket that ends the text."""
    last = len(tokens.kinds) - 1
    return tokens.partners.get(last, last) + 1, last


def _text(tokens: Tokens, first: int, last: int) -> str:
    return tokens.text[tokens.starts[first] : tokens.end(last - 1)] if first < last else ""
