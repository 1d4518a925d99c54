"""LiveLine: the last line of a terminal, written anew while things happen above it."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from kohakuengine.cli import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LiveLine"]

_ERASE = "\r\x1b[K"


class LiveLine:
    """One line on stderr; it takes nothing where stderr is no terminal.

    Attributes:
        is_shown: Whether there is a terminal for it.
    """

    def __init__(self) -> None:
        self.is_shown = report.is_terminal(sys.stderr)
        self._text = ""

    def show(self, text: str) -> None:
        """Write it anew."""
        if self.is_shown and text != self._text:
            self._text = text
            self._write()

    def clear(self) -> None:
        """Take it away."""
        if self._text:
            self._text = ""
            report.write_raw(_ERASE)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Take it away for the time of a `with` block that prints."""
        if self._text:
            report.write_raw(_ERASE)
        yield
        if self._text:
            self._write()

    def _write(self) -> None:
        width = report.terminal_width() - 1
        report.write_raw(f"{_ERASE}{self._text[:width]}")
