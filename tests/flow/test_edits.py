"""A script that is edited while its sweep goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .project import finished, line

if TYPE_CHECKING:
    from .project import Project

WAITING = """
import os, time
number = -1

def main():
    open(f"began-{number}", "w").close()
    while not os.path.exists("go"):
        time.sleep(0.01)
    return number + 1

main()
"""


def test_its_runs_are_all_of_the_source_that_is_recorded(project: Project, mode: str) -> None:
    script = project.write("train.py", WAITING)
    project.sweep(4)

    process = project.start(*line(mode))
    project.wait_for("began-0", process)
    script.write_text(WAITING.replace("number + 1", "number + 100"), encoding="utf-8")
    (project.folder / "go").touch()
    done = finished(process)

    assert done.code == 0
    assert [run["returned"] for run in project.runs()] == [1, 2, 3, 4]
    assert "train.py was edited after its flow began: this run has it as it was then" in done.err
    assert len({run["source"] for run in project.runs()}) == 1
