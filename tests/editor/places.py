"""Places in texts as the protocol counts them: by its specification, with none of the server's code."""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["CURSOR", "offset_of", "position_of", "range_of", "without_cursor"]

CURSOR: Final = "‸"
"""Marks where a cursor stands in a text of a test."""

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CODECS: Final = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def without_cursor(text: str) -> tuple[str, int]:
    """Take the one mark out of a text; return the text and the offset of the mark."""
    before, behind = text.split(CURSOR)
    return before + behind, len(before)


def position_of(text: str, offset: int, encoding: str) -> dict[str, int]:
    """Return the position of an offset."""
    before = re.split(r"\r\n|\r|\n", text[:offset])
    codec, size = _CODECS[encoding]
    return {"line": len(before) - 1, "character": len(before[-1].encode(codec)) // size}


def offset_of(text: str, position: dict[str, int], encoding: str) -> int:
    """Return the offset of a position; one that a text does not have is an error of the server.

    Raises:
        ValueError: There is no such line, or no such column in it.
    """
    lines = [match[0] for match in _LINE.finditer(text)]
    line = lines[position["line"]].rstrip("\r\n") if position["line"] < len(lines) else None
    codec, size = _CODECS[encoding]
    end = position["character"] * size
    if line is None or end > len(line.encode(codec)):
        raise ValueError(f"{position} is no place of the text")
    head = line.encode(codec)[:end].decode(codec)
    return sum(map(len, lines[: position["line"]])) + len(head)


def range_of(text: str, start: int, end: int, encoding: str) -> dict[str, Any]:
    """Return the range of a part of a text."""
    return {"start": position_of(text, start, encoding), "end": position_of(text, end, encoding)}
