"""Which statements of a script read a name, and which bind it in functions; kept while it is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.scope import Reads
    from kohakuengine_tooling.statements import Change

__all__ = ["NameUses"]

_Users = dict[str, set["Piece"]]


class NameUses:
    """The statements that use names otherwise than by binding them at module level."""

    __slots__ = ("_at_import", "_bound_by_functions", "_in_annotations", "_later")

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._at_import: _Users = {}
        self._later: _Users = {}
        self._in_annotations: _Users = {}
        self._bound_by_functions: _Users = {}
        for piece in pieces:
            self._add(piece)

    def is_read_at_import(self, name: str) -> bool:
        """Say whether the body of the module reads a name."""
        return name in self._at_import

    def readers(self, name: str, *, are_annotations_read: bool) -> Iterator[tuple[Piece, int]]:
        """Yield the statements that read a name as a global, each with the first place in it."""
        for piece in self._at_import.get(name, ()):
            yield piece, piece.facts.reads[name]
        for piece in self._later.get(name, ()):
            yield piece, piece.facts.late_reads[name]
        for piece in self._in_annotations.get(name, ()) if are_annotations_read else ():
            yield piece, piece.facts.annotation_reads[name]

    def read_names(self) -> set[str]:
        """Return all names that are read."""
        return {*self._at_import, *self._later, *self._in_annotations}

    def first_bound(self, name: str) -> int | None:
        """Return where a function binds a name through `global` first, None where none does."""
        pieces = self._bound_by_functions.get(name, ())
        return min((one.start + one.facts.bound_by_functions[name] for one in pieces), default=None)

    def bound_by_functions(self) -> list[str]:
        """Return all names that functions bind through `global`, by place."""
        return sorted(self._bound_by_functions, key=lambda name: self.first_bound(name) or 0)

    def change(self, change: Change) -> None:
        """Take out the statements that are gone, and add those that are new."""
        for piece in change.gone:
            for users, names in self._tables(piece):
                for name in names:
                    users[name].discard(piece)
                    if not users[name]:
                        del users[name]
        for piece in change.added:
            self._add(piece)

    def _add(self, piece: Piece) -> None:
        for users, names in self._tables(piece):
            for name in names:
                if name in users:
                    users[name].add(piece)
                else:
                    users[name] = {piece}

    def _tables(self, piece: Piece) -> tuple[tuple[_Users, Reads], ...]:
        facts = piece.facts
        return (
            (self._at_import, facts.reads),
            (self._later, facts.late_reads),
            (self._in_annotations, facts.annotation_reads),
            (self._bound_by_functions, facts.bound_by_functions),
        )
