"""Reading expressions: text becomes a record, by its tokens where they suffice, else by libcst."""

from __future__ import annotations

import re
from functools import lru_cache

from kohakuengine_tooling.expression import Attribute, Expression, Name
from kohakuengine_tooling.gate import is_closed
from kohakuengine_tooling.lexing import KEYWORDS, lex
from kohakuengine_tooling.token_reading import BROKEN, TOO_LARGE, read_scalar, read_tokens

__all__ = ["TOO_LARGE", "is_broken", "read_expression"]

_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_KEPT = 8192


def read_expression(text: str) -> Expression:
    r"""Read an expression. Nothing is evaluated.

    Args:
        text: Line ends as `\n`; brackets around it are not needed where it spans several lines.

    Returns:
        Its record; BROKEN where it is no Python, TOO_LARGE where the gate refuses it.

    >>> read_expression("np.float32(1)").function.name
    'float32'
    """
    return _read(text, is_closed())


@lru_cache(maxsize=_KEPT)
def _read(text: str, _is_closed: bool) -> Expression:
    scalar = read_scalar(text)
    if scalar is not None:
        return scalar
    if _DOTTED.fullmatch(text):
        return _dotted(text)
    tokens = lex(text)
    return BROKEN if tokens.broken_at is not None else read_tokens(tokens)


def is_broken(expression: Expression) -> bool:
    """Say whether an expression is no Python."""
    return expression is BROKEN


def _dotted(text: str) -> Expression:
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFKC", text)  # as Python reads names (PEP 3131)
    first, *rest = text.split(".")
    if first in KEYWORDS:
        return BROKEN
    found: Expression = Name(first)
    for name in rest:
        found = Attribute(found, name)
    return found
