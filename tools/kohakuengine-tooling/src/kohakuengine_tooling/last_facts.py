"""The last facts of statements that are no Python now: a line that is being typed keeps what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.piece import Piece
from kohakuengine_tooling.syntax import problem_of

if TYPE_CHECKING:
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["with_last_facts", "with_own_facts"]


def with_last_facts(pieces: list[Piece], before: list[Piece], flags: int) -> list[Piece]:
    """Give statements that are no Python the facts that stood in their place when they were.

    Args:
        pieces: The statements that a change has brought, in order.
        before: Those that stood there before.
        flags: What the script takes from the future, as `compile` takes it.

    Returns:
        The same statements; those that are no Python with their last facts, where there are some.
    """
    is_one_to_one = len(pieces) == len(before)
    by_name = {name: one for one in reversed(before) for name in one.facts.scope.names}
    found = []
    for index, piece in enumerate(pieces):
        if _is_broken(piece.current, flags):
            known = before[index] if is_one_to_one else _namesake(piece, by_name)
            if known is not None and not _is_broken(known.facts, flags):
                piece = Piece(piece.start, known.facts, piece.current)
        found.append(piece)
    return found


def with_own_facts(pieces: list[Piece], flags: int) -> dict[Piece, Piece]:
    """Give statements the facts of their own text that are Python now, because others are not what they were.

    Args:
        pieces: All statements of a script.
        flags: What it takes from the future now.

    Returns:
        Those that had their last facts, each with what stands in its place.
    """
    return {
        piece: Piece(piece.start, piece.now)
        for piece in pieces
        if piece.now is not None and not _is_broken(piece.now, flags)
    }


def _is_broken(facts: StatementFacts, flags: int) -> bool:
    found = problem_of(facts, flags)
    return found is not None and not found.is_limit


def _namesake(piece: Piece, by_name: dict[str, Piece]) -> Piece | None:
    known = [by_name[name] for name in piece.current.scope.names if name in by_name]
    return min(known, key=lambda one: one.start, default=None)
