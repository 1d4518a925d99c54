"""The simple statements of a text, each with the function whose variables it sees first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.lexing import KEYWORD, Tokens, lex
from kohakuengine_tooling.outline.loose import find_operator, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Line", "body_lines_of", "lines_of"]

_KEPT = 1024
_HEADERS = frozenset(
    ("if", "elif", "else", "while", "for", "with", "try", "except", "finally", "def", "class", "async")
)


class Line(NamedTuple):
    """One simple statement, or a header.

    Attributes:
        tokens: Of the statement of the module level that it is a part of.
        first: Its first token.
        last: The one behind its last.
        function: Number of the function that it stands in, a class counting as one; 0 at module level.
        is_header: Whether it is the header of a block, with what follows on the same line.
    """

    tokens: Tokens
    first: int
    last: int
    function: int
    is_header: bool


@lru_cache(maxsize=_KEPT)
def lines_of(text: str) -> tuple[Line, ...]:
    """Return the simple statements and headers of a statement of the module level."""
    return tuple(_lines(lex(text)))


def body_lines_of(text: str) -> list[Line]:
    """Return the same, of a `def` or `class` only what stands behind the colon: it belongs to the body."""
    return [line for line in map(_without_head, lines_of(text)) if line.first < line.last]


def _without_head(line: Line) -> Line:
    if not line.is_header or not _is_definition(line.tokens, line.first):
        return line
    colon = find_operator(line.tokens, line.first, line.last, ":")
    return line._replace(first=line.last if colon is None else colon + 1)


def _lines(tokens: Tokens) -> Iterator[Line]:
    functions: list[tuple[int, int]] = []  # column of the `def`, number
    count = 0
    for (first, column), end in zip(tokens.lines, tokens.ends, strict=True):
        while functions and functions[-1][0] >= column:
            functions.pop()
        if _is_definition(tokens, first):
            count += 1
            functions.append((column, count))
        function = functions[-1][1] if functions else 0
        is_header = tokens.kinds[first] == KEYWORD and tokens.words[first] in _HEADERS
        for start, behind in parts(tokens, first, end, ";"):
            if start < behind:
                yield Line(tokens, start, behind, function, is_header and start == first)


def _is_definition(tokens: Tokens, first: int) -> bool:
    words = tokens.words
    return words[first] in ("def", "class") or words[first : first + 2] == ["async", "def"]
