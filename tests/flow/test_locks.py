"""Two commands at once on one flow and on one store; a store that another process holds."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .project import finished, line, until

if TYPE_CHECKING:
    from .project import Project

_LONG_ENOUGH_TO_START_S = 1.0  # for a command that nothing keeps from it

WAITING = """
import os, subprocess, time
number = -1

def main():
    with open(f"began-{number}", "a") as file:
        file.write(os.environ["KOGINE_RUN_ID"] + "\\\\n")
    subprocess.Popen(["sleep", "600"], start_new_session=True)
    while not os.path.exists("go"):
        time.sleep(0.01)
    return number

if __name__ == "__main__":
    main()
""".replace("\\\\n", "\\n")


def test_the_same_line_typed_while_it_runs_is_refused(project: Project, mode: str) -> None:
    project.write("train.py", WAITING)
    project.sweep(2)

    process = project.start(*line(mode))
    project.wait_for("began-0", process)
    second = project.workflow(mode)
    (project.folder / "go").touch()
    done = finished(process)

    assert (done.code, second.code) == (0, 2)
    assert f"is running already: process {process.pid}, since " in second.err
    assert "(KE906)" in second.err
    assert [run["attempt"] for run in project.runs()] == [1, 1]
    assert (project.folder / "began-0").read_text(encoding="ascii") == "1\n"


def test_of_many_that_start_at_once_one_runs(project: Project) -> None:
    project.write("train.py", WAITING)
    project.sweep(2)

    processes = [project.start(*line("fork")) for _ in range(6)]
    until(lambda: sum(process.poll() is not None for process in processes) == 5)
    (project.folder / "go").touch()
    done = [finished(process) for process in processes]

    assert sorted(one.code for one in done) == [0, 2, 2, 2, 2, 2]
    assert all("is running already" in one.err for one in done if one.code)
    assert [run["status"] for run in project.runs()] == ["COMPLETED", "COMPLETED"]


def test_one_that_starts_while_another_dies_waits_for_its_end(project: Project, mode: str) -> None:
    project.write("train.py", WAITING)
    project.sweep(2)
    side_by_side = 1 if mode == "inprocess" else 2

    process = project.start(*line(mode))
    until(lambda: project.sleepers() == side_by_side, process)
    supervisor = next(pid for pid, words in project.survivors().items() if "supervise.py" in words)
    os.kill(supervisor, signal.SIGSTOP)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    second = project.start(*line(mode))
    until(lambda: second.poll() is not None or _has_the_store_open(second.pid), second)
    time.sleep(_LONG_ENOUGH_TO_START_S)
    began = (project.folder / "began-0").read_text(encoding="ascii")
    os.kill(supervisor, signal.SIGCONT)
    until(lambda: len((project.folder / "began-0").read_text(encoding="ascii").split()) == 2, second)
    until(project.sleepers, second)
    sleepers = project.sleepers()
    (project.folder / "go").touch()
    done = finished(second)
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    assert began == "1\n"  # it waited
    assert sleepers <= side_by_side
    assert done.code == 0
    assert {status for status, _ in project.ends()} == {"LOST", "COMPLETED"}
    assert next(run["attempt"] for run in project.runs() if run["status"] == "COMPLETED") == 2


def _has_the_store_open(pid: int) -> bool:
    """Say whether a command has come to the store; it asks for the lock of its flow next."""
    opened = []
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # it is closed by now
            opened.append(descriptor.readlink())
    return any(path.name == "runs.sqlite" for path in opened)


def test_flows_on_one_store_do_not_mix(project: Project) -> None:
    project.write("train.py", "number = -1\nother = 0\n\ndef main():\n    return number + other\n\nmain()\n")
    project.sweep(15)
    modes = ("fork", "fork", "subprocess", "inprocess")
    lines = [line(mode, "-s", f"other={100 * k}") for k, mode in enumerate(modes)]

    done = [finished(process) for process in [project.start(*words) for words in lines]]

    runs = project.runs()
    assert [one.code for one in done] == [0] * 4
    assert len({run["id"] for run in runs}) == 60
    assert {run["status"] for run in runs} == {"COMPLETED"}
    assert sorted(run["returned"] for run in runs) == sorted(100 * k + n for k in range(4) for n in range(15))
    assert len({(run["flow"], tuple(run["position"])) for run in runs}) == 60


def test_a_store_that_is_held_for_a_while_is_waited_for(project: Project, mode: str) -> None:
    project.write("train.py", WAITING)
    project.sweep(2)
    process = project.start(*line(mode))
    project.wait_for("began-0", process)
    with closing(sqlite3.connect(project.store / "runs.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        (project.folder / "go").touch()
        until(project.run_folder(1).joinpath("result.json").exists, process)
        time.sleep(1)  # it waits meanwhile: nothing that it could do would be seen
        running = process.poll() is None
        recorded = holder.execute("SELECT count(*) FROM runs WHERE status = 'COMPLETED'").fetchone()
        holder.execute("ROLLBACK")
    done = finished(process)

    assert (running, recorded) == (True, (0,))
    assert done.code == 0
    assert [status for status, _ in project.ends()] == ["COMPLETED"] * 2


def test_a_store_that_is_held_for_ever_ends_the_flow_and_costs_nothing(project: Project) -> None:
    project.write("train.py", WAITING)
    project.sweep(3)
    process = project.start(*line("subprocess"))
    project.wait_for("began-0", process)
    project.wait_for("began-1", process)
    with closing(sqlite3.connect(project.store / "runs.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        (project.folder / "go").touch()
        began_at = time.monotonic()
        done = finished(process)
        took_s = time.monotonic() - began_at
        survivors = project.survivors()
        holder.execute("ROLLBACK")
    again = project.workflow("subprocess")

    assert 25 < took_s < 50
    assert done.code == 2
    assert "another process has held the run store for 30 s (KE911)" in done.err
    assert "Traceback" not in done.err
    assert survivors == {}
    assert again.code == 0
    assert [(run["attempt"], run["status"]) for run in project.runs()] == [(1, "COMPLETED")] * 3
