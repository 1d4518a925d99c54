"""Blocks of a config that loading it never runs: those for type checkers, and for a file run by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.guard_test import is_guard
from kohakuengine_tooling.lexing import NAME, lex
from kohakuengine_tooling.outline.loose import find_operator
from kohakuengine_tooling.statement_facts import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.statement_facts import Binding, StatementFacts

__all__ = ["loaded_bindings"]


def loaded_bindings(facts: StatementFacts) -> list[Binding]:
    """List what a statement of the module level binds when a config is loaded."""
    bindings = facts.scope.bindings
    if "TYPE_CHECKING" not in facts.text and "__main__" not in facts.text:
        return bindings
    blocks = list(_idle_blocks(lex(facts.text)))
    return [one for one in bindings if not any(block.start <= one.owner < block.end for block in blocks)]


def _idle_blocks(tokens: Tokens) -> Iterator[Span]:
    lines = list(zip(tokens.lines, tokens.ends, strict=True))
    for number, ((first, column), end) in enumerate(lines):
        colon = find_operator(tokens, first, end, ":")
        if tokens.words[first] not in ("if", "elif") or colon is None:
            continue
        if not (is_guard(tokens, first + 1, colon) or _is_for_checkers(tokens, first + 1, colon)):
            continue
        last = end
        for (_, inner), behind in lines[number + 1 :]:
            if inner <= column:
                break
            last = behind
        if colon + 1 < last:
            yield Span(tokens.starts[colon + 1], tokens.end(last - 1))


def _is_for_checkers(tokens: Tokens, first: int, last: int) -> bool:
    """Say whether a test is `TYPE_CHECKING`, of any module."""
    words, kinds = tokens.words[first:last], tokens.kinds[first:last]
    is_dotted = all(kind == NAME for kind in kinds[::2]) and all(word == "." for word in words[1::2])
    return words[-1:] == ["TYPE_CHECKING"] and is_dotted
