"""The test of a guard: `__name__ == "__main__"`, in either order, and as an operand of `and`."""

from __future__ import annotations

from kohakuengine_tooling.lexing import NAME, STRING, Tokens

__all__ = ["is_guard"]


def is_guard(tokens: Tokens, first: int, last: int) -> bool:
    """Say whether the tokens from `first` up to `last` hold only where the script is run itself.

    `!=` is not a guard but its opposite; `or` needs no guard to hold.
    """
    words, partners = tokens.words, tokens.partners
    pending = [(first, last)]
    while pending:
        first, last = pending.pop()
        while first < last and words[first] == "(" and partners.get(first) == last - 1:
            first, last = first + 1, last - 1
        operands = _operands(tokens, first, last)
        if operands is None:
            continue
        if len(operands) > 1:
            pending += operands
        elif _is_comparison(tokens, first, last):
            return True
    return False


def _operands(tokens: Tokens, first: int, last: int) -> list[tuple[int, int]] | None:
    """Cut at `and` outside of brackets; None where something binds less tightly."""
    operands = []
    start = index = first
    while index < last:
        word = tokens.words[index]
        if word in ("or", "if", "lambda", ":="):
            return None
        if word == "and":
            operands.append((start, index))
            start = index + 1
        elif word in ("(", "[", "{"):
            index = max(index, tokens.partners.get(index, index))
        index += 1
    return [*operands, (start, last)]


def _is_comparison(tokens: Tokens, first: int, last: int) -> bool:
    if last - first != 3 or tokens.words[first + 1] != "==":
        return False
    sides = ((tokens.kinds[i], tokens.words[i]) for i in (first, first + 2))
    return sorted(map(_side, sides)) == [_NAME_SIDE, _TEXT_SIDE]


_NAME_SIDE = "name"
_TEXT_SIDE = "text"


def _side(token: tuple[int, str]) -> str:
    kind, word = token
    if kind == NAME and word == "__name__":
        return _NAME_SIDE
    is_text = kind == STRING and "b" not in word[:2].lower()
    return _TEXT_SIDE if is_text and word.lstrip("rRuU").strip("\"'") == "__main__" else ""
