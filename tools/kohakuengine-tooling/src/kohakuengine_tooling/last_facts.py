"""The last facts of statements that are no Python now: a line that is being typed keeps what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.syntax import problem_of

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import Piece
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["with_last_facts"]


def with_last_facts(pieces: list[Piece], before: list[Piece]) -> list[Piece]:
    """Give statements that are no Python the facts that stood in their place when they were.

    Args:
        pieces: The statements of a script as they are read now, in order.
        before: Those of its text before the last change.

    Returns:
        The same statements; those that are no Python with their last facts, where there are some.
    """
    first = _equal(pieces, before)
    rest = min(len(pieces), len(before)) - first
    last = _equal(pieces[::-1][:rest], before[::-1][:rest])
    changed = pieces[first : len(pieces) - last]
    candidates = before[first : len(before) - last]
    is_one_to_one = len(changed) == len(candidates)
    by_name = {name: one for one in reversed(candidates) for name in _names(one.facts)}
    found = []
    for index, piece in enumerate(changed):
        if _is_broken(piece.current):
            known = candidates[index] if is_one_to_one else _namesake(piece, by_name)
            if known is not None and not _is_broken(known.facts):
                piece = piece._replace(facts=known.facts, now=piece.current)
        found.append(piece)
    return [*pieces[:first], *found, *pieces[len(pieces) - last :]]


def _equal(pieces: list[Piece], before: list[Piece]) -> int:
    """Count the statements at the beginning that have not changed, those apart that keep older facts."""
    count = 0
    for piece, old in zip(pieces, before, strict=False):
        if old.now is not None or piece.facts.text != old.facts.text:
            break
        count += 1
    return count


def _is_broken(facts: StatementFacts) -> bool:
    found = problem_of(facts)
    return found is not None and not found.is_limit


def _namesake(piece: Piece, by_name: dict[str, Piece]) -> Piece | None:
    known = [by_name[name] for name in _names(piece.current) if name in by_name]
    return min(known, key=lambda one: one.start, default=None)


def _names(facts: StatementFacts) -> set[str]:
    return {binding.name for binding in facts.scope.bindings}
