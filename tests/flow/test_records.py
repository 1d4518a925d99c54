"""Records that were cut at every byte: results, parcels, values, the database; the same line then goes on.

Where a line is typed hundreds of times it is typed within one process, which a driver does.
"""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from .project import finished, until

if TYPE_CHECKING:
    from .project import Project

LINE = ("workflow", "sequential", "train.py", "-c", "sweep.py")
DATABASE = "runs.sqlite"

TRAIN = """
import os
from pathlib import Path
number = -1

def main():
    with open(f"ran-{number}", "a") as file:
        file.write("x")
    if number == 1 and not os.path.exists("mended"):
        raise ValueError("not yet")
    return Path(f"out-{number}")

if __name__ == "__main__":
    main()
"""

DRIVER = """
import io, json, shutil, sys
from contextlib import redirect_stderr
from pathlib import Path
from kohakuengine.cli.entry import main

victim, step = sys.argv[1], int(sys.argv[2])
whole = Path("whole", victim).read_bytes()
found = []
for cut in [*range(0, len(whole), step), len(whole)]:
    shutil.rmtree(".kogine", ignore_errors=True)
    shutil.copytree("whole", ".kogine")
    Path(".kogine", victim).write_bytes(whole[:cut])
    for number in range(2):
        Path(f"ran-{number}").unlink(missing_ok=True)
    said = io.StringIO()
    with redirect_stderr(said):
        code = main(["workflow", "sequential", "train.py", "-c", "sweep.py", "--mode", "inprocess"])
    ran = [Path(f"ran-{number}").exists() for number in range(2)]
    found.append((whole[:cut].rstrip() == whole.rstrip(), code, ran, said.getvalue()))
with open("found.json", "w") as file:
    json.dump(found, file)
"""


def cut_everywhere(project: Project, victim: str, *, step: int = 1) -> list[tuple[Any, ...]]:
    """Cut one file of the store at every byte, typing the line each time.

    Returns:
        For each: whether it was whole, the exit code, which of the two runs ran, and what was said.
    """
    project.store.rename(project.folder / "whole")
    project.write("driver.py", DRIVER)
    done = project.run("driver.py", victim, str(step))
    assert done.code == 0, done.err
    found = json.loads((project.folder / "found.json").read_text(encoding="utf-8"))
    assert len(found) > 50
    assert not [said for *_, said in found if "Traceback" in said]
    return [tuple(one) for one in found]


@pytest.fixture
def interrupted(project: Project) -> Project:
    """A flow that was killed when the result of its first run was on disk, and not recorded yet."""
    project.write("train.py", TRAIN)
    project.sweep(2)
    (project.folder / "mended").touch()
    script = TRAIN.replace('file.write("x")', 'file.write("x"); wait()')
    project.write("train.py", WAIT + script)
    process = project.start(*LINE, "--mode", "subprocess")
    project.wait_for("ran-0", process)
    os.kill(process.pid, signal.SIGSTOP)
    (project.folder / "go").touch()
    until(lambda: (project.run_folder(1) / "result.json").exists())
    until(lambda: (project.run_folder(1) / "result.json").read_bytes().endswith(b"}\n"))
    os.kill(process.pid, signal.SIGKILL)
    assert finished(process).code == -signal.SIGKILL
    until(lambda: not project.survivors())
    assert project.ends() == [("LOST", "what carried it is gone")]
    return project


WAIT = """
def wait():
    import os, time
    while not os.path.exists("go"):
        time.sleep(0.01)

"""


def test_a_result_cut_at_any_byte_is_none_and_its_run_goes_again(interrupted: Project) -> None:
    for is_whole, code, ran, _ in cut_everywhere(interrupted, "runs/000000/1/result.json"):
        assert (code, ran) == (0, [not is_whole, True])


def test_a_value_cut_at_any_byte_does_not_undo_its_run(interrupted: Project) -> None:
    for _, code, ran, _ in cut_everywhere(interrupted, "runs/000000/1/value.pickle"):
        assert (code, ran) == (0, [False, True])


def test_a_value_that_was_cut_says_so_when_it_is_asked_for(project: Project) -> None:
    project.write("train.py", TRAIN)
    project.write("mended", "")
    project.write(
        "flow.py",
        """
        import sys
        from pathlib import Path
        from kohakuengine import Config, Script, Sequential
        from kohakuengine.flow.errors import ValueLostError

        script = Script("train.py", config=Config(globals_dict={"number": 0}))
        flow = Sequential([script], launcher="subprocess", resume=True)
        flow.run()
        [result] = flow.runs
        path = result.folder / "value.pickle"
        whole = path.read_bytes()
        said = set()
        for cut in range(len(whole)):
            path.write_bytes(whole[:cut])
            try:
                print("value", result.value)
            except ValueLostError as error:
                said.add(str(error).partition(": RecordDamagedError")[0])
        path.write_bytes(whole)
        print(result.run_id, result.status.value, result.value, said)
        """,
    )
    first = project.run("flow.py")

    recalled = project.run("flow.py")

    said = "1 COMPLETED out-0 {'the value that train returned cannot be had'}\n"
    assert (first.code, first.out) == (recalled.code, recalled.out) == (0, said)
    assert (project.folder / "ran-0").read_text(encoding="ascii") == "x"


def test_a_parcel_cut_at_any_byte_is_drawn_anew(project: Project) -> None:
    project.write("train.py", TRAIN)
    project.sweep(2)
    assert project.run(*LINE, "--mode", "subprocess").code == 1
    assert project.ends() == [("COMPLETED", None), ("FAILED", "ValueError: not yet")]
    (project.folder / "mended").touch()

    for _, code, ran, _ in cut_everywhere(project, "runs/000000/2/parcel"):
        assert (code, ran) == (0, [False, True])


def test_a_database_cut_anywhere_is_said_and_nothing_runs(interrupted: Project) -> None:
    interrupted.run("runs", "rm", "99")  # the log of the database is folded into it by whoever closes it
    assert not (interrupted.store / f"{DATABASE}-wal").exists()
    found = cut_everywhere(interrupted, DATABASE, step=511)

    refused = [said for _, code, _, said in found if code == 2]
    assert [one[1:3] for one in found[1:] if one[1:3] not in ((2, [False, False]), (0, [False, True]))] == []
    assert len(refused) > len(found) * 0.8
    assert all("runs.sqlite: the run store is damaged" in said and "(KE912)" in said for said in refused)
    assert found[-1][:3] == (True, 0, [False, True])
