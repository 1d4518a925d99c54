"""Tables on stdout: fitted to a terminal, whole where another program reads them."""

from __future__ import annotations

import io
import sys

from kohakuengine.cli.report import has_colour, terminal_width

__all__ = ["Table", "fit_widths"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

_UNBOUNDED = 100_000
_LONGEST_WORD = 24
_GAP = "  "


class Table:
    """Rows of text under headings.

    Attributes:
        headings: One per column.
        rows: What was added.
    """

    def __init__(
        self, headings: tuple[str, ...], *, giving: tuple[str, ...] = (), is_error: bool = False
    ) -> None:
        """Begin without rows.

        Args:
            headings: One per column.
            giving: Headings of the columns that give way on a narrow terminal, so that the words of the
                others stay whole; () where all do.
            is_error: Whether it is meant for stderr.
        """
        self.headings = headings
        self._giving = giving or headings
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
        width = terminal_width() if is_terminal else _UNBOUNDED
        return "".join(f"{line}\n" for line in self._lines(stream, width))

    def _lines(self, stream: TextIO | None, width: int) -> list[str]:
        """Lay it out in a width: what gives way gets lines of its own where there is no room beside."""
        lines = [self.headings, *self.rows]
        indexes = range(len(self.headings))
        firm = [at for at in indexes if self.headings[at] not in self._giving]
        giving = [at for at in indexes if self.headings[at] in self._giving]
        widths = fit_widths([*zip(*lines, strict=True)], giving=giving, width=width)
        if widths is not None or not firm:
            return _rich_lines(lines, widths or [None] * len(indexes), stream, width)
        beside = _rich_lines(
            [tuple(line[at] for at in firm) for line in lines], [None] * len(firm), stream, _UNBOUNDED
        )
        below = [_below([(self.headings[at], row[at]) for at in giving], width) for row in self.rows]
        return beside[:1] + [
            line for at, first in enumerate(beside[1:]) for line in (first, *below[at : at + 1][0])
        ]


def fit_widths(
    columns: Sequence[Sequence[str]], *, giving: Sequence[int], width: int
) -> list[int | None] | None:
    """Choose the widths of columns so that no word is split that fits a line of its own.

    Args:
        columns: Their cells.
        giving: Indexes of those that may be narrower than their cells.
        width: Of all of them, gaps included.

    Returns:
        Their widths, or None where there is no room.

    >>> fit_widths([["COMPLETED"], ["lr=0.1 epochs=20"]], giving=[1], width=22)
    [9, 11]
    >>> fit_widths([["COMPLETED"], ["lr=0.1 epochs=20"]], giving=[1], width=15) is None
    True
    """
    from rich.cells import cell_len

    widths: list[int] = [max(map(cell_len, cells)) for cells in columns]
    floors = {
        at: min(max(cell_len(word) for cell in columns[at] for word in (cell.split() or [""])), _LONGEST_WORD)
        for at in giving
    }
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0:
        at = max(giving, key=lambda one: widths[one] - floors[one], default=None)
        if at is None or widths[at] <= floors[at]:
            return None
        widths[at] -= 1
        excess -= 1
    return [*widths]


def _rich_lines(
    lines: list[tuple[str, ...]], widths: Sequence[int | None], stream: TextIO | None, width: int
) -> list[str]:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(box=None, padding=(0, len(_GAP), 0, 0), header_style="bold", pad_edge=False)
    for heading, column_width in zip(lines[0], widths, strict=True):
        table.add_column(heading, overflow="fold", width=column_width)
    for line in lines[1:]:
        table.add_row(*(Text(cell) for cell in line))
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=width,
        force_terminal=has_colour(stream),
        color_system="standard" if has_colour(stream) else None,
        legacy_windows=False,
    )
    console.print(table)
    return [line.rstrip() for line in buffer.getvalue().rstrip("\n").split("\n")]


def _below(cells: list[tuple[str, str]], width: int) -> list[str]:
    """Write cells under their row, a line for each that is not empty."""
    import textwrap

    from rich.control import strip_control_codes

    return [
        line
        for heading, cell in cells
        if cell
        for line in textwrap.wrap(
            f"{heading}: {strip_control_codes(cell)}",
            max(width, _LONGEST_WORD),
            initial_indent="  ",
            subsequent_indent="    ",
            break_on_hyphens=False,
        )
    ]


def _plain(lines: list[tuple[str, ...]]) -> str:
    """Lay out what needs neither folding nor colour, and no letter of which is wide; rich costs 40 ms."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "".join(_GAP.join(map(str.ljust, line, widths)).rstrip() + "\n" for line in lines)
