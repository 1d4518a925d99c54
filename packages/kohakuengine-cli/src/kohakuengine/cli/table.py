"""Tables on stdout: fitted to a terminal, whole where another program reads them."""

from __future__ import annotations

import io
import shutil
import sys

from kohakuengine.cli.report import has_colour

__all__ = ["Table"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_UNBOUNDED = 100_000


class Table:
    """Rows of text under headings.

    Attributes:
        headings: One per column.
        rows: What was added.
    """

    def __init__(self, headings: tuple[str, ...], *, is_error: bool = False) -> None:
        """Begin without rows.

        Args:
            headings: One per column.
            is_error: Whether it is meant for stderr.
        """
        self.headings = headings
        self._is_error = is_error
        self.rows: list[tuple[str, ...]] = []

    def add(self, *cells: str) -> None:
        """Add one row."""
        self.rows.append(cells)

    def text(self) -> str:
        """Lay the table out; long cells are folded at the terminal's edge, never cut."""
        stream = sys.stderr if self._is_error else sys.stdout
        is_terminal = stream is not None and stream.isatty()
        lines = [self.headings, *self.rows]
        if not is_terminal and all(cell.isascii() and cell.isprintable() for line in lines for cell in line):
            return _plain(lines)
        return self._rich(stream, is_terminal=is_terminal)

    def _rich(self, stream: TextIO | None, *, is_terminal: bool) -> str:
        from rich.console import Console
        from rich.table import Table as RichTable
        from rich.text import Text

        table = RichTable(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
        for heading in self.headings:
            table.add_column(heading, overflow="fold")
        for row in self.rows:
            table.add_row(*(Text(cell) for cell in row))
        buffer = io.StringIO()
        console = Console(
            file=buffer,
            width=shutil.get_terminal_size().columns if is_terminal else _UNBOUNDED,
            force_terminal=has_colour(stream),
            color_system="standard" if has_colour(stream) else None,
            legacy_windows=False,
        )
        console.print(table)
        return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().rstrip("\n").split("\n"))


def _plain(lines: list[tuple[str, ...]]) -> str:
    """Lay out what needs neither folding nor colour, and no letter of which is wide; rich costs 40 ms."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join("  ".join(map(str.ljust, line, widths)).rstrip() + "\n" for line in lines)
