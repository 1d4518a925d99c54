"""What the tests of the command share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # pytest's importlib mode does not; the names are our own

from typing import TYPE_CHECKING

from kogine_process import Kogine  # found through the line above
from recorded_runs import SCRIPT, fill
from workflow_lines import SWEEP, TRAIN

from kohakuengine.flow.store import RunStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def kogine(tmp_path: Path) -> Kogine:
    """A `kogine` in an empty folder."""
    return Kogine(tmp_path)


@pytest.fixture
def snapshot() -> Callable[[str, str], None]:
    """Compare a text with its file in `snapshots/`; KOGINE_UPDATE_SNAPSHOTS=1 writes it anew."""

    def compare(name: str, text: str) -> None:
        path = SNAPSHOTS / f"{name}.txt"
        if os.environ.get("KOGINE_UPDATE_SNAPSHOTS"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def store(kogine: Kogine) -> Iterator[RunStore]:
    """A store with three runs, beside a script."""
    kogine.write("train.py", SCRIPT)
    fill(kogine.folder)
    with RunStore(kogine.folder / ".kogine") as store:
        yield store


@pytest.fixture
def sweeps(kogine: Kogine) -> None:
    """Write `train.py`, and sweeps over it of which one fails."""
    kogine.write("train.py", TRAIN)
    kogine.write("sweep.py", SWEEP.format(rates=[1, 2, 3]))
    kogine.write("bad_sweep.py", SWEEP.format(rates=[1, -1, 3, -1]))
