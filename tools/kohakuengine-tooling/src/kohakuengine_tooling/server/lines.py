"""The lines of a text that changes, and places in it as the protocol counts them.

A line ends with a line feed, a carriage return or both, and with nothing else (the Language Server Protocol,
3.17, Text Documents), as in Python source. Columns count units of the encoding that client and server have
agreed on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from lsprotocol.types import Position, PositionEncodingKind, Range

if TYPE_CHECKING:
    from kohakuengine_tooling.statement_facts import Span

__all__ = ["Lines", "column_of", "units_before"]

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_BLOCK: Final = 128  # lines: what a change touches of a long text


class _Block:
    r"""Some lines of a text, of which each has its end with it.

    Attributes:
        lines: As the client has them.
        text: The same, line ends as `\n`.
    """

    __slots__ = ("_starts", "lines", "text")

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        text = "".join(lines)
        self.text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Where each line begins in `text`."""
        if self._starts is None:
            sizes = [len(line) - line.endswith("\r\n") for line in self.lines[:-1]]
            self._starts = [0, *accumulate(sizes)]
        return self._starts


class Lines:
    """The lines of one text.

    Attributes:
        encoding: What columns count: code units of UTF-8 or UTF-16, or characters.
    """

    __slots__ = ("_blocks", "_numbers", "_places", "_same", "_text", "encoding")

    def __init__(self, text: str, encoding: str = PositionEncodingKind.Utf16) -> None:
        self.encoding = encoding
        self.replace(text)

    def replace(self, text: str) -> None:
        """Put a text in the place of the whole."""
        self._same: tuple[int, int] | None = None
        self._set_blocks(_blocks_of(_split(text)))

    def _set_blocks(self, blocks: list[_Block]) -> None:
        self._blocks = blocks
        self._text: str | None = None
        self._numbers = [0, *accumulate(len(block.lines) for block in blocks)]  # of their first lines
        self._places = [0, *accumulate(len(block.text) for block in blocks)]

    @property
    def text(self) -> str:
        r"""The whole, line ends as `\n`: offsets are those of this text."""
        if self._text is None:
            self._text = "".join([block.text for block in self._blocks])
        return self._text

    def take_same(self) -> tuple[int, int] | None:
        """Say what has stayed of the text since this was asked last, and count anew.

        Returns:
            How many characters at its beginning and at its end, at least; None where nobody knows.
        """
        same, self._same = self._same, (len(self.text), len(self.text))
        return same

    @property
    def raw(self) -> str:
        """The whole as the client has it."""
        return "".join(line for block in self._blocks for line in block.lines)

    @property
    def _count(self) -> int:
        return self._numbers[-1]

    def change(self, place: Range, text: str) -> str:
        """Put a text in the place of another; return the lines that it has changed, as they are now."""
        first, before = self._locate(place.start)
        last, behind = self._locate(place.end)
        head = self._line(first)[:before] if first < self._count else ""
        tail = self._line(last)[behind:] if last < self._count else ""
        joined = head + text + tail
        if first > 0 and joined[:1] == "\n" and self._line(first - 1)[-1:] == "\r":
            first -= 1  # the two become one line end
            joined = self._line(first) + joined
        self._put(first, min(last + 1, self._count), _split(joined))
        return joined

    def _put(self, first: int, end: int, lines: list[str]) -> None:
        """Put lines in the place of those from one up to another."""
        if self._same is not None:
            keeps_end = (
                end > first and bool(lines) and _is_ended(self._line(end - 1)) and _is_ended(lines[-1])
            )
            count = self._places[-1] - self.start(end) + keeps_end
            self._same = min(self._same[0], self.start(first)), min(self._same[1], count)
        index, at = self._find(first)
        last, behind = self._find(end)
        around = self._blocks[index : last + 1]
        kept = (around[0].lines[:at], around[-1].lines[behind:]) if around else ((), ())
        blocks = _blocks_of([*kept[0], *lines, *kept[1]])
        self._set_blocks([*self._blocks[:index], *blocks, *self._blocks[last + 1 :]])

    def _find(self, number: int) -> tuple[int, int]:
        """Return the block that a line stands in and its place there; behind the last line its end."""
        index = bisect_right(self._numbers, number, 0, max(len(self._blocks), 1)) - 1
        return index, number - self._numbers[index]

    def _line(self, number: int) -> str:
        index, at = self._find(number)
        return self._blocks[index].lines[at]

    def _locate(self, position: Position) -> tuple[int, int]:
        """Return line and character of a position; one that there is not is the nearest before it."""
        if position.line >= self._count:
            last = self._count - 1
            return (last, len(self._line(last))) if self._is_open() else (last + 1, 0)
        line = self._line(position.line)
        return position.line, column_of(_without_end(line), position.character, self.encoding)

    def _is_open(self) -> bool:
        """Say whether the last line has no end."""
        return bool(self._blocks) and not _is_ended(self._blocks[-1].lines[-1])

    def offset(self, position: Position) -> int:
        """Return the offset of a position, the nearest one where there is no such."""
        line, column = self._locate(position)
        return self.start(line) + column

    def position(self, offset: int) -> Position:
        """Return the position of an offset."""
        if offset >= self._places[-1] and not self._is_open():
            return Position(self._count, 0)
        index = bisect_right(self._places, offset, 0, len(self._blocks)) - 1
        block, inside = self._blocks[index], offset - self._places[index]
        at = bisect_right(block.starts, inside) - 1
        column = units_before(block.lines[at], inside - block.starts[at], self.encoding)
        return Position(self._numbers[index] + at, column)

    def range(self, span: Span | tuple[int, int]) -> Range:
        """Return the range of a part of the text."""
        return Range(self.position(span[0]), self.position(span[1]))

    def with_own_ends(self, text: str) -> str:
        r"""Give a text, whose line ends are `\n`, those of this one: that of its first line."""
        first = self._line(0) if self._count else ""
        end = next((end for end in ("\r\n", "\r") if first.endswith(end)), "\n")
        return text.replace("\n", end)

    def line(self, number: int) -> str:
        """Return one line (0-based) without its end, "" where there is none."""
        return _without_end(self._line(number)) if 0 <= number < self._count else ""

    def start(self, number: int) -> int:
        """Return the offset of a line (0-based); the end of the text where there is none.

        The last line has no end of its own: where the text ends with a line end, an empty line follows it.
        """
        if number >= self._count:
            return self._places[-1]
        index, at = self._find(number)
        return self._places[index] + self._blocks[index].starts[at]


