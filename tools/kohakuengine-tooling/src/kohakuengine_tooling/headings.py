"""The comments of a script under which names stand: `# --- data ---`, cells, a title above several names."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.comment_text import (
    cell_title,
    is_banner,
    is_no_prose,
    is_rule,
    markdown_title,
    title_words,
)

if TYPE_CHECKING:
    from kohakuengine_tooling.comments import CommentLine, Comments
    from kohakuengine_tooling.script_text import ScriptText

__all__ = ["Headings"]

_BLANK = re.compile(r"\n[^\S\n]*(?=\n)")
_ASSIGNMENT = re.compile(r"[ \t]*[\"']?[^\W\d]\w*[\"']?\s*(?:[:,=]|$)")
# A cell, a heading of Markdown or a rule, as far as one line tells; what it is its block says.
_MAYBE_LASTING = re.compile(r"[^\S\n]*#(?:[^\n]*?(?:%%|\#\s|[-=#*~_+/\\.]{3})|[-=#*~_+/\\.\s]*?(?:\n|\Z))")
_LONGEST: Final = 80
_MOST_LINES: Final = 500  # of a statement under a heading


class _Heading(NamedTuple):
    """A comment under which names stand.

    Attributes:
        end: Where its last line begins.
        title: Its text, None where it only ends the section before.
        is_lasting: Whether it holds up to the next one of its kind, not just to the next blank line.
    """

    end: int
    title: str | None
    is_lasting: bool


class Headings:
    """The headings of one script. Each is read when a name below it is asked about, and once."""

    def __init__(self, script: ScriptText, comments: Comments) -> None:
        self._script = script
        self._text = script.text
        self._comments = comments
        self._known: dict[int, _Heading | None] = {}
        self._lasting: dict[str, list[_Heading]] = {}
        self._blank = _Searches(script.text)
        self._outer: dict[str, _Searches] = {}

    def title_over(self, start: int) -> str | None:
        """Return the title under which a line stands that begins at a place, None where it has none."""
        indent = self.indent(start)
        nearest = self._comments.last_before(start, indent)
        if nearest is None:
            return None
        heading = self._heading(nearest)
        if heading is None or (not heading.is_lasting and self._is_apart(heading, start)):
            heading = self._last_lasting(nearest.start, indent)
        if heading is None or not self._is_same_body(heading.end, start, indent):
            return None
        return heading.title

    def indent(self, start: int) -> str:
        """Return what the line that begins at a place is indented with."""
        line = self._line(start)
        return line[: len(line) - len(line.lstrip())]

    def is_over_several(self, start: int, end: int) -> bool:
        """Say whether a comment above a line is about more than the statement that begins there.

        Args:
            start: Where the line begins.
            end: Where the statement ends.
        """
        following = self._script.line_end(end) + 1
        if following > len(self._text) or self._comments.at(following) is not None:
            return False
        text = self._line(following)
        is_alike = bool(text.strip()) and self.indent(following) == self.indent(start)
        return is_alike and _ASSIGNMENT.match(text) is not None

    def _line(self, start: int) -> str:
        return self._text[start : self._script.line_end(start)]

    def _is_apart(self, heading: _Heading, start: int) -> bool:
        """Say whether a blank line stands between a heading and a line."""
        return self._blank.is_found(_BLANK, heading.end, start)

    def _is_same_body(self, first: int, start: int, indent: str) -> bool:
        """Say whether no line between two is indented by less: they belong to one body."""
        if not indent:
            return True
        if indent not in self._outer:
            self._outer[indent] = _Searches(self._text)
        pattern = re.compile(rf"\n[^\S\n]{{0,{len(indent) - 1}}}\S")
        return not self._outer[indent].is_found(pattern, first, start)

    def _last_lasting(self, start: int, indent: str) -> _Heading | None:
        """Return the nearest lasting heading above a line that is indented like this."""
        lasting = self._lasting_ones(indent)
        index = bisect_left(lasting, start, key=lambda one: one.end)
        return lasting[index - 1] if index else None

    def _lasting_ones(self, indent: str) -> list[_Heading]:
        """Return all of them, in order."""
        if indent not in self._lasting:
            found: list[_Heading] = []
            for start in self._comments.indented(indent):
                line = self._comments.at(start) if _MAYBE_LASTING.match(self._text, start) else None
                heading = None if line is None else self._heading(line)
                if heading is not None and heading.is_lasting and heading not in found[-1:]:
                    found.append(heading)
            self._lasting[indent] = found
        return self._lasting[indent]

    def _heading(self, line: CommentLine) -> _Heading | None:
        """Read the block of comments that a line belongs to as a heading."""
        if line.start not in self._known:
            block = [*self._comments.block_above(line.start, line.indent), line]
            following = self._script.line_end(line.start) + 1
            below = self._comments.at(following) if following <= len(self._text) else None
            while below is not None and below.indent == line.indent:
                block.append(below)
                following = self._script.line_end(following) + 1
                below = self._comments.at(following) if following <= len(self._text) else None
            heading = self._read(block, following)
            self._known.update(dict.fromkeys((one.start for one in block), heading))
        return self._known[line.start]

    def _read(self, block: list[CommentLine], following: int) -> _Heading | None:
        """Read a block of comment lines; `following` is where the line below it begins."""
        end, texts = block[-1].start, [one.text for one in block]
        for title_of in (cell_title, markdown_title):
            titles = [title for title in map(title_of, reversed(texts)) if title is not None]
            if titles:
                return _Heading(end, titles[0] or None, is_lasting=True)
        if texts[-1].startswith(":") or all(map(is_no_prose, texts)):
            return None
        if is_banner(block):
            return _Heading(end, _banner_title(texts), is_lasting=True)
        if following > len(self._text) or not _ASSIGNMENT.match(self._line(following)):
            return None
        is_about_them = self.indent(following) == block[0].indent and self.is_over_several(
            following, self._statement_end(following)
        )
        return _Heading(end, _plain_title(texts), is_lasting=False) if is_about_them else None

    def _statement_end(self, start: int) -> int:
        """Return where what begins on a line ends: an item or a statement, over brackets that are closed."""
        depth, line = 0, start
        for _ in range(_MOST_LINES):
            end = self._script.line_end(line)
            if self._comments.at(line) is None:
                text = self._text[line:end]
                depth += sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
                if depth <= 0:
                    return end
            if end == len(self._text):
                break
            line = end + 1
        return self._script.line_end(start)


class _Searches:
    """What was searched for behind places of a text: no part of it is gone through twice for one of them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._searched: dict[int, tuple[int, bool]] = {}  # up to where, and whether it was found there

    def is_found(self, pattern: re.Pattern[str], first: int, end: int) -> bool:
        """Say whether something stands between two places."""
        upto, is_there = self._searched.get(first, (first, False))
        if end <= upto or is_there:
            return is_there and end > upto
        found = pattern.search(self._text, max(first, upto - 1), end)
        self._searched[first] = (end, False) if found is None else (found.end(), True)
        return found is not None


def _banner_title(texts: list[str]) -> str | None:
    return " ".join(title_words(text) for text in texts if not is_rule(text)) or None


def _plain_title(texts: list[str]) -> str | None:
    kept = [text.strip() for text in texts if not is_no_prose(text) and not is_rule(text)]
    if not kept:
        return None
    # Of several lines the last one may be a title of its own, behind prose or the end of another section.
    if len(kept) > 1 and kept[-1][:1].isupper() and len(kept[-1]) <= _LONGEST // 2:
        return kept[-1].rstrip(":").strip("*")
    title = " ".join(kept).rstrip(":").strip("*")
    return title if len(title) <= _LONGEST or len(kept) == 1 else None  # prose is no title
