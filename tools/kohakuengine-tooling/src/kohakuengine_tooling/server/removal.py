"""Taking an entry out of a config: what of the text goes with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.statement_facts import Span

if TYPE_CHECKING:
    from kohakuengine_tooling.outline.records import OutlineEntry

__all__ = ["removal_of"]

_COMMA_BEHIND: Final = re.compile(r"\s*,[ \t]*")
_COMMA_BEFORE: Final = re.compile(r",\s*\Z")


def removal_of(text: str, entry: OutlineEntry) -> Span | None:
    """Return what is to be deleted, None where an entry cannot go alone.

    A statement goes with its line, where nothing else stands on it; an item of a dict with its comma.
    """
    if entry.style in ("statement", "subscript"):
        return _line_of(text, entry.whole)
    if entry.style in ("key", "keyword"):
        return _item(text, entry.whole)
    return None


def _line_of(text: str, whole: Span) -> Span | None:
    start = text.rfind("\n", 0, whole.start) + 1
    end = text.find("\n", whole.end)
    end = len(text) if end < 0 else end + 1
    before, behind = text[start : whole.start], text[whole.end : end].strip()
    if before.strip() or (behind and not behind.startswith("#")):
        return None
    is_alone_in_block = bool(before) and not _has_sibling(text, start, end, before)
    return None if is_alone_in_block else Span(start, end)


def _has_sibling(text: str, start: int, end: int, indent: str) -> bool:
    """Say whether a line beside one stands in the same block: a block must not become empty."""
    above = text[: max(start - 1, 0)].rpartition("\n")[2]
    below = text[end:].partition("\n")[0]
    is_like = [
        line.startswith(indent) and not line[len(indent) :][:1].isspace() and line.strip()
        for line in (above, below)
    ]
    return any(is_like)


def _item(text: str, whole: Span) -> Span:
    behind = _COMMA_BEHIND.match(text, whole.end)
    start, end = whole.start, whole.end if behind is None else behind.end()
    if behind is None:
        before = _COMMA_BEFORE.search(text, 0, start)
        return Span(start if before is None else before.start(), end)
    line_start = text.rfind("\n", 0, start) + 1
    rest = text[end:].partition("\n")[0]
    if not text[line_start:start].strip() and not rest.strip() and "\n" in text[end:]:
        return Span(line_start, text.index("\n", end) + 1)  # it has a line of its own
    return Span(start, end)