def _blocks_of(lines: list[str]) -> list[_Block]:
    if len(lines) <= 2 * _BLOCK:
        return [_Block(lines)] if lines else []
    return [_Block(lines[start : start + _BLOCK]) for start in range(0, len(lines), _BLOCK)]


def _split(text: str) -> list[str]:
    if "\r" not in text and text.isascii() and not any(one in text for one in "\x0b\x0c\x1c\x1d\x1e"):
        return text.splitlines(keepends=True)  # twenty times as fast, and the same there
    return _LINE.findall(text)


def _is_ended(line: str) -> bool:
    return line[-1:] in ("\r", "\n")


def _without_end(line: str) -> str:
    return line.rstrip("\r\n") if _is_ended(line) else line


def column_of(line: str, units: int, encoding: str) -> int:
    """Return the character of a line that stands behind some units.

    Args:
        line: Without its end.
        units: Of the encoding; more than the line has mean its end.
        encoding: As in `Lines`.
    """
    if line.isascii() or encoding == PositionEncodingKind.Utf32:
        return min(units, len(line))
    left = units
    for index, character in enumerate(line):
        if left <= 0:
            return index
        left -= _width(character, encoding)
    return len(line)


def units_before(line: str, column: int, encoding: str) -> int:
    """Return how many units stand before a character of a line."""
    if line.isascii() or encoding == PositionEncodingKind.Utf32:
        return column
    return sum(_width(character, encoding) for character in line[:column])


def _width(character: str, encoding: str) -> int:
    if encoding == PositionEncodingKind.Utf8:
        return len(character.encode("utf-8", "surrogatepass"))
    return 1 + (ord(character) > 0xFFFF)
