"""`kogine runs rerun`: recorded runs once more, whatever has become of the script since."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TRAIN = """
import multiprocessing
from pathlib import Path

lr = 0.1
out = Path("nowhere")

def child():
    return f"first version {lr} {out.name}"

def main():
    if lr > 0.2:
        raise ValueError(f"too large: {lr}")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(child)

if __name__ == "__main__":
    main()
"""

SWEEP = """
from pathlib import Path
from kohakuengine import Config, ConfigGenerator, Parallel, Script
from kohakuengine.flow import WorkflowError

def configs():
    for lr in (0.1, 0.2, 0.3):
        yield Config(globals_dict={"lr": lr, "out": Path(f"out-{lr}")})

try:
    Parallel([Script("train.py", config=ConfigGenerator(configs))], max_workers=2).run()
except WorkflowError as error:
    print(error.failed)
"""


class Project:
    """A folder in which a sweep of three runs was run; the third failed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("train.py", TRAIN)
        self.write("sweep.py", SWEEP)
        assert self.run(sys.executable, "sweep.py").stdout == "1\n"

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(textwrap.dedent(text), encoding="utf-8")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, cwd=self.folder, capture_output=True, text=True, timeout=120, check=False
        )

    def kogine(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run(sys.executable, "-m", "kohakuengine.cli", *words)

    def shown(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self.kogine("runs", "show", str(number), "--format", "json").stdout
        )
        return found


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def number_of(project: Project, lr: float) -> int:
    listed = json.loads(project.kogine("runs", "list", f"lr={lr}", "--format", "json").stdout)
    number: int = listed["runs"][-1]["id"]
    return number


def test_runs_go_again_with_their_values_as_new_runs_of_a_new_flow(project: Project) -> None:
    numbers = [number_of(project, lr) for lr in (0.2, 0.3)]

    done = project.kogine("runs", "rerun", *map(str, numbers))

    again, failed = project.shown(4), project.shown(5)
    assert done.returncode == 1
    assert (again["flow"], again["status"], again["returned"]) == (
        2,
        "COMPLETED",
        "first version 0.2 out-0.2",
    )
    assert (failed["status"], failed["reason"]) == ("FAILED", "ValueError: too large: 0.3")
    assert again["values"] == project.shown(numbers[0])["values"]
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == ["4", "5"]


def test_they_go_with_the_source_that_the_script_had_in_children_too(project: Project) -> None:
    number = number_of(project, 0.2)
    project.write("train.py", TRAIN.replace("first", "second"))

    done = project.kogine("runs", "rerun", str(number))
    again = project.kogine("runs", "rerun", "4")

    assert (done.returncode, again.returncode) == (0, 0)
    assert project.shown(4)["returned"] == project.shown(5)["returned"] == "first version 0.2 out-0.2"
    assert project.shown(4)["source"] == project.shown(number)["source"]
    assert project.shown(4)["is_script_changed"] is True


def test_the_same_command_after_a_failure_runs_only_what_is_missing(project: Project) -> None:
    numbers = [str(number_of(project, lr)) for lr in (0.2, 0.3)]
    project.kogine("runs", "rerun", *numbers)

    project.kogine("runs", "rerun", *numbers)

    listed = json.loads(project.kogine("runs", "list", "--flow", "2", "--format", "json").stdout)
    assert [(run["attempt"], run["status"]) for run in listed["runs"]] == [
        (2, "FAILED"),
        (1, "FAILED"),
        (1, "COMPLETED"),
    ]


def test_a_run_is_not_made_again_in_another_folder(project: Project) -> None:
    (project.folder / "below").mkdir()
    words = [sys.executable, "-m", "kohakuengine.cli", "runs", "rerun", "1"]

    done = subprocess.run(words, cwd=project.folder / "below", capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert f"run 1 was started in {project.folder}. Go there" in done.stderr


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda parcel: parcel.unlink(), "run 1 cannot be made again: "),
        (lambda parcel: parcel.write_bytes(parcel.read_bytes()[:-1]), "this file of a run is not whole"),
    ],
    ids=["gone", "cut"],
)
def test_a_run_whose_values_are_not_there_is_refused(project: Project, damage: Any, said: str) -> None:
    damage(project.folder / ".kogine/runs/000000/1/parcel")

    done = project.kogine("runs", "rerun", "1")

    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
