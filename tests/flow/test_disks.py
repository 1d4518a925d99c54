"""Disks that are full, and folders that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .project import Project

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("nsenter") is None,
    reason="needs root on Linux, to mount",
)

SCRIPT = """
import os
number = -1

def main():
    print("before", number)
    return number

if __name__ == "__main__":
    main()
"""

FILLING = """
import os
number = -1

def main():
    if number == 1 and not os.path.exists("mended"):
        with open(os.path.join(os.environ["KOGINE_RUN_DIR"], "filler"), "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError as error:
                open("struck", "w").write(error.strerror)
    return number

if __name__ == "__main__":
    main()
"""

WRITING = """
import os, time
number = -1

def main():
    time.sleep(0.3)
    if number == 1 and not os.path.exists("mended"):
        try:
            while True:
                print("x" * 4096)
        except OSError as error:
            open("struck", "w").write(error.strerror)
            os.truncate(os.path.join(os.environ["KOGINE_RUN_DIR"], "stdout"), 0)
            raise
    return number

if __name__ == "__main__":
    main()
"""


class Mounts:
    """A space of mounts that only commands of the project see."""

    def __init__(self, project: Project) -> None:
        self._holder = subprocess.Popen(
            ["unshare", "-m", "sh", "-c", "echo; exec sleep 3600"], stdout=subprocess.PIPE
        )
        assert self._holder.stdout is not None
        self._holder.stdout.read(1)
        self._enter = ("nsenter", "-t", str(self._holder.pid), "-m", f"--wd={project.folder}")
        project.before = self._enter

    def do(self, *words: str) -> str:
        """Run a command there."""
        done = subprocess.run([*self._enter, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def end(self) -> None:
        self._holder.kill()
        self._holder.communicate()


@pytest.fixture
def mounts(project: Project) -> Iterator[Mounts]:
    mounts = Mounts(project)
    yield mounts
    mounts.end()


@pytest.fixture
def small_disk(project: Project, mounts: Mounts) -> Mounts:
    """The run store lies on a disk of two megabytes."""
    project.store.mkdir()
    mounts.do("mount", "-t", "tmpfs", "-o", "size=2m", "none", str(project.store))
    return mounts


def test_a_disk_that_is_full_is_said_before_anything_runs(project: Project, small_disk: Mounts) -> None:
    project.write("train.py", SCRIPT.replace("print(", "open('ran', 'w'); print("))
    project.sweep(3)
    filler = project.store / "filler"
    small_disk.do("sh", "-c", f"dd if=/dev/zero of={filler} bs=4096 2>&1 | grep -c 'No space'")

    done = project.workflow("subprocess")
    small_disk.do("rm", str(filler))
    again = project.workflow("subprocess")

    assert (done.code, again.code) == (2, 0)
    assert "KE914" in done.err
    assert "Traceback" not in done.err
    assert "1: number=0" not in done.err
    assert [status for status, _ in project.ends()] == ["COMPLETED"] * 3


def test_a_disk_that_a_run_has_filled_ends_the_flow_and_the_same_line_goes_on(
    project: Project, small_disk: Mounts, mode: str
) -> None:
    project.write("train.py", FILLING)
    project.sweep(4)

    done = project.workflow(mode)
    small_disk.do("sh", "-c", f"rm {project.store}/runs/*/*/filler")
    ends = project.ends()
    kept = {int(path.parent.name) for path in _results(project, small_disk)}
    (project.folder / "mended").touch()
    again = project.workflow(mode)

    assert (project.folder / "struck").exists()  # that was full; it may be killed before it writes why
    assert (done.code, again.code) == (2, 0)
    assert "runs.sqlite: the run store cannot be used: database or disk is full (KE914)" in done.err
    assert ("LOST", "what carried it is gone") in ends
    completed = [run for run in project.runs() if run["status"] == "COMPLETED"]
    assert sorted(run["values"]["number"] for run in completed) == [0, 1, 2, 3]
    assert kept <= {run["id"] for run in completed}


def test_a_run_that_has_no_room_for_its_log_fails_and_the_others_go_on(
    project: Project, small_disk: Mounts, process_mode: str
) -> None:
    project.write("train.py", WRITING)
    project.sweep(4)

    # One at a time, and too long for others to be handed over meanwhile: those would find no room, either.
    line = ("workflow", "parallel", "-w", "1", "train.py", "-c", "sweep.py", "--mode", process_mode)
    done = project.run(*line)

    assert (project.folder / "struck").read_text(encoding="ascii") == "No space left on device"
    assert done.code == 1
    assert sorted(project.ends()) == [
        *[("COMPLETED", None)] * 3,
        ("FAILED", "OSError: [Errno 28] No space left on device"),
    ]


def test_a_run_that_has_no_room_for_its_result_has_failed(
    project: Project, mounts: Mounts, mode: str
) -> None:
    project.write("train.py", FILLING)
    project.sweep(2)
    (project.store / "runs").mkdir(parents=True)
    mounts.do("mount", "-t", "tmpfs", "-o", "size=1m", "none", str(project.store / "runs"))

    one_by_one = ("workflow", "sequential", "train.py", "-c", "sweep.py", "--mode", mode)
    done = project.run(*one_by_one)
    ends = project.ends()
    mounts.do("sh", "-c", f"rm {project.store}/runs/*/*/filler")
    (project.folder / "mended").touch()
    again = project.run(*one_by_one)

    assert (project.folder / "struck").read_text(encoding="ascii") == "No space left on device"
    assert (done.code, again.code) == (1, 0)
    why = "No space left on device" if mode == "inprocess" else "its stderr may say why"
    assert ends == [("COMPLETED", None), ("FAILED", f"the result could not be written: {why}")]
    assert project.shown(2)["exit_code"] == 74
    assert project.ends()[2:] == [("COMPLETED", None)]


def test_a_project_that_cannot_be_written_is_said_before_anything_runs(
    project: Project, mounts: Mounts, mode: str
) -> None:
    project.write("train.py", SCRIPT)
    project.sweep(2)
    mounts.do("mount", "--bind", str(project.folder), str(project.folder))
    mounts.do("mount", "-o", "remount,ro,bind", str(project.folder))

    done = project.workflow(mode)

    assert done.code == 2
    assert "read-only file system (KE914)" in done.err
    assert "Traceback" not in done.err
    assert not project.store.exists()


def test_folders_of_runs_that_cannot_be_made_are_failures_of_these_runs(
    project: Project, mounts: Mounts, process_mode: str
) -> None:
    project.write("train.py", SCRIPT)
    project.sweep(2)
    runs = project.store / "runs"
    runs.mkdir(parents=True)
    mounts.do("mount", "--bind", str(runs), str(runs))
    mounts.do("mount", "-o", "remount,ro,bind", str(runs))

    done = project.workflow(process_mode)
    ends = project.ends()
    mounts.do("umount", str(runs))
    again = project.workflow(process_mode)

    assert (done.code, again.code) == (1, 0)
    assert [status for status, _ in ends] == ["FAILED"] * 2
    assert all("Read-only file system" in str(reason) for _, reason in ends)
    assert [status for status, _ in project.ends()] == ["FAILED"] * 2 + ["COMPLETED"] * 2


def _results(project: Project, mounts: Mounts) -> list[Path]:
    """List the results on disk that are whole."""
    found = mounts.do("sh", "-c", f"grep -l '}}$' {project.store}/runs/*/*/result.json || true")
    return [Path(line) for line in found.splitlines()]
