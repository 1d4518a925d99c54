"""The gate: what may be handed to libcst, decided by counting tokens.

libcst 1.9 dies of SIGSEGV on 10,000 nested brackets, chained signs or `lambda:`, and takes quadratic time for
a chain of operators, attributes, calls or subscripts: 0.2 s for 1,500 of them, minutes for 10,000.
"""

from __future__ import annotations

from typing import Final

from kohakuengine_tooling.lexing import KEYWORD, NAME, NUMBER, STRING, Tokens

__all__ = ["LONGEST_CHAIN", "LONGEST_TEXT", "why_refused"]

LONGEST_CHAIN: Final = 1500
LONGEST_TEXT: Final = 200_000
"""In characters; a longer expression is data, of which nobody reads the value."""

_DEEPEST: Final = 100
_LINKS: Final = frozenset(("not", "and", "or", "in", "is", "lambda", "if", "else", "await"))


def why_refused(tokens: Tokens, first: int = 0, last: int | None = None) -> str | None:
    """Say why the expression from token `first` up to `last` is not handed to libcst, None where it is."""
    last = len(tokens.kinds) if last is None else last
    if first < last and tokens.end(last - 1) - tokens.starts[first] > LONGEST_TEXT:
        return f"is longer than {LONGEST_TEXT} characters"
    depth = 0
    chains = [0]
    for kind, word in zip(tokens.kinds[first:last], tokens.words[first:last], strict=True):
        if word in ("(", "[", "{") and kind not in (NAME, NUMBER, STRING, KEYWORD):
            chains[depth] += 1
            depth += 1
            if depth > _DEEPEST:
                return f"nests more than {_DEEPEST} brackets"
            chains.append(0)
        elif word in (")", "]", "}") and depth:
            chains.pop()
            depth -= 1
        elif word == ",":
            chains[depth] = 0
        elif kind not in (NAME, NUMBER, STRING, KEYWORD) or word in _LINKS:
            chains[depth] += 1
        if chains[depth] > LONGEST_CHAIN:
            return f"chains more than {LONGEST_CHAIN} operators, calls or attributes"
    return None
