"""The statements of a script, placed in the file, and what they bind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kohakuengine_tooling.statement_facts import Binding, ScopeFacts, Span, StatementFacts

__all__ = ["Annotated", "Piece", "Site"]


@dataclass(slots=True, eq=False)
class Piece:
    """One statement of a script; while the script is edited, it moves.

    Attributes:
        start: Where it begins in the file.
        facts: What it says, or said last where it is no Python at the moment.
        now: In that case what its text gives as it stands, else None.
        is_right: Whether it is known to be Python.
    """

    start: int
    facts: StatementFacts
    now: StatementFacts | None = None
    is_right: bool = False

    @property
    def current(self) -> StatementFacts:
        """What its text gives as it stands."""
        return self.facts if self.now is None else self.now


class Site(NamedTuple):
    """One binding, placed in the file.

    Attributes:
        binding: What the statement says.
        piece: The statement of the module level that it belongs to.
        scope: The body that it stands in.
    """

    binding: Binding
    piece: Piece
    scope: ScopeFacts

    @property
    def at(self) -> int:
        """Where the name stands in the file."""
        return self.piece.start + self.binding.at

    def text(self, span: Span) -> str:
        """Return the text of a part of the statement."""
        return self.piece.facts.text[span.start : span.end]


class Annotated(NamedTuple):
    """The annotation of a name.

    Attributes:
        text: The annotation.
        owner: Where the statement begins, in that of the module level.
        piece: The statement of the module level.
    """

    text: str
    owner: int
    piece: Piece

    @property
    def at(self) -> int:
        """Where the statement begins in the file."""
        return self.piece.start + self.owner
