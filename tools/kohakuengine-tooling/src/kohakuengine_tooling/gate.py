"""The gate: what may be handed to libcst, decided by weighing tokens.

libcst 1.9 descends once for every bracket, operator, attribute and call that it is in, and dies of SIGSEGV
where the stack ends: on 10,000 of them under Linux, on a few hundred in a thread of 1 MB (Windows, musl). Its
time grows with the square of that number. So it is the heaviest path into an expression that counts.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.lexing import BRACKET, FORMATTED, KEYWORD, OPERATOR, STRING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.lexing import Tokens

__all__ = ["SHORTEST_REFUSED", "closed_gate", "is_closed", "why_refused", "why_statement_refused"]

_LONGEST_TEXT: Final = 200_000
"""In characters; a longer expression is data, of which nobody reads the value."""

# libcst 1.9 bears 860 links, 145 brackets or 70 `lambda a=` on 1 MB of stack. A third of it is let through.
_HEAVIEST: Final = 240
_OF_BRACKET: Final = 6
_OF_LAMBDA: Final = 12
SHORTEST_REFUSED: Final = _HEAVIEST // _OF_LAMBDA
"""Fewer tokens are refused for the length of their text alone."""

_LINKS: Final = frozenset(("not", "and", "or", "in", "is", "if", "else", "await"))
_OPENING: Final = frozenset("([{")


_is_closed: ContextVar[bool] = ContextVar("_is_closed", default=False)


@contextmanager
def closed_gate() -> Iterator[None]:
    """Hand nothing to libcst for a while, in this thread."""
    token = _is_closed.set(True)
    try:
        yield
    finally:
        _is_closed.reset(token)


def is_closed() -> bool:
    """Say whether nothing is handed to libcst at the moment."""
    return _is_closed.get()


def why_refused(tokens: Tokens, first: int = 0, last: int | None = None, weight: int = 0) -> str | None:
    """Say why the expression from token `first` up to `last` is not handed to libcst, None where it is.

    Args:
        tokens: Of the text.
        first: Its first token.
        last: Behind its last one; None for that of the text.
        weight: What stands around it.
    """
    if _is_closed.get():
        return "is not read for the time being"
    last = len(tokens.kinds) if last is None else last
    if first < last and tokens.end(last - 1) - tokens.starts[first] > _LONGEST_TEXT:
        return f"is longer than {_LONGEST_TEXT} characters"
    if last - first < SHORTEST_REFUSED and weight == 0:
        return None
    return _Weighing(tokens, weight).why_too_heavy(first, last)


def why_statement_refused(tokens: Tokens) -> str | None:
    """Say why a statement, with all that it holds, is not handed to libcst, None where it is."""
    if len(tokens.text) > _LONGEST_TEXT:
        return f"is longer than {_LONGEST_TEXT} characters"
    branches = tokens.words.count("elif")
    columns: list[int] = []
    for (first, column), last in zip(tokens.lines, tokens.ends, strict=True):
        while columns and columns[-1] >= column:
            columns.pop()
        columns.append(column)
        why = why_refused(tokens, first, last, branches + _OF_BRACKET * len(columns))
        if why is not None:
            return why
    return None


class _Level:
    """What an open bracket holds, or the text outside of all.

    Attributes:
        weight: Before it.
        lambdas: The colons of the lambdas in it that have not ended.
        clauses: The `for` in it.
    """

    __slots__ = ("clauses", "lambdas", "weight")

    def __init__(self, weight: int) -> None:
        self.weight = weight
        self.lambdas: list[int] = []
        self.clauses = 0


class _Weighing:
    """The weight of the path from the beginning of an expression to each of its tokens.

    What stands before a comma is not on the path of what stands behind it, unless the comma is one of a
    lambda's parameters or of a `for`.
    """

    __slots__ = ("_levels", "_partners", "_tokens", "_weight")

    def __init__(self, tokens: Tokens, weight: int) -> None:
        self._tokens = tokens
        self._partners = tokens.partners
        self._weight = weight
        self._levels = [_Level(weight)]

    def why_too_heavy(self, first: int, last: int) -> str | None:
        kinds, words = self._tokens.kinds, self._tokens.words
        before = 0
        for index in range(first, last):
            kind, word = kinds[index], words[index]
            if kind in (BRACKET, FORMATTED):
                self._bracket(word)
            elif kind == OPERATOR:
                if word == ",":
                    self._comma(index)
                else:
                    self._weight += 1
            elif kind == KEYWORD:
                self._keyword(word, index)
            elif kind == STRING and before in (STRING, FORMATTED):
                self._weight += 1
            if self._weight > _HEAVIEST:
                return "nests or chains more than can be read safely"
            before = kind
        return None

    def _bracket(self, word: str) -> None:
        if word in _OPENING:
            self._levels.append(_Level(self._weight))
            self._weight += _OF_BRACKET
        elif len(self._levels) > 1:
            self._weight = self._levels.pop().weight + 1

    def _comma(self, index: int) -> None:
        level = self._levels[-1]
        if not any(colon > index for colon in level.lambdas):
            level.lambdas.clear()
        inside = _OF_BRACKET if len(self._levels) > 1 else 0
        self._weight = level.weight + inside + _OF_LAMBDA * len(level.lambdas) + level.clauses

    def _keyword(self, word: str, index: int) -> None:
        if word == "lambda":
            self._levels[-1].lambdas.append(self._partners.get(index, len(self._tokens.kinds)))
            self._weight += _OF_LAMBDA
        elif word == "for":
            self._levels[-1].clauses += 1
            self._weight += 1
        elif word in _LINKS:
            self._weight += 1
