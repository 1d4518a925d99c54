"""`kogine workflow ... --dry-run`: which runs there would be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from workflow_lines import runs

if TYPE_CHECKING:
    from kogine_process import Kogine

pytestmark = pytest.mark.usefixtures("sweeps")


def test_a_dry_run_says_which_runs_there_would_be(kogine: Kogine) -> None:
    kogine("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")

    done = kogine("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "--dry-run")

    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "run 1: train.py lr=1  (COMPLETED: run 1 of the store)\n"
        "run 2: train.py lr=-1\n"
        "run 3: train.py lr=3  (COMPLETED: run 3 of the store)\n"
        "run 4: train.py lr=-1  (the same as run 2)\n"
        "4 runs, 1 the same as another, 2 COMPLETED already\n"
    )
    assert len(runs(kogine)) == 4


def test_a_dry_run_leaves_nothing_behind(kogine: Kogine) -> None:
    kogine("workflow", "sequential", "train.py", "--dry-run")

    assert not (kogine.folder / ".kogine").exists()


def test_a_dry_run_of_a_search_stops_where_it_needs_results(kogine: Kogine) -> None:
    kogine.write(
        "search.py",
        "from kohakuengine import Config\ndef config_gen():\n"
        "    run = yield Config(globals_dict={'lr': 1})\n"
        "    yield Config(globals_dict={'lr': run.result().value + 1})\n",
    )
    line = ("workflow", "parallel", "train.py", "-c", "search.py")

    dry, done = kogine(*line, "--dry-run", "--format", "json"), kogine(*line)

    printed = json.loads(dry.out)
    assert ([run["values"]["globals"] for run in printed["runs"]], printed["is_open"]) == ([{"lr": 1}], True)
    assert done.code == 0
    assert [run["returned"] for run in runs(kogine)] == [1, 2]
