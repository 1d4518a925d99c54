"""How deeply comprehensions nest: what Python's compiler may die of.

Since Python 3.12 a comprehension is a block of the code around it (PEP 709), and the compiler has room for 20
in each other (Include/cpython/code.h, CO_MAXBLOCKS). One comprehension too many is a SIGSEGV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["is_knotted"]

_DEEPEST: Final = 18


def is_knotted(tokens: Tokens) -> bool:
    r"""Say whether more comprehensions and suites nest than Python's compiler is trusted with.

    >>> from kohakuengine_tooling.lexing import lex
    >>> nested = lambda n: "x = " + "[" * n + "0" + " for i in y]" * n
    >>> [is_knotted(lex(nested(n))) for n in (2, 18, 19)]
    [False, False, True]
    >>> is_knotted(lex("with a:\n with b:\n  " + nested(17)))
    True
    """
    if not tokens.loops:
        return False
    loops = sorted(tokens.loops)
    return len(loops) > _DEEPEST - _most_suites(tokens) and _deepest(tokens, loops) > _DEEPEST


def _most_suites(tokens: Tokens) -> int:
    """Return an upper bound of the suites around a line."""
    return min(_DEEPEST, max(column for _, column in tokens.lines))


def _deepest(tokens: Tokens, loops: list[int]) -> int:
    """Return the most suites and comprehensions around one place."""
    deepest = following = 0
    columns: list[int] = []
    for (_, column), last in zip(tokens.lines, tokens.ends, strict=True):
        while columns and columns[-1] >= column:
            columns.pop()
        ends: list[int] = []
        while following < len(loops) and loops[following] < last:
            loop = loops[following]
            while ends and ends[-1] < loop:
                ends.pop()
            ends.append(tokens.partners[loop])
            deepest = max(deepest, len(columns) + len(ends))
            following += 1
        columns.append(column)
    return deepest
