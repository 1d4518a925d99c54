"""What Python's compiler may die of, or not end on: blocks in each other, and sums that it calculates.

Since Python 3.12 a comprehension is a block of the code around it (PEP 709), and the compiler has room for 20
in each other (Include/cpython/code.h, CO_MAXBLOCKS); one comprehension or `await` too many is a SIGSEGV. The
body of a `finally` is copied to every way out of its `try`, so their number doubles with each that nests.
Every part of a sum of constants is calculated and kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["is_knotted"]

_DEEPEST: Final = 18  # of those 20 blocks; what a suite takes is counted roughly
_OF_TRY: Final = 3  # its `finally`, its `except`, and what unbinds the name of that
_TRIES: Final = frozenset(("try", "except", "finally", "else"))
_MOST_FINALLY: Final = 3  # in each other
_LONGEST_SUM: Final = 100
_CELL_OF_CLASS: Final = ("__class__", "__classdict__")  # what the compiler of 3.12 loses in comprehensions


def is_knotted(tokens: Tokens) -> bool:
    r"""Say whether a statement is more than Python's compiler is trusted with; its parser is.

    >>> from kohakuengine_tooling.lexing import lex
    >>> nested = lambda n: "x = " + "[" * n + "0" + " for i in y]" * n
    >>> [is_knotted(lex(nested(n))) for n in (2, 17, 18)]
    [False, False, True]
    >>> is_knotted(lex("with a, b:\n with c:\n  " + nested(15)))
    True
    """
    words = tokens.words
    if words.count("+") > _LONGEST_SUM and "*" in words:
        return True
    if words.count("finally") > _MOST_FINALLY and _most_tries(tokens) > _MOST_FINALLY:
        return True
    if any(name in tokens.text and name in words for name in _CELL_OF_CLASS):
        return True
    levels = len({column for _, column in tokens.lines})
    most = len(tokens.loops) + _OF_TRY * levels + (words.count(",") if "with" in words else 0)
    return most > _DEEPEST and _deepest(tokens, sorted(tokens.loops)) > _DEEPEST


def _deepest(tokens: Tokens, loops: list[int]) -> int:
    """Return the most blocks around one place, comprehensions among them."""
    deepest = following = around = 0
    suites: list[tuple[int, int]] = []  # column of the header, blocks
    for (first, column), last in zip(tokens.lines, tokens.ends, strict=True):
        while suites and suites[-1][0] >= column:
            around -= suites.pop()[1]
        blocks = _blocks_of(tokens, first, last)
        suites.append((column, blocks))
        around += blocks
        deepest = max(deepest, around)
        ends: list[int] = []
        while following < len(loops) and loops[following] < last:
            loop = loops[following]
            while ends and ends[-1] < loop:
                ends.pop()
            ends.append(tokens.partners[loop])
            deepest = max(deepest, around + len(ends))
            following += 1
    return deepest


def _most_tries(tokens: Tokens) -> int:
    """Return the most suites of `try` and `finally` around one line."""
    most = 0
    columns: list[int] = []  # of those headers
    for first, column in tokens.lines:
        while columns and columns[-1] >= column:
            columns.pop()
        if tokens.words[first] in ("try", "finally"):
            columns.append(column)
            most = max(most, len(columns))
    return most


def _blocks_of(tokens: Tokens, first: int, last: int) -> int:
    """Return how many blocks a line is at most to the lines that are indented under it."""
    word = tokens.words[first]
    if word in _TRIES:
        return _OF_TRY
    return 1 + tokens.words[first:last].count(",") if word in ("with", "async") else 1
