"""Columns side by side: as wide as their cells where there is room, folded or cut where there is none."""

from __future__ import annotations

from kohakuengine_tooling.inspect.cells import fold, pad, shorten, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["GAP", "Column", "fit_widths", "natural_width", "side_by_side"]

GAP = 2


class Column:
    """A column of a table.

    Attributes:
        heading: What stands above it.
        floor: How narrow it may become.
        is_right: Whether its cells stand at its right edge.
        is_cut: Whether of a cell without room only the beginning is shown, on one line.
        is_whole: Whether a cell without room has a line of its own, above the others, and is never broken.
    """

    __slots__ = ("floor", "heading", "is_cut", "is_right", "is_whole")

    def __init__(
        self,
        heading: str,
        floor: int,
        *,
        is_right: bool = False,
        is_cut: bool = False,
        is_whole: bool = False,
    ) -> None:
        self.heading = heading
        self.floor = floor
        self.is_right = is_right
        self.is_cut = is_cut
        self.is_whole = is_whole


def fit_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int | None
) -> list[int] | None:
    """Choose the widths of columns: the widest gives way first, down to its floor.

    Args:
        columns: Of the table.
        rows: Their cells.
        width: Of all of them with the gaps between; None for any.

    Returns:
        Their widths, None where there is no room.

    >>> fit_widths([Column("NAME", 8), Column("ABOUT", 8)], [["lr", "peak learning rate"]], 16)
    [4, 10]
    """
    widths = [natural_width(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    if width is None:
        return widths
    widths = [min(one, max(width, column.floor)) for one, column in zip(widths, columns, strict=True)]
    excess = sum(widths) + GAP * (len(widths) - 1) - width
    while excess > 0:
        giving = [at for at, column in enumerate(columns) if widths[at] > column.floor]
        if not giving:
            return None
        widths[max(giving, key=widths.__getitem__)] -= 1
        excess -= 1
    return widths


def natural_width(column: Column, cells: Sequence[str]) -> int:
    """Return how wide a column is that has room.

    >>> natural_width(Column("NAME", 8), ["lr", "weight_decay"])
    12
    """
    return max([width_of(column.heading), *map(_cell_width, cells)])


def _cell_width(cell: str) -> int:
    if cell.isascii() and "\n" not in cell:
        return len(cell)
    return max(map(width_of, cell.split("\n")))


def side_by_side(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """Fold or cut the cells of one row and fill them up.

    Returns:
        Lines, each a list of one text for each column; of one text alone where a cell has a line of its own.
    """
    folded = []
    lines = []
    for column, cell, width in zip(columns, cells, widths, strict=True):
        if len(cell) <= width and cell.isascii() and "\n" not in cell:
            folded.append([cell])
        elif column.is_whole and width_of(cell) > width:
            lines.append([cell])
            folded.append([""])
        else:
            folded.append([shorten(cell, width)] if column.is_cut else fold(cell, width))
    if lines and not any(map(any, folded)):
        return lines
    for at in range(max(map(len, folded))):
        parts = [part[at] if at < len(part) else "" for part in folded]
        lines.append(
            [
                " " * (width - width_of(part)) + part if column.is_right else pad(part, width)
                for column, part, width in zip(columns, parts, widths, strict=True)
            ]
        )
    return lines
