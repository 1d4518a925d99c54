"""Columns side by side: as wide as their cells where there is room, folded where there is none."""

from __future__ import annotations

from kohakuengine_tooling.inspect.cells import fold, pad, width_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["GAP", "Column", "fit_widths", "side_by_side"]

GAP = 2


class Column:
    """A column of a table.

    Attributes:
        heading: What stands above it.
        floor: How narrow folding may make it.
        is_right: Whether its cells stand at its right edge.
    """

    __slots__ = ("floor", "heading", "is_right")

    def __init__(self, heading: str, floor: int, *, is_right: bool = False) -> None:
        self.heading = heading
        self.floor = floor
        self.is_right = is_right


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
    widths = [
        max([width_of(column.heading), *(_natural_width(row[at]) for row in rows)])
        for at, column in enumerate(columns)
    ]
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


def _natural_width(cell: str) -> int:
    if cell.isascii() and "\n" not in cell:
        return len(cell)
    return max(map(width_of, cell.split("\n")))


def side_by_side(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """Fold the cells of one row and fill them up.

    Returns:
        Lines, each a list of one text for each column.
    """
    folded = [
        [cell] if len(cell) <= width and cell.isascii() and "\n" not in cell else fold(cell, width)
        for cell, width in zip(cells, widths, strict=True)
    ]
    lines = []
    for at in range(max(map(len, folded))):
        parts = [part[at] if at < len(part) else "" for part in folded]
        lines.append(
            [
                " " * (width - width_of(part)) + part if column.is_right else pad(part, width)
                for column, part, width in zip(columns, parts, widths, strict=True)
            ]
        )
    return lines
