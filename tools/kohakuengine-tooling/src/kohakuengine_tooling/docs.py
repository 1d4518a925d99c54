"""What a script says of its names: the comments and strings around their declarations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kohakuengine_tooling.comment_text import is_banner, is_for_tools, is_no_prose, is_rule
from kohakuengine_tooling.comments import Comments
from kohakuengine_tooling.headings import Headings
from kohakuengine_tooling.string_text import string_value

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["Docs"]

_TRAILING = re.compile(r"[,;]?[ \t]*#(.*)")
_STRING_BELOW = re.compile(
    r"""
    [,;]?[ \t]* (?:\#[^\n]*)? \n [ \t]*
    ( [rRuU]? (?: "{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*){0,200}"{3}
                | '{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*){0,200}'{3}
                | "(?!"")[^"\\\n]*" | '(?!'')[^'\\\n]*' ) )
    [ \t]* (?:\#[^\n]*)? (?:\n|\Z)
    """,
    re.DOTALL | re.VERBOSE,
)


class Docs:
    """The documentation of one script. What is not asked about is not looked at."""

    def __init__(self, view: ScriptView) -> None:
        self._script = view.script
        self._text = view.script.text
        self._comments = Comments(view)
        self._headings = Headings(view.script, self._comments)

    def doc(self, start: int, end: int, place: tuple[str, int] | None = None) -> str | None:
        """Return what is said of a statement or an item: behind it, above it or below it.

        Order: the comment on its last line, `#:` lines above it, a string below it, a comment above it that
        is about it alone.

        Args:
            start: Where it begins in the file.
            end: Where it ends.
            place: A text and where the statement ends in it, where that is not the file as it is now.
        """
        behind = _comment_behind(*(place or (self._text, end)))
        line = self._script.line_start(start)
        if self._text[line:start].strip():  # what stands above is about what begins the line
            return behind
        return behind or self._marked_above(line) or self._string_below(end) or self._comment_above(line, end)

    def section(self, start: int) -> str | None:
        """Return the heading that a statement stands under, None where there is none."""
        return self._headings.title_over(self._script.line_start(start))

    def _marked_above(self, start: int) -> str | None:
        texts: list[str] = []
        line = self._comments.above(start)
        while line is not None and line.text.startswith(":"):
            texts.append(line.text[1:].strip())
            line = self._comments.above(line.start)
        return " ".join(reversed(texts)).strip() or None

    def _string_below(self, end: int) -> str | None:
        found = _STRING_BELOW.match(self._text, end)
        value = string_value(found[1]) if found else None
        return " ".join(value.split()) or None if isinstance(value, str) else None

    def _comment_above(self, start: int, end: int) -> str | None:
        block = self._comments.block_above(start, self._headings.indent(start))
        if not block or self._headings.is_over_several(start, end):
            return None
        if is_banner(block) or any(is_no_prose(comment.text) for comment in block):
            return None
        return " ".join(comment.text.strip() for comment in block if not is_rule(comment.text)) or None


def _comment_behind(text: str, end: int) -> str | None:
    """Return the comment on the line on which something ends."""
    found = _TRAILING.match(text, end)
    if found is None or is_for_tools(found[1]):
        return None
    return found[1].lstrip("#: ").strip() or None
