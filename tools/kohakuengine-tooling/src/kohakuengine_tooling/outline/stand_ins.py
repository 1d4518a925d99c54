"""Assignments that stand in for an import that failed: `torch = None` is no value of a config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.lexing import KEYWORD, lex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.statement_facts import Binding, StatementFacts

__all__ = ["stand_ins_of"]

_OTHERS: Final = frozenset(("elif", "else", "except", "finally"))


class _Row(NamedTuple):
    """A logical line, or what stands behind the colon of one.

    Attributes:
        start: Its offset.
        column: Of its indentation.
        is_other: Whether it begins another branch of the statement before it.
    """

    start: int
    column: float
    is_other: bool


def stand_ins_of(facts: StatementFacts, assignments: Iterable[Binding]) -> Iterator[Binding]:
    """Yield those of the assignments in a statement that stand in for an import in another branch of it."""
    imports = [binding for binding in facts.scope.bindings if binding.kind == "import"]
    pairs = [(one, other) for one in assignments for other in imports if one.name == other.name]
    if pairs:
        rows = list(_rows(lex(facts.text)))
        yield from (one for one, other in pairs if _are_in_branches(rows, one.owner, other.owner))


def _rows(tokens: Tokens) -> Iterator[_Row]:
    for (first, column), end in zip(tokens.lines, tokens.ends, strict=True):
        is_keyword = tokens.kinds[first] == KEYWORD
        yield _Row(tokens.starts[first], column, is_keyword and tokens.words[first] in _OTHERS)
        if is_keyword and end - first > 1:
            yield _Row(tokens.starts[first + 1], column + 0.5, is_other=False)


def _are_in_branches(rows: Sequence[_Row], one: int, other: int) -> bool:
    """Say whether two simple statements stand in two branches of one statement."""
    begin, end = sorted((one, other))
    first = max(index for index, row in enumerate(rows) if row.start <= begin)
    last = max(index for index, row in enumerate(rows) if row.start <= end)
    between = rows[first + 1 : last]
    return any(
        row.is_other
        and row.column < min(rows[first].column, rows[last].column)
        and all(one.column > row.column or (one.is_other and one.column == row.column) for one in between)
        for row in between
    )
