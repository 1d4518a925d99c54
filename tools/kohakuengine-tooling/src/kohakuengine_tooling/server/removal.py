"""Taking an entry out of a config: what of the text goes with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.lexing import lex
from kohakuengine_tooling.statement_facts import Span

if TYPE_CHECKING:
    from kohakuengine_tooling.outline.records import OutlineEntry

__all__ = ["removal_of"]

_COMMA_BEHIND: Final = re.compile(r"(?:\s|#[^\n]*\n)*,[ \t]*")
_COMMA_BEFORE: Final = re.compile(r",[ \t]*\Z")
_REST: Final = re.compile(r"[ \t]*(?:#[^\n]*)?")
# What stands before and behind the name in a statement that sets nothing else.
_AROUND: Final = {
    "statement": (re.compile(r""), re.compile(r"\s*(?::[^=]*)?=[\s(]*")),
    "subscript": (re.compile(r"\w+\s*\[\s*[rRuU]?['\"]+"), re.compile(r"['\"]+\s*\]\s*=[\s(]*")),
}


def removal_of(text: str, entry: OutlineEntry) -> Span | None:
    """Return what is to be deleted, None where an entry cannot go alone.

    A statement goes with its line, where nothing else stands on it; an item of a dict with its comma.
    """
    if entry.style in _AROUND:
        return _line_of(text, entry.whole) if _sets_alone(text, entry) else None
    if entry.style in ("key", "keyword"):
        return _item(text, entry.whole)
    return None


def _sets_alone(text: str, entry: OutlineEntry) -> bool:
    """Say whether a statement gives nothing else a value: `a = b = 1` and `a, b = 1, 2` do."""
    if entry.value is None:
        return False
    before, behind = _AROUND[entry.style]
    has_one_target = before.fullmatch(text, entry.whole.start, entry.place.start)
    return bool(has_one_target and behind.fullmatch(text, entry.place.end, entry.value.start))


def _line_of(text: str, whole: Span) -> Span | None:
    start = text.rfind("\n", 0, whole.start) + 1
    end = _end_of_line(text, whole.end)
    before = text[start : whole.start]
    if before.strip() or end is None:
        return None
    is_alone_in_block = bool(before) and not _has_sibling(text, start, end, before)
    return None if is_alone_in_block else Span(start, end)


def _end_of_line(text: str, offset: int) -> int | None:
    """Return where the next line begins, None where more than a comment stands in between."""
    rest = _REST.match(text, offset)
    end = offset if rest is None else rest.end()
    if end == len(text):
        return end
    return end + 1 if text[end] == "\n" else None


def _has_sibling(text: str, start: int, end: int, indent: str) -> bool:
    """Say whether a line beside one stands in the same block: a block must not become empty."""
    above = text[: max(start - 1, 0)].rpartition("\n")[2]
    below = text[end:].partition("\n")[0]
    return any(_is_statement(line, indent) for line in (above, below))


def _is_statement(line: str, indent: str) -> bool:
    """Say whether a line is a statement of an indentation, no comment and no end of a header."""
    rest = line.removeprefix(indent).rstrip()
    is_of_block = line.startswith(indent) and rest[:1] not in ("", "#") and not rest[0].isspace()
    return is_of_block and lex(rest).words[-1:] != [":"]


def _item(text: str, whole: Span) -> Span:
    start = whole.start
    behind = _COMMA_BEHIND.match(text, whole.end)
    end = whole.end if behind is None else behind.end()
    line_start = text.rfind("\n", 0, start) + 1
    next_line = _end_of_line(text, end)
    if not text[line_start:start].strip() and next_line is not None:
        return Span(line_start, next_line)  # it has a line of its own
    before = _COMMA_BEFORE.search(text, line_start, start) if behind is None else None
    return Span(start if before is None else before.start(), end)
