"""What `kogine inspect` costs over `python -c pass`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rows import Row
from .scripts import FUNCTION, STATEMENTS

if TYPE_CHECKING:
    from pathlib import Path

    from .place import Place

LINES = 1_000


def inspect_rows_of(place: Place) -> list[Row]:
    """Return the rows."""
    bare = [str(place.python), "-c", "pass"]
    inspect = [str(place.kogine), "inspect"]
    rows = [Row(name="import libcst", base=bare, ours=[str(place.python), "-c", "import libcst"])]
    for script, limit in (("mixed", 20.0), ("flat", 30.0)):
        line = [*inspect, f"{script}.py"]
        rows += [
            Row(name=f"{script}, first time", base=bare, ours=line, limit=limit, is_first_start=True),
            Row(name=f"{script}, second time", base=bare, ours=line, limit=4.0, aim=2.0),
            Row(
                name=f"{script}, second time, --format json",
                base=bare,
                ours=[*line, "--format", "json"],
                limit=4.0,
                aim=2.0,
            ),
        ]
    return rows


def write_inspect_scripts(folder: Path) -> None:
    """Write `mixed.py`, half functions and half statements, and `flat.py`, statements alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, block in (("mixed", FUNCTION + STATEMENTS), ("flat", STATEMENTS)):
        lines = "".join(block.format(n=number) for number in range(LINES)).splitlines(keepends=True)
        text = "lr = 0.1\n" + "".join(lines[: LINES - 1])
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
