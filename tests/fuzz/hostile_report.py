"""What the table of hostile texts costs, and what is said of each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .hostile import HOSTILE
from .reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from .hostile import Hostile

__all__ = ["report_hostile"]

_TIMEOUT_S = 120.0


def report_hostile(folder: Path, beginnings: list[str]) -> int:
    """Print a line for each text; return 1 where one was not read, or its neighbours are missing."""
    reader = Reader(_TIMEOUT_S)
    bad = 0
    print(f"{'text':<30} {'bytes':>9} {'half':>7} {'full':>7}  what is said")
    for one in HOSTILE:
        if one.id.startswith(tuple(beginnings)):
            bad += not _report(one, reader, folder / "hostile.py")
    reader.close()
    return 1 if bad else 0


def _report(one: Hostile, reader: Reader, path: Path) -> bool:
    durations = []
    for share in (0.5, 1.0):
        path.write_text(one.text(share), encoding="utf-8")
        reading = reader.read(path)
        durations.append(reading.duration_s / 2)  # the reader reads twice
    facts = reading.facts
    if facts is None:
        print(f"{one.id:<30} {reading.problem}", file=sys.stdout, flush=True)
        return False
    names = {parameter.name for parameter in facts.parameters}
    is_complete = {"before", "after"} <= names
    said = [f"{one.code}:{one.line} {one.message}" for one in facts.diagnostics[:3]]
    if not is_complete:
        said.insert(0, "NEIGHBOURS MISSING")
    seconds = " ".join(f"{duration_s:>7.2f}" for duration_s in durations)
    print(f"{one.id:<30} {path.stat().st_size:>9} {seconds}  {'; '.join(said)}", flush=True)
    return is_complete and not reading.attempts
