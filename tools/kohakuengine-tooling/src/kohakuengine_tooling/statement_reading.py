"""Reading one statement of the module level, kept by its text: a keystroke reads one statement again."""

from __future__ import annotations

from functools import lru_cache

from kohakuengine_tooling.gate import LONGEST_CHAIN, why_refused
from kohakuengine_tooling.lexing import Tokens, lex
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
    too_large = _why_too_large(tokens)
    try:
        facts = scan(tokens)
    except RecursionError:
        facts = StatementFacts(text, comments=tokens.comments)
        too_large = too_large or "is nested too deeply"
    facts.too_large = too_large
    return facts


def _why_too_large(tokens: Tokens) -> str | None:
    if len(tokens.kinds) <= LONGEST_CHAIN:
        return None
    if tokens.words.count("elif") > LONGEST_CHAIN:
        return f"has more than {LONGEST_CHAIN} 'elif'"
    return why_refused(tokens)
