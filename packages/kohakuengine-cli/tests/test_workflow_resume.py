"""The same `kogine workflow` line once more: what goes again, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workflow_lines import SWEEP, TRAIN, runs

if TYPE_CHECKING:
    from kogine_process import Kogine

pytestmark = pytest.mark.usefixtures("sweeps")


def test_the_same_line_runs_only_what_is_missing(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py")
    kogine(*line)
    kogine.write("mark", "")

    again = kogine(*line, "-w", "1", "--retries", "0")

    assert "kogine: flow 1, " in again.err
    assert "goes on with the last time" in again.err
    assert "2 of 4 runs completed (2 of them before), 2 failed" in again.err
    assert [(run["id"], run["status"]) for run in runs(kogine, "--status", "COMPLETED")] == [
        (1, "COMPLETED"),
        (3, "COMPLETED"),
    ]
    assert [run["attempt"] for run in runs(kogine, "lr=-1")] == [1, 1, 2, 2]


def test_a_changed_script_says_so_and_runs_again(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")
    kogine(*line)
    kogine.write("train.py", TRAIN.replace("lr < 0", "lr < -1"))

    again = kogine(*line)

    assert again.code == 0
    assert "kogine: note: train.py has changed: its runs go again\n" in again.err
    assert "not run again" not in again.err
    assert "4 of 4 runs completed in" in again.err


def test_a_changed_config_keeps_the_runs_that_it_still_has(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")
    kogine(*line)
    kogine.write("bad_sweep.py", SWEEP.format(rates=[5, 3, 1]))

    again = kogine(*line)

    assert again.code == 0
    assert "note: bad_sweep.py has changed: runs whose values are the same are kept\n" in again.err
    assert "3 of 3 runs completed (2 of them before)" in again.err


def test_runs_are_kept_though_an_import_has_changed(kogine: Kogine) -> None:
    kogine.write("helper.py", "step = 1")
    kogine.write("train.py", f"import helper\n{TRAIN}")
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")
    kogine(*line)
    kogine.write("helper.py", "step = 22")

    again = kogine(*line)

    assert "note: finished runs are kept though helper.py has changed; --fresh runs all again\n" in again.err
    assert "(2 of them before)" in again.err


def test_a_complete_flow_begins_anew_unless_it_is_resumed(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "sweep.py")
    kogine(*line)

    resumed, anew = kogine(*line, "--resume"), kogine(*line)

    assert "3 of 3 runs completed (3 of them before)" in resumed.err
    assert "flow 2" in anew.err
    assert "note: the last time is complete: begins anew; --resume runs only what is new\n" in anew.err
    assert "begins anew" not in resumed.err
    assert len(runs(kogine)) == 6


def test_fresh_begins_anew(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py")
    kogine(*line)

    kogine(*line, "--fresh")

    assert len(runs(kogine)) == 8


def test_values_that_a_config_takes_from_elsewhere_are_said_to_be_others_now(kogine: Kogine) -> None:
    kogine.write("fails.py", "n = 0\nassert n == 1\n")
    kogine.write("numbers.json", "[1, 2]")
    reading = "import json\nfrom kohakuengine import Config\ndef config_gen():\n"
    kogine.write(
        "read.py",
        f"{reading}    for n in json.load(open('numbers.json')):\n        yield Config({{'n': n}})\n",
    )
    line = ("workflow", "parallel", "fails.py", "-c", "read.py", "-w", "1")
    assert kogine(*line).code == 1
    kogine.write("numbers.json", "[3, 4]")

    again = kogine(*line)

    warning = (
        "kogine: warning: fails.py: its config gives other values now than were recorded, from run 1 on;"
    )
    assert again.err.count(warning) == 1
    assert "n=2" in again.err
    assert "n=4" not in again.err
