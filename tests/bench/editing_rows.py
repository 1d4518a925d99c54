"""What a keystroke costs: a text is changed, and all names of the script are listed, or one is described."""

from __future__ import annotations

import json
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .place import Place

_CHILD = Path(__file__).with_name("editing_child.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditingRow:
    """One place where somebody types.

    Attributes:
        kind: The word for the child.
        name: What is typed where.
        limit_ms: Median above which the row is a miss, None for one that is only told.
    """

    kind: str
    name: str
    limit_ms: float | None = None


ROWS = (
    EditingRow(kind="value", name="a value among 10,000 lines", limit_ms=3),
    EditingRow(kind="parameter", name="the same, and one parameter is described", limit_ms=2),
    EditingRow(kind="name", name="a name among 10,000 lines"),
    EditingRow(kind="open", name="behind a bracket that is open"),
    EditingRow(kind="function", name="a line of a function"),
    EditingRow(kind="string", name="behind quotes that are open"),
    EditingRow(kind="class", name="a line of a class of 20,000 lines", limit_ms=36),
)


def measure(row: EditingRow, place: Place, *, processes: int) -> tuple[float, float]:
    """Let processes of their own type; return the median of a keystroke and of its 95th percentile, in ms."""
    found = [_run(row.kind, place) for _ in range(processes)]
    return statistics.median(one[0] for one in found), statistics.median(one[1] for one in found)


def _run(kind: str, place: Place) -> tuple[float, float]:
    done = subprocess.run(
        [str(place.python), str(_CHILD), kind],
        cwd=place.folder,
        env=place.environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    half, most = json.loads(done.stdout)
    return half, most


def is_missed(row: EditingRow, half_ms: float) -> bool:
    """Say whether a row misses its limit."""
    return row.limit_ms is not None and half_ms > row.limit_ms


def line(row: EditingRow, half_ms: float, most_ms: float) -> str:
    """Return the line of one row."""
    limit, verdict = "", "told"
    if row.limit_ms is not None:
        limit, verdict = f"{row.limit_ms:.1f}", "miss" if is_missed(row, half_ms) else "pass"
    return f"{row.name:<40} {limit:>6} {half_ms:>7.2f} {most_ms:>7.2f}   {verdict}"
