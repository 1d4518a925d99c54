"""What a script says of its names: documentation and headings, from comments, strings and `Annotated`."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.comments import CommentLine, comment_lines
from kohakuengine_tooling.expression import Call, Constant, Sequence, Subscript, last_name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.string_text import string_value

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["Docs", "annotated_doc"]

_TRAILING = re.compile(r",?[ \t]*#(.*)")
_STRING_BELOW = re.compile(
    r"""
    ,?[ \t]* (?:\#[^\n]*)? \n [ \t]*
    ( [rRuU]? (?: "{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*){0,200}"{3}
                | '{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*){0,200}'{3}
                | "(?!"")[^"\\\n]*" | '(?!'')[^'\\\n]*' ) )
    [ \t]* (?:\#[^\n]*)? (?:\n|\Z)
    """,
    re.DOTALL | re.VERBOSE,
)
_FOR_TOOLS = re.compile(
    r"\s*(?:noqa|type:|pragma|pylint|fmt:|yapf:|isort:|ruff:|mypy:|pyright:|nosec|flake8|!|-\*-|coding[:=])",
    re.IGNORECASE,
)
# What notebooks are exported as: cells with their kind and metadata, `In[3]:`, headings of Markdown.
_CELL = re.compile(r"\s?%%+(.*)")
_CELL_WORDS = re.compile(r"\[\w+\]|kogine:\w+|\{.*\}|\b\w+=(?:\[[^\]]*\]|\"[^\"]*\")")
_PROMPT = re.compile(r"\s*(?:In|Out)\s?\[[\d ]*\]:\s*")
_MARKDOWN = re.compile(r"\s?#{1,6}\s+(\S.*)")
_CODE = re.compile(
    r"""
      \s* (?:\w+:\s+)? [\w.]+ (?:\[[^\]]*\])? \s* [-+*/|&]?=[^=]
    | \s* [\w.]+ \(.*\) \s* $
    | \s* import \s+ [\w.]+ (?:\s+as\s+\w+)? \s* $
    | \s* from \s+ [\w.]+ \s+ import \s
    """,
    re.VERBOSE,
)
_RULE = re.compile(r"[-=#*~_+/\\.\s]*")
_RULERS: Final = "-=#*~_+"
_ASSIGNMENT = re.compile(r"[ \t]*[\"']?[^\W\d]\w*[\"']?\s*(?:[:,=]|$)")
_LONGEST_HEADING: Final = 80
_NEAREST: Final = 50  # headings that are looked at
_MOST_LINES: Final = 500  # of a statement under a heading


class _Heading(NamedTuple):
    """A comment under which names stand.

    Attributes:
        line: Of the comment, its last one.
        indent: Columns before it.
        title: Its text, None where it only ends the section before.
        is_lasting: Whether it holds up to the next one of its kind, not just to the next blank line.
    """

    line: int
    indent: int
    title: str | None
    is_lasting: bool


class Docs:
    """The documentation of one script."""

    def __init__(self, view: ScriptView) -> None:
        self._view = view
        self._lines = view.script.text.split("\n")
        self._comments = comment_lines(view)
        self._headings = self._find_headings()

    def doc(self, start: int, end: int, place: tuple[str, int] | None = None) -> str | None:
        """Return what is said of a statement or an item: behind it, above it or below it.

        Order: the comment on its last line, `#:` lines above it, a string below it, a comment above it that
        is about it alone.

        Args:
            start: Where it begins in the file.
            end: Where it ends.
            place: A text and where the statement ends in it, where that is not the file as it is now.
        """
        behind = _comment_behind(*(place or (self._view.script.text, end)))
        before = self._view.script.text[self._view.script.line_start(start) : start]
        if before.strip():  # what stands above is about what begins the line
            return behind
        return (
            behind or self._marked_above(start) or self._string_below(end) or self._comment_above(start, end)
        )

    def section(self, start: int) -> str | None:
        """Return the heading that a statement stands under, None where there is none."""
        line = self._view.line(start)
        indent = self._indent(line)
        first = bisect_left(self._headings, line, key=lambda heading: heading.line)
        for heading in reversed(self._headings[max(0, first - _NEAREST) : first]):
            if heading.indent != indent:
                continue
            if not heading.is_lasting and self._is_apart(heading.line, line):
                continue
            if not self._is_same_body(heading.line, line, indent):
                return None
            return heading.title
        return None

    def _indent(self, line: int) -> int:
        text = self._lines[line - 1]
        return len(text[: len(text) - len(text.lstrip())].expandtabs())

    def _marked_above(self, start: int) -> str | None:
        line = self._view.line(start) - 1
        texts: list[str] = []
        while line in self._comments and self._comments[line].text.startswith(":"):
            texts.append(self._comments[line].text[1:].strip())
            line -= 1
        return " ".join(reversed(texts)).strip() or None

    def _string_below(self, end: int) -> str | None:
        found = _STRING_BELOW.match(self._view.script.text, end)
        value = string_value(found[1]) if found else None
        return " ".join(value.split()) or None if isinstance(value, str) else None

    def _comment_above(self, start: int, end: int) -> str | None:
        line = self._view.line(start)
        block = self._block_above(line)
        if not block or self._is_heading(line, end):
            return None
        texts = [comment.text.strip() for comment in block if not _RULE.fullmatch(comment.text)]
        if any(_is_no_prose(comment.text) for comment in block):
            return None
        if _is_banner(block):
            return None
        return " ".join(texts) or None

    def _block_above(self, line: int) -> list[CommentLine]:
        """Return the comment lines right above a line, as far as they are indented as it is."""
        indent = self._indent(line)
        block: list[CommentLine] = []
        line -= 1
        while line in self._comments and self._comments[line].indent == indent:
            block.append(self._comments[line])
            line -= 1
        return block[::-1]

    def _is_heading(self, line: int, end: int) -> bool:
        """Say whether the comment above a line is about more than the statement that begins there."""
        following = self._view.line(end) + 1
        if following > len(self._lines) or following in self._comments:
            return False
        text = self._lines[following - 1]
        return (
            bool(text.strip())
            and self._indent(following) == self._indent(line)
            and bool(_ASSIGNMENT.match(text))
        )

    def _find_headings(self) -> list[_Heading]:
        found: list[_Heading] = []
        line = 0
        for line in sorted(self._comments):
            if line - 1 in self._comments and self._comments[line - 1].indent == self._comments[line].indent:
                continue
            block: list[CommentLine] = []
            while line in self._comments and (not block or self._comments[line].indent == block[0].indent):
                block.append(self._comments[line])
                line += 1
            heading = self._heading(block, line)
            if heading is not None:
                found.append(heading)
        return found

    def _heading(self, block: list[CommentLine], following: int) -> _Heading | None:
        """Read a block of comment lines as a heading; `following` is the line below it."""
        last, indent = following - 1, block[0].indent
        cell = next((c for c in (_CELL.match(one.text) for one in reversed(block)) if c), None)
        if cell is not None:
            title = _CELL_WORDS.sub("", cell[1]).strip()
            return _Heading(last, indent, title or None, is_lasting=True)
        markdown = next((found for one in reversed(block) if (found := _MARKDOWN.fullmatch(one.text))), None)
        if markdown is not None:
            return _Heading(last, indent, markdown[1].strip("* ") or None, is_lasting=True)
        if block[-1].text.startswith(":") or all(_is_no_prose(comment.text) for comment in block):
            return None
        if _is_banner(block):
            return _Heading(last, indent, _banner_title(block), is_lasting=True)
        text = self._lines[following - 1] if following <= len(self._lines) else ""
        if not _ASSIGNMENT.match(text) or self._indent(following) != indent:
            return None
        return (
            _Heading(last, indent, _plain_title(block), is_lasting=False)
            if self._holds_several(following)
            else None
        )

    def _holds_several(self, line: int) -> bool:
        """Say whether more than one statement stands below a comment without a blank line between."""
        site_end = self._statement_end(line)
        return self._is_heading(line, site_end)

    def _statement_end(self, line: int) -> int:
        """Return where what begins on a line ends: an item or a statement, over brackets that are closed."""
        depth = 0
        for number in range(line, min(line + _MOST_LINES, len(self._lines) + 1)):
            text = self._lines[number - 1]
            if number not in self._comments:
                depth += sum(text.count(one) for one in "([{") - sum(text.count(one) for one in ")]}")
                if depth <= 0:
                    break
        else:
            number = line
        return self._view.script.start_of(number) + len(self._lines[number - 1])

    def _is_apart(self, first: int, last: int) -> bool:
        """Say whether a blank line or another comment stands between two lines."""
        own = self._comments_by_indent.get(self._indent(last), [])
        return _is_between(self._blank_lines, first, last) or _is_between(own, first, last)

    def _is_same_body(self, first: int, last: int, indent: int) -> bool:
        """Say whether no line between two is indented by less: they belong to one body."""
        return indent == 0 or self._outer_lines.get(last, 0) <= first

    @cached_property
    def _blank_lines(self) -> list[int]:
        return [number for number, text in enumerate(self._lines, 1) if not text or text.isspace()]

    @cached_property
    def _comments_by_indent(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for line in sorted(self._comments):
            found.setdefault(self._comments[line].indent, []).append(line)
        return found

    @cached_property
    def _outer_lines(self) -> dict[int, int]:
        """For each line that is not blank, the nearest one before it that is indented by less."""
        found: dict[int, int] = {}
        around = [(-1, 0)]  # indents that rise, each with its last line
        for line, text in enumerate(self._lines, 1):
            if text and not text.isspace():
                indent = self._indent(line)
                while around[-1][0] >= indent:
                    around.pop()
                found[line] = around[-1][1]
                around.append((indent, line))
        return found


def _is_between(lines: list[int], first: int, last: int) -> bool:
    """Say whether one of some lines, in order, stands between two others."""
    at = bisect_left(lines, last)
    return at > 0 and lines[at - 1] > first


def _comment_behind(text: str, end: int) -> str | None:
    """Return the comment on the line on which something ends."""
    found = _TRAILING.match(text, end)
    if found is None or _FOR_TOOLS.match(found[1]):
        return None
    return found[1].lstrip("#: ").strip() or None


def _is_no_prose(text: str) -> bool:
    """Say whether a comment is for tools or is commented-out code: it says nothing of what stands below."""
    return any(kind.match(text) for kind in (_CELL, _FOR_TOOLS, _PROMPT, _MARKDOWN, _CODE))


def _is_banner(block: list[CommentLine]) -> bool:
    """Say whether a block is a heading by its looks: `# --- data ---`, or a title between rules."""
    texts = [comment.text for comment in block]
    if len(texts) == 1:
        return _has_ruler(texts[0].strip()) and not _RULE.fullmatch(texts[0])
    is_ruled = len(texts[-1].strip()) >= 3 and _RULE.fullmatch(texts[-1]) is not None
    return is_ruled and any(not _RULE.fullmatch(text) for text in texts)


def _has_ruler(text: str) -> bool:
    """Say whether a text begins or ends with three characters that rules are made of."""
    return max(len(text) - len(text.lstrip(_RULERS)), len(text) - len(text.rstrip(_RULERS))) >= 3


def _banner_title(block: list[CommentLine]) -> str | None:
    texts = [comment.text for comment in block if not _RULE.fullmatch(comment.text)]
    return " ".join(text.strip().strip(_RULERS).strip() for text in texts) or None


def _plain_title(block: list[CommentLine]) -> str | None:
    kept = (comment.text for comment in block if not _is_no_prose(comment.text))
    texts = [text.strip() for text in kept if not _RULE.fullmatch(text)]
    if not texts:
        return None
    # Of several lines the last one may be a title of its own, behind prose or the end of another section.
    if len(texts) > 1 and texts[-1][:1].isupper() and len(texts[-1]) <= _LONGEST_HEADING // 2:
        return texts[-1].rstrip(":").strip("*")
    title = " ".join(texts).rstrip(":").strip("*")
    return title if len(title) <= _LONGEST_HEADING or len(texts) == 1 else None  # prose is no title


def annotated_doc(text: str | None) -> str | None:
    """Return the documentation in `Annotated[float, "learning rate"]` or `Annotated[float, Doc("...")]`.

    Args:
        text: Of the annotation, or None.
    """
    annotation = None if text is None else read_expression(text)
    if isinstance(annotation, Constant) and isinstance(annotation.value, str):
        annotation = read_expression(annotation.value)
    if not isinstance(annotation, Subscript) or last_name(annotation.value) != "Annotated":
        return None
    items = annotation.items
    if len(items) == 1 and isinstance(items[0], Sequence):
        items = items[0].elements
    for item in items[1:]:
        said = item
        if isinstance(item, Call) and last_name(item.function) == "Doc":
            said = next(iter(item.positional()), item.keyword("documentation") or item)
        if isinstance(said, Constant) and isinstance(said.value, str):
            return " ".join(said.value.split())
    return None
