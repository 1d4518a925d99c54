"""`kogine workflow run FILE`: the workflows that a program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kogine_process import Kogine

pytestmark = pytest.mark.usefixtures("sweeps")


FLOW = """
import sys
from kohakuengine import Config, Parallel, Script
print("args", sys.argv[1:])
workflow = Parallel([Script("train.py", config=Config(globals_dict={"lr": lr})) for lr in (1, 2)])
if __name__ == "__main__":
    print(workflow.run())
"""


def test_a_flow_file_is_executed_and_shown(kogine: Kogine) -> None:
    kogine.write("flow.py", FLOW)

    done = kogine("workflow", "run", "flow.py", "--", "--rounds", "3")

    assert (done.code, done.out) == (0, "args ['--rounds', '3']\n[1, 2]\n")
    assert "2 of 2 runs completed" in done.err


def test_a_workflow_that_a_file_makes_and_does_not_run_is_run(kogine: Kogine) -> None:
    kogine.write("flow.py", FLOW.partition("if __name__")[0])

    done = kogine("workflow", "run", "flow.py")

    assert (done.code, done.out) == (0, "args []\n")
    assert "2 of 2 runs completed" in done.err


def test_a_flow_file_that_makes_no_workflow_or_two_is_refused(kogine: Kogine) -> None:
    kogine.write("none.py", "x = 1")
    kogine.write("two.py", FLOW.partition("if __name__")[0] + "second = Parallel([Script('train.py')])\n")

    assert "runs no workflow, and makes none" in kogine("workflow", "run", "none.py").err
    assert "runs no workflow, and makes 2" in kogine("workflow", "run", "two.py").err


def test_a_flow_file_whose_runs_fail_is_gone_on_with(kogine: Kogine) -> None:
    kogine.write("flow.py", FLOW.replace("(1, 2)", "(1, -1)"))

    first, second = kogine("workflow", "run", "flow.py"), kogine("workflow", "run", "flow.py")

    assert first.code == 1
    assert "1 of 2 runs did not complete; the first: train: ValueError: bad lr (KE901)" in first.err
    assert "Traceback" in first.err
    assert "(1 of them before), 1 failed" in second.err


def test_a_flow_file_ends_as_it_says(kogine: Kogine) -> None:
    kogine.write("flow.py", FLOW + "    sys.exit(7)\n")

    assert kogine("workflow", "run", "flow.py").code == 7


def test_an_error_of_a_flow_file_is_its_own(kogine: Kogine) -> None:
    kogine.write("flow.py", "def f():\n    1 / 0\nf()\n")

    done = kogine("workflow", "run", "flow.py")

    assert done.code == 1
    assert done.err.startswith('Traceback (most recent call last):\n  File "')
    assert "kohakuengine" not in done.err.replace(str(kogine.folder), "")
