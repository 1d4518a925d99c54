"""A text as the statements of its module level, as the server keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.splitting import split
from kohakuengine_tooling.statement_reading import read_statement

if TYPE_CHECKING:
    from kohakuengine_tooling.statement_facts import StatementFacts


def statements_of(text: str) -> list[tuple[int, StatementFacts]]:
    """Read the statements of a text, each with its place."""
    starts = split(text).starts
    ends = [*starts[1:], len(text)][: len(starts)]
    return [(start, read_statement(text[start:end])) for start, end in zip(starts, ends, strict=True)]
