"""Reading one statement of the module level, kept by its text: a keystroke reads one statement again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kohakuengine_tooling.compiler_limits import is_knotted
from kohakuengine_tooling.large_class import read_large_class
from kohakuengine_tooling.lexing import lex
from kohakuengine_tooling.plain_statement import read_plain_statement
from kohakuengine_tooling.scanning import scan
from kohakuengine_tooling.statement_facts import StatementFacts

if TYPE_CHECKING:
    from kohakuengine_tooling.large_class import LargeClass
    from kohakuengine_tooling.lexing import Tokens

__all__ = ["read_statement", "tokens_of"]

_KEPT = 4096
_LONGEST_KEPT = 10_000  # characters


def read_statement(text: str, before: LargeClass | None = None) -> StatementFacts:
    r"""Read a statement with what stands behind it up to the next one.

    Args:
        text: Line ends as `\n`.
        before: The large class that it may have been before the last change.

    Returns:
        Its facts, which are not to be changed. Of one that is nested too deeply they are few, and say so;
        whether all of it is Python is not asked here.
    """
    return _read_short(text) if len(text) <= _LONGEST_KEPT else _read(text, before)


@lru_cache(maxsize=_KEPT)
def _read_short(text: str) -> StatementFacts:
    return read_plain_statement(text) or _read(text)


class _Last:
    """The tokens of the statement that was read last: of one that is typed they are asked for once more."""

    __slots__ = ("tokens",)

    def __init__(self) -> None:
        self.tokens: Tokens | None = None


_LAST = _Last()


def tokens_of(text: str) -> Tokens:
    """Return the tokens of a statement, which are not to be changed."""
    last = _LAST.tokens
    return last if last is not None and last.text is text else lex(text)


def _read(text: str, before: LargeClass | None = None) -> StatementFacts:
    try:
        large = read_large_class(text, before)
        if large is not None:
            return large
        tokens = lex(text)
        _LAST.tokens = tokens if len(text) <= _LONGEST_KEPT else None
        return scan(tokens)
    except RecursionError:  # whoever calls stands deep already
        tokens = lex(text)
        return StatementFacts(text, comments=tokens.comments, cut_at=0, is_knotted=is_knotted(tokens))
