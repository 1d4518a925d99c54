"""The statements of a script that is edited: after a change only those around it are read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.future_features import future_flags
from kohakuengine_tooling.last_facts import with_last_facts, with_own_facts
from kohakuengine_tooling.piece import Piece
from kohakuengine_tooling.resplitting import resplit
from kohakuengine_tooling.splitting import BLANK, split
from kohakuengine_tooling.statement_reading import read_statement

if TYPE_CHECKING:
    from kohakuengine_tooling.splitting import Split

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
        places = _texts(text, self._split, 0, len(self._split.starts))
        self.pieces = [Piece(start, read_statement(one)) for start, one in places]
        self._flags = future_flags(self.pieces)

    def change(self, text: str) -> Change:
        """Read the text that this one has become."""
        again = resplit(self._split, self._text, text)
        old, new = self.pieces[again.first : again.old_end], _texts(text, again.split, again.first, again.end)
        texts = [one.current.text for one in old]
        first = _count_equal(texts, [one for _, one in new])
        last = _count_equal(texts[first:][::-1], [one for _, one in new[first:]][::-1])
        gone, behind = old[first : len(old) - last], old[len(old) - last :]
        added = _read(new[first : len(new) - last], gone)
        rest, moved = self.pieces[again.old_end :], len(text) - len(self._text)
        pieces = [*self.pieces[: again.first + first], *added, *behind, *rest]
        flags = future_flags(pieces)
        added = with_last_facts(added, gone, flags)
        pieces[again.first + first : again.first + first + len(added)] = added
        mended = with_own_facts(pieces, flags) if flags != self._flags else {}
        # Nothing can fail from here on.
        for piece, (start, _) in zip(
            (*old[:first], *behind), (*new[:first], *new[len(new) - last :]), strict=True
        ):
            piece.start = start  # the same text, though the space around it may have changed
        if moved:
            for piece in rest:
                piece.start += moved
        for piece, one in mended.items():
            one.start = piece.start
        self._text, self._split, self._flags = text, again.split, flags
        self.pieces = [mended.get(piece, piece) for piece in pieces] if mended else pieces
        return Change([*gone, *mended], [*added, *mended.values()])


def _texts(text: str, places: Split, first: int, end: int) -> list[tuple[int, str]]:
    """Return the statements from one up to another: where each begins, and its text."""
    starts = places.starts[first:end]
    ends = [*places.starts[first + 1 : end + 1], len(text)]
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
