"""The figures as a table, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .rows import Row
    from .timing import Figure

_HEAD = f"{'':<40} {'limit':>6} {'aim':>6} {'ratio':>7} {'quartiles':>13} {'python':>9} {'ours':>9}"


def heading() -> str:
    """Return the first line of the table."""
    return _HEAD


def line(row: Row, figure: Figure) -> str:
    """Return the line of one row."""
    quartiles = f"{figure.low:.2f}-{figure.high:.2f}"
    return (
        f"{row.name:<40} {_number(row.limit):>6} {_number(row.aim):>6} {figure.ratio:>7.3f} {quartiles:>13} "
        f"{figure.base_ms:>6.1f} ms {figure.ours_ms:>6.1f} ms  {verdict(row, figure)}"
    ).rstrip()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def verdict(row: Row, figure: Figure) -> str:
    """Return what a figure means: `miss`, `pass`, `pass, aim` or nothing where there is no limit."""
    if row.limit is None:
        return ""
    if figure.ratio > row.limit:
        return "miss"
    return "pass, aim" if row.aim is not None and figure.ratio <= row.aim else "pass"
