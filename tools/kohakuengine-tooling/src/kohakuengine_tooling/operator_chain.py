"""Long chains of operators, cut into their operands: a sum of a thousand terms is ordinary Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kohakuengine_tooling.lexing import BRACKET, FORMATTED, KEYWORD, NAME, NUMBER, OPERATOR, STRING

if TYPE_CHECKING:
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["OperatorChain", "cut_at_operators"]

# From those that bind loosest (the Python language reference, 6.17). `**` binds to the right and is no chain.
_LEVELS: Final = (
    ("or",),
    ("and",),
    ("<", ">", "==", ">=", "<=", "!=", "in", "not", "is"),
    ("|",),
    ("^",),
    ("&",),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "//", "%", "@"),
)
_LEVEL: Final = {sign: level for level, signs in enumerate(_LEVELS) for sign in signs}
_COMPARISON: Final = _LEVEL["<"]
_KINDS: Final[dict[int, Literal["or", "and", "compare"]]] = {0: "or", 1: "and", 2: "compare"}
_LOOSER: Final = frozenset(("if", "else", "lambda", ":=", "for", "yield", ",", ":", "="))
_PAIRS: Final = (["not", "in"], ["is", "not"])
_ENDS: Final = frozenset(("True", "False", "None", "..."))


class OperatorChain(NamedTuple):
    """Operands and the operators between them, of one level.

    Attributes:
        kind: or, and, compare, or "" for arithmetic.
        operands: Their first token and the one behind their last, in order.
        signs: Between them.
    """

    kind: Literal["or", "and", "compare", ""]
    operands: list[tuple[int, int]]
    signs: list[str]


def cut_at_operators(tokens: Tokens, first: int, last: int) -> OperatorChain | None:
    """Cut an expression at the operators that bind loosest; None where there are none, or others do.

    >>> from kohakuengine_tooling.lexing import lex
    >>> cut_at_operators(lex("a * b + c"), 0, 5)
    OperatorChain(kind='', operands=[(0, 3), (4, 5)], signs=['+'])
    """
    operators = _operators(tokens, first, last)
    if not operators:
        return None
    level = min(_LEVEL[tokens.words[at]] for at, _ in operators)
    operands, signs, start = [], [], first
    for at, behind in operators:
        if _LEVEL[tokens.words[at]] == level:
            operands.append((start, at))
            signs.append(tokens.words[at])
            start = behind
    operands.append((start, last))
    if any(begin >= end for begin, end in operands):
        return None
    return OperatorChain(_KINDS.get(level, ""), operands, signs)


def _operators(tokens: Tokens, first: int, last: int) -> list[tuple[int, int]] | None:
    """Find the operators of two operands outside of brackets: where each begins, and what follows it."""
    kinds, words = tokens.kinds, tokens.words
    found = []
    has_not = False  # it binds looser than all but `and` and `or`
    is_operand = False  # before the token at hand
    index = first
    while index < last:
        kind, word = kinds[index], words[index]
        if kind in (BRACKET, FORMATTED):
            index = max(index, tokens.partners.get(index, index))
            is_operand = True
        elif kind in (OPERATOR, KEYWORD) and word in _LOOSER:
            return None
        elif is_operand and kind in (OPERATOR, KEYWORD) and word in _LEVEL:
            is_pair = words[index : index + 2] in _PAIRS
            behind = index + 1 + is_pair
            found.append((index, behind))
            index = behind - 1
            is_operand = False
        else:
            has_not = has_not or (kind == KEYWORD and word == "not")
            is_operand = kind in (NAME, NUMBER, STRING) or word in _ENDS
        index += 1
    if has_not:
        found = [(at, behind) for at, behind in found if _LEVEL[words[at]] < _COMPARISON]
    return found
