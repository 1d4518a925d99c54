"""What reading facts costs over `ast.parse` of the same files."""

from __future__ import annotations

import json
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .place import Place

FILES = 1000
_CHILD = Path(__file__).with_name("facts_child.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsRow:
    """One comparison with `ast.parse`.

    Attributes:
        kind: The word for the child.
        name: What is read.
        limit: Ratio above which the row is a miss.
        aim: Ratio that is hoped for, or None.
    """

    kind: str
    name: str
    limit: float
    aim: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsFigure:
    """What the processes of one row gave.

    Attributes:
        ratio: Median of their ratios.
        share: Share of the text that libcst parsed, 0 to 1.
        files: How many files each read.
    """

    ratio: float
    share: float
    files: int


ROWS = (
    FactsRow(kind="library", name="files of the library, cold", limit=3, aim=1.5),
    FactsRow(kind="flat", name="flat scripts, cold", limit=10, aim=6),
    FactsRow(kind="cached", name="files of the library, cached", limit=0.1),
)


def measure(row: FactsRow, place: Place, *, processes: int, files: int) -> FactsFigure:
    """Let processes of their own read the files of a row; each begins with nothing kept."""
    found = [_run(row.kind, place, files) for _ in range(processes)]
    return FactsFigure(
        ratio=statistics.median(one["ours_ms"] / one["base_ms"] for one in found),
        share=found[0]["share"],
        files=int(found[0]["files"]),
    )


def _run(kind: str, place: Place, files: int) -> dict[str, float]:
    done = subprocess.run(
        [str(place.python), str(_CHILD), kind, str(files)],
        cwd=place.folder,
        env=place.environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def line(row: FactsRow, figure: FactsFigure) -> str:
    """Return the line of one row."""
    verdict = "miss" if figure.ratio > row.limit else "pass"
    if verdict == "pass" and row.aim is not None and figure.ratio <= row.aim:
        verdict = "pass, aim"
    aim = "" if row.aim is None else f"{row.aim:.2f}"
    return (
        f"{row.name:<40} {row.limit:>6.2f} {aim:>6} {figure.ratio:>7.3f} "
        f"  {figure.files} files, {figure.share:.1%} of the text by libcst  {verdict}"
    )
