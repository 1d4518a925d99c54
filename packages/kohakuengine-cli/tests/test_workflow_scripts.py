"""Which scripts and configs a `kogine workflow` line means, and which lines are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workflow_lines import SWEEP, runs

if TYPE_CHECKING:
    from kogine_process import Kogine

pytestmark = pytest.mark.usefixtures("sweeps")


SHARED = """
from kohakuengine import Config
def config_gen():
    return Config(globals_dict={"lr": 2, "rows": 5}, kwargs={"scale": 10})
"""


def test_scripts_with_one_config_take_what_they_have(kogine: Kogine) -> None:
    kogine.write("prep.py", "rows = 1\nprint('rows', rows)")
    kogine.write("shared.py", SHARED)

    done = kogine("workflow", "sequential", "prep.py", "train.py", "-c", "shared.py")

    assert (done.code, done.out) == (0, "rows 5\nlr 2\n")
    assert "kogine: note: prep.py goes without lr, scale: it has no such parameter\n" in done.err
    assert "kogine: note: train.py goes without rows: it has no such parameter\n" in done.err
    assert runs(kogine)[1]["returned"] == 20


def test_what_no_script_has_is_an_error(kogine: Kogine) -> None:
    kogine.write("prep.py", "rows = 1")
    kogine.write("shared.py", SHARED.replace('"rows"', '"rosw"'))

    done = kogine("workflow", "sequential", "prep.py", "train.py", "-c", "shared.py")

    assert (done.code, done.out) == (2, "")
    assert "no parameter 'rosw' (KE101). Did you mean 'rows'?" in done.err
    assert runs(kogine) == []


def test_strict_refuses_what_one_script_lacks(kogine: Kogine) -> None:
    kogine.write("prep.py", "rows = 1")
    kogine.write("shared.py", SHARED)

    done = kogine("workflow", "sequential", "prep.py", "train.py", "-c", "shared.py", "--strict")

    assert done.code == 2
    assert "KE101" in done.err


def test_a_function_of_each_script_can_be_named(kogine: Kogine) -> None:
    kogine.write("two.py", "def first():\n    return 1\ndef second():\n    return 2\n")

    kogine("workflow", "sequential", "two.py:first", "two.py:second")

    assert [run["returned"] for run in runs(kogine)] == [1, 2]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["train.py", "-c", "train.py"], "is the script, not a config"),
        (["train.py", "--resume", "--fresh"], "both --resume and --fresh"),
        (["train.py", "--retries", "-1"], "--retries takes a whole number from 0"),
        (["train.py", "--timeout", "soon"], "--timeout takes a number of seconds"),
        (["train.py", "-w", "0"], "--workers takes a whole number of 1 or more"),
        (["train.py", "--mode", "cloud"], "--launcher is inprocess, subprocess, fork or pool"),
        (["train.py", "--set", "lr"], "it has no '='"),
        (["none.py"], "none.py"),
        (["train.py", "sweep.py"], "sweep.py is a config: -c sweep.py"),
        ([], "SCRIPT[:FUNC] is missing"),
        (["train.py", "--mode", "inprocess"], "side by side"),
        (["train.py", "--gpus", "7,", "-w", "2"], "2 runs at once with 1 GPU each need 2, and there is 1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_line_that_is_wrong_is_refused(kogine: Kogine, words: list[str], message: str) -> None:
    done = kogine("workflow", "parallel", *words)

    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_config_among_scripts_is_not_executed_to_find_out(kogine: Kogine) -> None:
    kogine.write("single.py", "print('executed')\nCONFIG = {'lr': 1}\n")

    done = kogine("workflow", "sequential", "train.py", "single.py")

    assert (done.code, done.out) == (2, "")
    assert "single.py is a config: -c single.py" in done.err


def test_a_script_with_an_entrypoint_may_have_a_global_called_config(kogine: Kogine) -> None:
    kogine.write(
        "other.py", "CONFIG = {'lr': 1}\ndef main():\n    return 2\nif __name__ == '__main__':\n    main()\n"
    )

    done = kogine("workflow", "sequential", "train.py", "other.py")

    assert done.code == 0


def test_gpus_are_shared_out(kogine: Kogine) -> None:
    kogine.write(
        "gpu.py", "import os\nn = 0\ndef main():\n    return os.environ['CUDA_VISIBLE_DEVICES']\nmain()"
    )
    kogine.write("four.py", SWEEP.format(rates=range(4)).replace('"lr"', '"n"'))

    kogine(
        "workflow",
        "parallel",
        "gpu.py",
        "-c",
        "four.py",
        "-w",
        "2",
        "--gpus",
        "4,5,6,7",
        "--gpus-per-run",
        "2",
    )

    found = runs(kogine)
    assert {(run["slot"], run["returned"]) for run in found} <= {(0, "4,5"), (1, "6,7")}


@pytest.mark.parametrize("mode", ["inprocess", "subprocess", "fork", "pool"])
def test_sequential_runs_in_every_mode(kogine: Kogine, mode: str) -> None:
    done = kogine("workflow", "sequential", "train.py", "-c", "sweep.py", "--mode", mode)

    assert (done.code, done.out) == (0, "lr 1\nlr 2\nlr 3\n")
