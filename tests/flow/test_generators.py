"""Generators of configs that raise midway, that yield nothing, and configs that cannot be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .project import Project

TRAIN = "number = -1\n\ndef main():\n    return number\n\nmain()\n"

RAISING = """
import os
from kohakuengine import Config

def config_gen():
    for number in range(6):
        if number == 3 and not os.path.exists("mended"):
            raise ValueError("no more")
        run = yield Config(globals_dict={"number": number})
        if number == 0:
            run.result()
"""

MISSPELT = """
from kohakuengine import Config

def config_gen():
    run = yield Config(globals_dict={"number": 0})
    run.result()
    yield Config(globals_dict={"numbre": 1})
    yield Config(globals_dict={"number": 2})
"""


def test_a_generator_that_raises_midway_ends_the_flow_after_what_runs_and_the_same_line_goes_on(
    project: Project, mode: str
) -> None:
    project.write("train.py", TRAIN)
    project.write("sweep.py", RAISING)

    done = project.workflow(mode)
    ends = project.ends()
    (project.folder / "mended").touch()
    again = project.workflow(mode)

    assert (done.code, again.code) == (2, 0)
    assert "sweep.py:7: the config raised ValueError: no more (KE604)" in done.err
    assert "kohakuengine/" not in done.err
    assert ends[:1] == [("COMPLETED", None)]
    assert {status for status, _ in ends} == {"COMPLETED"}
    assert {run["attempt"] for run in project.runs()} == {1}
    assert sorted(run["values"]["number"] for run in project.runs()) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        "def config_gen():\n    yield from ()\n",
        "from kohakuengine import ConfigGenerator\ndef config_gen():\n    return ConfigGenerator(iter(()))\n",
    ],
    ids=["yields nothing", "holds nothing"],
)
def test_a_flow_of_no_runs_is_an_error(project: Project, mode: str, text: str) -> None:
    project.write("train.py", TRAIN)
    project.write("sweep.py", text)

    done = project.workflow(mode)

    assert done.code == 2
    assert "there is nothing to run: no config was yielded (KE922)" in done.err
    assert project.runs() == []


def test_a_config_that_does_not_suit_ends_the_flow_where_errors_do(project: Project, mode: str) -> None:
    project.write("train.py", TRAIN)
    project.write("sweep.py", MISSPELT)

    done = project.workflow(mode, "--on-error", "stop")

    assert done.code == 2
    assert "no parameter 'numbre'" in done.err
    assert "'number'" in done.err
    assert [run["values"] for run in project.runs() if run["status"] == "COMPLETED"] == [{"number": 0}]
    assert len(project.runs()) == 1


def test_a_config_that_does_not_suit_is_a_failed_run_where_errors_end_nothing(
    project: Project, mode: str
) -> None:
    project.write("train.py", TRAIN)
    project.write("sweep.py", MISSPELT)

    done = project.workflow(mode, "--on-error", "continue")

    assert done.code == 1
    assert "no parameter 'numbre'" in done.err
    assert [run["status"] for run in project.runs()] == ["COMPLETED", "FAILED", "COMPLETED"]
    assert "numbre" in project.runs()[1]["reason"]


def test_a_generator_that_exits_is_no_success(project: Project, mode: str) -> None:
    project.write("train.py", TRAIN)
    project.write("sweep.py", RAISING.replace('raise ValueError("no more")', "raise SystemExit(0)"))

    done = project.workflow(mode)

    assert done.code == 2
    assert "the config raised SystemExit: 0 (KE604)" in done.err
    assert {status for status, _ in project.ends()} == {"COMPLETED"}
