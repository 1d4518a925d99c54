"""The text of a script: its lines, and where an offset stands."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, count
from operator import add
from typing import Final

__all__ = ["ScriptText"]

_FEW: Final = 16  # lines that are counted; who asks for more gets a table of all, as costly as ten of them


class ScriptText:
    r"""A text and its lines.

    Attributes:
        text: Line ends as `\n`.

    >>> script = ScriptText("a = 1\nb = 2\n")
    >>> script.line(6), script.column(10), script.line_end(6)
    (2, 4, 11)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None
        self._counted: dict[int, int] = {}

    def line(self, offset: int) -> int:
        """Return the 1-based line of an offset."""
        if self._starts is None:
            if offset not in self._counted and len(self._counted) < _FEW:
                self._counted[offset] = self.text.count("\n", 0, offset) + 1
            if offset in self._counted:
                return self._counted[offset]
            lengths = map(len, self.text.split("\n"))
            self._starts = [0, *map(add, accumulate(lengths), count(1))]
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """Return the 0-based column of an offset, in code points."""
        return offset - self.line_start(offset)

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, before its line end."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end
