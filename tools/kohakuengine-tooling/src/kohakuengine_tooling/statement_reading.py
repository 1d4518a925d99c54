"""Reading one statement of the module level, kept by its text: a keystroke reads one statement again."""

from __future__ import annotations

from functools import lru_cache

from kohakuengine_tooling.comprehension_depth import is_knotted
from kohakuengine_tooling.gate import SHORTEST_REFUSED
from kohakuengine_tooling.lexing import lex
from kohakuengine_tooling.plain_statement import read_plain_statement
from kohakuengine_tooling.scanning import scan
from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["read_statement"]

_KEPT = 4096


@lru_cache(maxsize=_KEPT)
def read_statement(text: str) -> StatementFacts:
    r"""Read a statement with what stands behind it up to the next one.

    Args:
        text: Line ends as `\n`.

    Returns:
        Its facts, which are not to be changed. Of one that is nested too deeply they are few, and say so;
        whether all of it is Python is not asked here.
    """
    plain = read_plain_statement(text)
    if plain is not None:
        return plain
    tokens = lex(text)
    try:
        facts = scan(tokens)
    except RecursionError:  # whoever calls stands deep already
        facts = StatementFacts(text, comments=tokens.comments, cut_at=0)
    facts.is_long = len(tokens.kinds) >= SHORTEST_REFUSED
    facts.is_knotted = is_knotted(tokens)
    return facts
