"""How deeply comprehensions nest: what Python's compiler may die of.

Since Python 3.12 a comprehension is a block of the code around it (PEP 709), and the compiler has room for 20
in each other (Include/cpython/code.h, CO_MAXBLOCKS). One comprehension too many is a SIGSEGV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["is_knotted"]

_DEEPEST: Final = 18  # of those 20 blocks; what a suite takes is counted roughly
_OF_TRY: Final = 3  # its `finally`, its `except`, and what unbinds the name of that
_TRIES: Final = frozenset(("try", "except", "finally", "else"))


def is_knotted(tokens: Tokens) -> bool:
    r"""Say whether more comprehensions and suites nest than Python's compiler is trusted with.

    >>> from kohakuengine_tooling.lexing import lex
    >>> nested = lambda n: "x = " + "[" * n + "0" + " for i in y]" * n
    >>> [is_knotted(lex(nested(n))) for n in (2, 18, 19)]
    [False, False, True]
    >>> is_knotted(lex("with a, b:\n with c:\n  " + nested(16)))
    True
    """
    return bool(tokens.loops) and _deepest(tokens, sorted(tokens.loops)) > _DEEPEST


def _deepest(tokens: Tokens, loops: list[int]) -> int:
    """Return the most blocks around one place, comprehensions among them."""
    deepest = following = around = 0
    suites: list[tuple[int, int]] = []  # column of the header, blocks
    for (first, column), last in zip(tokens.lines, tokens.ends, strict=True):
        while suites and suites[-1][0] >= column:
            around -= suites.pop()[1]
        ends: list[int] = []
        while following < len(loops) and loops[following] < last:
            loop = loops[following]
            while ends and ends[-1] < loop:
                ends.pop()
            ends.append(tokens.partners[loop])
            deepest = max(deepest, around + len(ends))
            following += 1
        blocks = _blocks_of(tokens, first, last)
        suites.append((column, blocks))
        around += blocks
    return deepest


def _blocks_of(tokens: Tokens, first: int, last: int) -> int:
    """Return how many blocks a line is at most to the lines that are indented under it."""
    word = tokens.words[first]
    if word in _TRIES:
        return _OF_TRY
    return 1 + tokens.words[first:last].count(",") if word in ("with", "async") else 1
