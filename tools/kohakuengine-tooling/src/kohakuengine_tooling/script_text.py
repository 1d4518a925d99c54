"""The text of a script: its lines, and where an offset stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

__all__ = ["ScriptText"]

_LINE_END = re.compile("\n")


class ScriptText:
    r"""A text and its line table.

    Attributes:
        text: Line ends as `\n`.

    >>> script = ScriptText("a = 1\nb = 2\n")
    >>> script.line(6), script.column(10), script.line_end(6)
    (2, 4, 11)
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def line(self, offset: int) -> int:
        """Return the 1-based line of an offset."""
        return bisect_right(self._starts, offset)

    def column(self, offset: int) -> int:
        """Return the 0-based column of an offset, in code points."""
        return offset - self._starts[self.line(offset) - 1]

    def start_of(self, line: int) -> int:
        """Return where a line (1-based) begins."""
        return self._starts[line - 1]

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return self._starts[self.line(offset) - 1]

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, before its line end."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end
