"""Reading expressions: text becomes a record, literals and names by their tokens, everything else by libcst."""

from __future__ import annotations

import re
from functools import lru_cache

from kohakuengine_tooling.expression import OPAQUE, Attribute, Expression, Name, Opaque
from kohakuengine_tooling.gate import why_refused
from kohakuengine_tooling.lexing import KEYWORDS, lex
from kohakuengine_tooling.literal_reading import read_literal, read_scalar

__all__ = ["TOO_LARGE", "is_broken", "read_expression"]

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_KEPT = 8192
TOO_LARGE = Opaque("too large")
BROKEN = Opaque("broken")


@lru_cache(maxsize=_KEPT)
def read_expression(text: str) -> Expression:
    r"""Read an expression. Nothing is evaluated.

    Args:
        text: Line ends as `\n`; brackets around it are not needed where it spans several lines.

    Returns:
        Its record; BROKEN where it is no Python, TOO_LARGE where the gate refuses it.

    >>> read_expression("np.float32(1)").function.name
    'float32'
    """
    scalar = read_scalar(text)
    if scalar is not None:
        return scalar
    if _DOTTED.fullmatch(text):
        return _dotted(text)
    tokens = lex(text)
    if tokens.broken_at is not None:
        return BROKEN
    literal = read_literal(tokens) if tokens.kinds else BROKEN
    if literal is not None:
        return literal
    if why_refused(tokens) is not None:
        return TOO_LARGE
    from kohakuengine_tooling.cst_reading import read_with_libcst

    return read_with_libcst(text)


def is_broken(expression: Expression) -> bool:
    """Say whether an expression is no Python."""
    return expression is BROKEN


def _dotted(text: str) -> Expression:
    first, *rest = text.split(".")
    if first in KEYWORDS:
        return BROKEN
    found: Expression = Name(first)
    for name in rest:
        found = Attribute(found, name)
    return found
