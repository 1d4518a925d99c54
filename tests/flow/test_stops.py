"""SIGINT and SIGTERM, once and twice: what runs by then, what has ended, and the exit code."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from .project import finished, hear, line, until

if TYPE_CHECKING:
    from .project import Project

STUBBORN = """
import os, signal, subprocess, time

number = -1

def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen(["sleep", "600"], start_new_session=True)
    open(f"began-{number}", "w").close()
    while True:
        time.sleep(1)

if __name__ == "__main__":
    main()
"""

POLITE = """
import os, time

number = -1

def main():
    open(f"began-{number}", "w").close()
    while number and not os.path.exists("go"):
        time.sleep(0.01)
    return number

if __name__ == "__main__":
    main()
"""


LATE = """
import os, sys, time

number = -1

class Late:
    "Goes when the interpreter ends, after everything that `atexit` knows of."

    def __del__(self, open=open, go_on=lambda sleep=time.sleep: sleep(600)):
        open("late", "w").close()
        go_on()

sys.late = Late()
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_stops_what_runs_and_the_same_line_goes_on(
    project: Project, process_mode: str, name: str, code: int
) -> None:
    project.write("train.py", POLITE)
    project.sweep(5)

    process = project.start(*line(process_mode))
    project.wait_for("began-2", process)
    os.kill(process.pid, getattr(signal, name))
    struck_at = time.monotonic()
    done = finished(process)
    took_s = time.monotonic() - struck_at
    stopped = project.ends()
    (project.folder / "go").touch()
    again = project.workflow(process_mode)

    assert took_s < 8  # after ten seconds they would be killed
    assert (done.code, again.code) == (code, 0)
    assert stopped == [
        ("COMPLETED", None),
        ("CANCELLED", f"stopped by {name}"),
        ("CANCELLED", f"stopped by {name}"),
    ]
    assert [run["attempt"] for run in project.runs()[3:]] == [2, 2, 1, 1]
    assert {status for status, _ in project.ends()[3:]} == {"COMPLETED"}


@pytest.mark.parametrize("names", [("SIGINT", "SIGINT"), ("SIGTERM", "SIGINT")])
def test_the_second_signal_kills_what_does_not_listen(
    project: Project, process_mode: str, names: tuple[str, str]
) -> None:
    project.write("train.py", STUBBORN)
    project.sweep(3)

    process = project.start(*line(process_mode))
    project.wait_for("began-0", process)
    project.wait_for("began-1", process)
    until(lambda: project.sleepers() == 2, process)
    os.kill(process.pid, getattr(signal, names[0]))
    hear(process, "once more kills")
    os.kill(process.pid, getattr(signal, names[1]))
    struck_at = time.monotonic()
    done = finished(process)

    assert time.monotonic() - struck_at < 8  # after ten seconds they would be killed anyway
    assert done.code == {"SIGINT": 130, "SIGTERM": 143}[names[0]]
    assert f"{names[1]}: what is running is killed" in done.err
    assert project.ends() == [("CANCELLED", f"stopped by {names[0]}")] * 2
    assert project.survivors() == {}


def test_what_does_not_listen_is_killed_after_a_while(project: Project) -> None:
    project.write("train.py", STUBBORN)
    project.sweep(3)

    process = project.start(*line("fork"))
    project.wait_for("began-0", process)
    project.wait_for("began-1", process)
    os.kill(process.pid, signal.SIGTERM)
    done = finished(process)

    assert done.code == 143
    assert "what is running is killed" not in done.err
    assert project.ends() == [("CANCELLED", "stopped by SIGTERM")] * 2
    assert project.survivors() == {}


def test_a_run_that_has_left_its_result_is_completed_though_it_is_stopped_then(project: Project) -> None:
    project.write("train.py", LATE)
    project.sweep(1)

    process = project.start(*line("subprocess"))
    project.wait_for("late", process)
    assert (project.run_folder(1) / "result.json").exists()
    os.kill(process.pid, signal.SIGTERM)
    done = finished(process)

    assert done.code == 143
    assert project.ends() == [("COMPLETED", None)]


def test_one_that_takes_too_long_to_go_then_is_completed_too(project: Project) -> None:
    project.write("train.py", LATE)
    project.sweep(1)

    done = project.workflow("subprocess", "--timeout", "1")

    assert (project.folder / "late").exists()
    assert done.code == 0
    assert project.ends() == [("COMPLETED", None)]


def test_one_that_crashes_then_has_failed_as_it_has_for_python(project: Project) -> None:
    crash = "kill=os.kill, pid=os.getpid(): kill(pid, 11)"
    project.write("train.py", LATE.replace("sleep=time.sleep: sleep(600)", crash))
    project.sweep(1)

    done = project.workflow("subprocess")

    assert (project.run_folder(1) / "result.json").exists()
    assert done.code == 1
    assert project.ends() == [("FAILED", "killed by SIGSEGV")]
