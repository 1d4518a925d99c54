"""The statements of a script that is edited: after a change only those around it are read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.last_facts import with_last_facts
from kohakuengine_tooling.piece import Piece
from kohakuengine_tooling.resplitting import resplit
from kohakuengine_tooling.splitting import split
from kohakuengine_tooling.statement_reading import read_statement

if TYPE_CHECKING:
    from kohakuengine_tooling.large_class import LargeClass

__all__ = ["Change", "Statements"]


class Change(NamedTuple):
    """What a change of the text did to its statements; the others are what they were, and have moved.

    Attributes:
        gone: Those that are no more.
        added: Those that are new.
    """

    gone: list[Piece]
    added: list[Piece]


class Statements:
    """The statements of one script.

    Attributes:
        pieces: In order.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._split = split(text)
        self.pieces = self._read(0, len(self._split.starts))

    def change(self, text: str) -> Change:
        """Read the text that this one has become."""
        again = resplit(self._split, self._text, text)
        moved = len(text) - len(self._text)
        self._text, self._split = text, again.split
        old = self.pieces[again.first : again.old_last]
        classes = [one.current.large_class for one in old if one.current.large_class is not None]
        new = self._read(again.first, again.last, *classes[:1])
        first = _count_equal(old, new)
        last = _count_equal(old[first:][::-1], new[first:][::-1])
        gone, behind = old[first : len(old) - last], old[len(old) - last :]
        for piece, one in zip((*old[:first], *behind), (*new[:first], *new[len(new) - last :]), strict=True):
            piece.start = one.start  # the same text, though the space around it may have changed
        rest = self.pieces[again.old_last :]
        if moved:
            for piece in rest:
                piece.start += moved
        added = with_last_facts(new[first : len(new) - last], gone)
        self.pieces = [*self.pieces[: again.first], *old[:first], *added, *behind, *rest]
        return Change(gone, added)

    def _read(self, first: int, last: int, before: LargeClass | None = None) -> list[Piece]:
        """Read the statements from one up to another; `before` is a large class that stood there."""
        text, starts = self._text, self._split.starts
        ends = [*starts[first + 1 : last + 1], len(text)]
        return [
            Piece(start, read_statement(text[start:end].rstrip(), before))
            for start, end in zip(starts[first:last], ends, strict=False)
        ]


def _count_equal(old: list[Piece], new: list[Piece]) -> int:
    """Count the statements at the beginning of two lists that have the same texts."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one.current.text != other.current.text:
            break
        count += 1
    return count
