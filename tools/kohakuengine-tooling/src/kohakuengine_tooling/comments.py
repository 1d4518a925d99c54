"""The comments of a script that have a line of their own: documentation, headings and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.lexing import FORMATTED, STRING, lex

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import Piece, ScriptView

__all__ = ["CommentLine", "comment_lines"]

_COMMENT = re.compile(r"^([ \t]*)#(.*)$", re.MULTILINE)


class CommentLine(NamedTuple):
    """A line that holds a comment and nothing else.

    Attributes:
        indent: Columns before it.
        text: Behind its `#`.
    """

    indent: int
    text: str


def comment_lines(view: ScriptView) -> dict[int, CommentLine]:
    """Find the lines of a script that are comments, by their 1-based numbers."""
    strings = _strings_over_lines(view)
    found = {}
    inside = next(strings, None)
    for comment in _COMMENT.finditer(view.script.text):
        at = comment.start(2)
        while inside is not None and inside[1] <= at:
            inside = next(strings, None)
        if inside is None or at < inside[0]:
            found[view.line(at)] = CommentLine(len(comment[1].expandtabs()), comment[2])
    return found


def _strings_over_lines(view: ScriptView) -> Iterator[tuple[int, int]]:
    """Yield where strings of several lines begin and end, in order."""
    for piece in view.pieces:
        text = piece.facts.text
        if "\n" in text and ('"""' in text or "'''" in text) and "#" in text:
            yield from _strings_of(piece)


def _strings_of(piece: Piece) -> Iterator[tuple[int, int]]:
    tokens = lex(piece.facts.text)
    for index, kind in enumerate(tokens.kinds):
        is_open = kind == FORMATTED and tokens.words[index] == "("
        if kind == STRING or is_open:
            last = tokens.partners.get(index, index) if is_open else index
            last = min(last, len(tokens.kinds) - 1)
            yield piece.start + tokens.starts[index], piece.start + tokens.end(last)
