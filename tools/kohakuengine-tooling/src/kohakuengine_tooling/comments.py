"""The comments of a script that have a line of their own: documentation, headings and cells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.lexing import lex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["CommentLine", "Comments", "comments"]

_OWN_LINE = re.compile(r"([^\S\n]*)#([^\n]*)")
_BLOCK = 1 << 15  # characters, of which each is searched when a line in it is asked for


class CommentLine(NamedTuple):
    """A line that holds a comment and nothing else.

    Attributes:
        start: Where the line begins.
        indent: What stands before the comment.
        text: Behind its `#`.
    """

    start: int
    indent: str
    text: str


def comments(view: ScriptView) -> Iterator[int]:
    """Yield where the comments of a script begin, in order; `#` in a string begins none."""
    yield from _of_head(view)
    for piece in view.pieces:
        for at in piece.current.comments:
            yield piece.start + at


def _of_head(view: ScriptView) -> list[int]:
    """Return where the comments before the first statement begin."""
    first = view.pieces[0].start if view.pieces else len(view.script.text)
    return lex(view.script.text[:first]).comments


class Comments:
    """The lines of one script that are comments. Each is looked at when it is asked for, and once."""

    def __init__(self, view: ScriptView) -> None:
        self._view = view
        self._text = view.script.text
        self._lines: dict[int, CommentLine | None] = {}
        self._by_indent: dict[tuple[str, int], list[int]] = {}

    def at(self, start: int) -> CommentLine | None:
        """Return the line that begins at a place, None where it is no comment."""
        if start not in self._lines:
            self._lines[start] = self._read(start)
        return self._lines[start]

    def above(self, start: int) -> CommentLine | None:
        """Return the line above the one that begins at a place, None where it is no comment."""
        return self.at(self._text.rfind("\n", 0, start - 1) + 1) if start else None

    def block_above(self, start: int, indent: str) -> list[CommentLine]:
        """Return the comments right above a line, in order, as far as they are indented like this."""
        block: list[CommentLine] = []
        line = self.above(start)
        while line is not None and line.indent == indent:
            block.append(line)
            line = self.above(line.start)
        return block[::-1]

    def last_before(self, start: int, indent: str) -> CommentLine | None:
        """Return the nearest one above a line that is indented like this, None where there is none."""
        for block in range(start // _BLOCK, -1, -1):
            starts = self._indented_in(block, indent)
            index = end = bisect_left(starts, start)
            while index and self.at(starts[index - 1]) is None:
                index -= 1
            del starts[index:end]  # they stand in strings
            if index:
                return self.at(starts[index - 1])
        return None

    def indented(self, indent: str) -> list[int]:
        """Return where the lines begin that look like comments with this indentation, in order."""
        blocks = range(len(self._text) // _BLOCK + 1)
        return [start for block in blocks for start in self._indented_in(block, indent)]

    def _indented_in(self, block: int, indent: str) -> list[int]:
        """Return those of them that begin in one block of the text."""
        if (indent, block) not in self._by_indent:
            first, end = block * _BLOCK, (block + 1) * _BLOCK
            found = re.compile(f"\n{indent}#").finditer(self._text, max(first - 1, 0), end + len(indent))
            starts = [one.start() + 1 for one in found]
            is_first = block == 0 and self._text.startswith(f"{indent}#")
            self._by_indent[indent, block] = [0, *starts] if is_first else starts
        return self._by_indent[indent, block]

    def _read(self, start: int) -> CommentLine | None:
        found = _OWN_LINE.match(self._text, start)
        if found is None or not self._is_comment(found.end(1)):
            return None
        return CommentLine(start, found[1], found[2])

    def _is_comment(self, at: int) -> bool:
        """Say whether a `#` begins a comment: in a string it does not."""
        pieces = self._view.pieces
        index = bisect_right(pieces, at, key=lambda piece: piece.start) - 1
        if index < 0:
            return at in self._head
        known, at = pieces[index].current.comments, at - pieces[index].start
        place = bisect_left(known, at)
        return place < len(known) and known[place] == at

    @cached_property
    def _head(self) -> frozenset[int]:
        return frozenset(_of_head(self._view))
