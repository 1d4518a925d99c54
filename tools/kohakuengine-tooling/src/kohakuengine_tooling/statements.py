"""The statements of a script that is edited: after a change only those around it are read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, overload

from kohakuengine_tooling.future_features import future_flags
from kohakuengine_tooling.last_facts import with_last_facts, with_own_facts
from kohakuengine_tooling.piece import Origin, Piece
from kohakuengine_tooling.resplitting import resplit
from kohakuengine_tooling.splitting import BLANK, split
from kohakuengine_tooling.statement_reading import read_statement

if TYPE_CHECKING:
    from kohakuengine_tooling.resplitting import Resplit

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
        found = split(text)
        texts = _texts(text, found.starts, len(text))
        self.pieces = [Piece(start, read_statement(one)) for start, one in texts]
        self._split = replace(found, starts=_Starts(self.pieces))
        self._flags = future_flags(self.pieces)
        self._behind = Origin()
        self._gap = len(self.pieces)  # from here on they move together

    def change(self, text: str, same: tuple[int, int] | None = None) -> Change:
        """Read the text that this one has become; where that fails, this is used up.

        Args:
            text: The whole.
            same: As for `resplit`.
        """
        again = resplit(self._split, self._text, text, same=same)
        old = self.pieces[again.first : again.old_end]
        following = self.pieces[again.old_end : again.old_end + 1]
        end = following[0].start + again.moved if following else len(text)
        new = _texts(text, again.starts, end)
        texts = [one.current.text for one in old]
        first = _count_equal(texts, [one for _, one in new])
        last = _count_equal(texts[first:][::-1], [one for _, one in new[first:]][::-1])
        gone = old[first : len(old) - last]
        added = _read(new[first : len(new) - last], gone)
        at = again.first + first
        self._move(again)
        self.pieces[at : at + len(gone)] = added
        flags = future_flags(self.pieces)
        added = with_last_facts(added, gone, flags)
        self.pieces[at : at + len(added)] = added
        for piece, (start, _) in zip(self.pieces[again.first : again.end], new, strict=True):
            piece.place(start)  # also of those with the same text: the space around them may have changed
        mended = with_own_facts(self.pieces, flags) if flags != self._flags else {}
        if mended:
            self._mend(mended)
        self._text, self._flags = text, flags
        self._split = again.with_starts(_Starts(self.pieces))
        return Change([*gone, *mended], [*added, *mended.values()])

    def _move(self, again: Resplit) -> None:
        """Let the statements behind a change move: one number, where the last change was there, too."""
        for piece in self.pieces[self._gap : again.old_end]:
            piece.place(piece.start)
        for piece in self.pieces[again.old_end : self._gap]:
            piece.place(piece.start, self._behind)
        self._behind.at += again.moved
        self._gap = again.end

    def _mend(self, mended: dict[Piece, Piece]) -> None:
        """Put statements in the place of others."""
        for index, piece in enumerate(self.pieces):
            piece = mended.get(piece, piece)
            piece.place(piece.start)
            self.pieces[index] = piece
        self._gap = len(self.pieces)


class _Starts(Sequence[int]):
    """Where the statements of a script begin."""

    __slots__ = ("_pieces",)

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces

    def __len__(self) -> int:
        return len(self._pieces)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, int):
            return self._pieces[index].start
        return [piece.start for piece in self._pieces[index]]


def _texts(text: str, starts: Sequence[int], end: int) -> list[tuple[int, str]]:
    """Return statements that follow each other: where each begins, and its text; `end` is behind the last."""
    ends = [*starts[1:], end]
    return [(start, text[start:behind].rstrip(BLANK)) for start, behind in zip(starts, ends, strict=False)]


def _read(places: list[tuple[int, str]], gone: list[Piece]) -> list[Piece]:
    """Read statements; large classes among those that are gone may be what they were."""
    classes = [one.current.large_class for one in gone if one.current.large_class is not None]
    if len(places) == len(gone):
        before = [one.current.large_class for one in gone]
    else:
        before = [classes[0] if classes else None] * len(places)
    return [
        Piece(start, read_statement(text, known)) for (start, text), known in zip(places, before, strict=True)
    ]


def _count_equal(texts: list[str], others: list[str]) -> int:
    """Count the texts at the beginning of two lists that are the same."""
    count = 0
    for one, other in zip(texts, others, strict=False):
        if one != other:
            break
        count += 1
    return count
