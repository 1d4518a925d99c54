"""The statements of a script, placed in the file, and what they bind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.statement_facts import (
        Binding,
        ClassFacts,
        ScopeFacts,
        Span,
        StatementFacts,
    )

__all__ = ["Annotated", "ClassSite", "Origin", "Piece", "Site", "bodies_of"]


class Origin:
    """A place from which others are counted; where it moves, they do.

    Attributes:
        at: Where it is in the file.
    """

    __slots__ = ("at",)

    def __init__(self) -> None:
        self.at = 0


_FILE: Final = Origin()


class Piece:
    """One statement of a script; while the script is edited, it moves.

    Attributes:
        facts: What it says, or said last where it is no Python at the moment.
        now: In that case what its text gives as it stands, else None.
        right_under: The flags of `compile` under which it is known to be Python, None where it is not known.
    """

    __slots__ = ("_offset", "_origin", "facts", "now", "right_under")

    def __init__(self, start: int, facts: StatementFacts, now: StatementFacts | None = None) -> None:
        self._origin, self._offset = _FILE, start
        self.facts = facts
        self.now = now
        self.right_under: int | None = None

    @property
    def start(self) -> int:
        """Where it begins in the file."""
        return self._origin.at + self._offset

    def place(self, start: int, origin: Origin = _FILE) -> None:
        """Tell it where it begins in the file now, and what it moves with."""
        self._origin, self._offset = origin, start - origin.at

    @property
    def current(self) -> StatementFacts:
        """What its text gives as it stands."""
        return self.facts if self.now is None else self.now

    @property
    def whole(self) -> Piece:
        """The statement of the module level that it is, or is a part of."""
        return self

    def settle(self, flags: int) -> None:
        """Note that it is Python under these flags of `compile`."""
        self.right_under = flags
        if self.current.large_class is not None:
            for member in self.current.large_class.members:
                member.right_under = flags


class _PartOfClass(Piece):
    """A statement in the body of a large class, as the class stands now."""

    __slots__ = ("_whole",)

    def __init__(self, whole: Piece, at: int, facts: StatementFacts) -> None:
        super().__init__(whole.start + at, facts)
        self._whole = whole

    @property
    def whole(self) -> Piece:
        return self._whole


def bodies_of(facts: ClassFacts, piece: Piece) -> Iterator[tuple[ScopeFacts, Piece]]:
    """Yield the body of a class with the statement that it stands in; that of a large one in parts."""
    if facts.members:
        for at, member in facts.members:
            yield member.scope, _PartOfClass(piece, at, member)
    else:
        yield facts.body, piece


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

    @property
    def end(self) -> int:
        """Where the simple statement, or the header, that it belongs to ends in the file."""
        return self.piece.start + self.binding.end

    @property
    def default_at(self) -> int:
        """Where its own part of the value begins in the file; where it has none, where the name stands."""
        default = self.binding.default
        return self.at if default is None else self.piece.start + default.start

    def text(self, span: Span) -> str:
        """Return the text of a part of the statement."""
        return self.piece.facts.text[span.start : span.end]


class ClassSite(NamedTuple):
    """A class, with the statement that it stands in."""

    facts: ClassFacts
    piece: Piece


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
