"""The comments of a script that have a line of their own: documentation, headings and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.lexing import lex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["CommentLine", "comment_lines", "comments"]


class CommentLine(NamedTuple):
    """A line that holds a comment and nothing else.

    Attributes:
        indent: Columns before it.
        text: Behind its `#`.
    """

    indent: int
    text: str


def comments(view: ScriptView) -> Iterator[int]:
    """Yield where the comments of a script begin, in order; `#` in a string begins none."""
    first = view.pieces[0].start if view.pieces else len(view.script.text)
    yield from lex(view.script.text[:first]).comments
    for piece in view.pieces:
        for at in piece.current.comments:
            yield piece.start + at


def comment_lines(view: ScriptView) -> dict[int, CommentLine]:
    """Find the lines of a script that are comments, by their 1-based numbers."""
    found = {}
    text = view.script.text
    for at in comments(view):
        line = view.line(at)
        before = text[view.script.start_of(line) : at]
        if not before.strip():
            found[line] = CommentLine(len(before.expandtabs()), text[at + 1 : view.script.line_end(at)])
    return found
