"""Tokens cut at commas and the like, in text that need not be Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.lexing import BRACKET, KEYWORD, NAME, OPERATOR, STRING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.body import Extent
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["callee_of", "find_operator", "is_opening", "keyword_of", "outside", "parts", "single_string"]

_OPENING = frozenset("([{")
_VALUES = frozenset(("None", "True", "False"))


def is_opening(tokens: Tokens, index: int) -> bool:
    """Say whether a token opens a bracket."""
    return tokens.kinds[index] == BRACKET and tokens.words[index] in _OPENING


def parts(tokens: Tokens, first: int, last: int, separator: str = ",") -> Iterator[Extent]:
    """Yield the parts of some tokens between separators, those within brackets and lambdas left out.

    The last part may be empty, as behind a trailing comma; so may any in text that is half typed.
    """
    start = index = first
    while index < last:
        if tokens.kinds[index] == OPERATOR and tokens.words[index] == separator:
            yield start, index
            start = index + 1
        index = _behind(tokens, index)
    yield start, last


def find_operator(tokens: Tokens, first: int, last: int, operator: str) -> int | None:
    """Return the first operator of some tokens that stands in none of their brackets and lambdas."""
    found = (at for at in outside(tokens, first, last) if tokens.words[at] == operator)
    return next((at for at in found if tokens.kinds[at] == OPERATOR), None)


def outside(tokens: Tokens, first: int, last: int) -> Iterator[int]:
    """Yield some tokens, what stands within their brackets and lambdas left out."""
    index = first
    while index < last:
        yield index
        index = _behind(tokens, index)


def _behind(tokens: Tokens, index: int) -> int:
    """Return the token behind one; behind what it opens."""
    return max(tokens.partners.get(index, index), index) + 1


def keyword_of(tokens: Tokens, first: int, last: int) -> str | None:
    """Return the name of a keyword argument, None for another one."""
    is_one = last - first >= 2 and tokens.kinds[first] == NAME and tokens.words[first + 1] == "="
    return tokens.words[first] if is_one else None


def single_string(tokens: Tokens, first: int, last: int) -> int | None:
    """Return the token of an expression that is one string and nothing else, brackets around it left out."""
    while last - first > 2 and tokens.words[first] == "(" and tokens.partners.get(first) == last - 1:
        first, last = first + 1, last - 1
    return first if last - first == 1 and tokens.kinds[first] == STRING else None


def callee_of(tokens: Tokens, opening: int) -> tuple[str, int]:
    """Return what the bracket calls or indexes.

    Returns:
        Its dotted name, "?" where it has none, and "" where the bracket stands for itself; and the token that
        it begins at.
    """
    before = opening - 1
    if before < 0 or not _is_value_end(tokens, before):
        return "", opening
    words: list[str] = []
    index = before
    while index >= 0 and tokens.kinds[index] == NAME:
        words.append(tokens.words[index])
        if index == 0 or tokens.words[index - 1] != ".":
            return ".".join(reversed(words)), index
        index -= 2
    return "?", before


def _is_value_end(tokens: Tokens, index: int) -> bool:
    kind, word = tokens.kinds[index], tokens.words[index]
    if kind == KEYWORD:
        return word in _VALUES
    if kind == BRACKET:
        return word not in _OPENING
    return kind != OPERATOR
