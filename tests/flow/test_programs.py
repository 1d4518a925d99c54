"""Programs that run workflows: killed, changed, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kohakuengine.flow.store.run_store import RunStore

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.flow.store.run_record import RunRecord

TIMEOUT_S = 60.0
TRAIN = """
import pathlib
n = 0
with open("ran", "a") as log:
    print(n, file=log)
def main():
    if n == 2 and not pathlib.Path("mended").exists():
        raise OSError("no space left")
    return n * 10
main()
"""
SEQUENTIAL = """
from kohakuengine import Config, ConfigGenerator, Script, Sequential, WorkflowError
def configs():
    for n in range(4):
        yield Config(globals_dict={"n": n})
print(Sequential([Script("train.py", config=ConfigGenerator(configs))], **OPTIONS).run())
"""


class Folder:
    """A folder with a program, and its run store."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "pyproject.toml").touch()
        self.write("train.py", TRAIN)

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8")

    def start(self, name: str, *words: str) -> subprocess.Popen[str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("KOGINE", "PYTHON"))}
        return subprocess.Popen(
            [sys.executable, name, *words],
            cwd=self.path,
            env={**kept, "XDG_CACHE_HOME": str(self.path / ".cache")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, name: str, *words: str) -> tuple[int, str, str]:
        process = self.start(name, *words)
        out, err = process.communicate(timeout=TIMEOUT_S)
        return process.returncode, out, err

    def records(self) -> list[RunRecord]:
        with RunStore(self.path / ".kogine", is_read_only=True) as store:
            return list(store.runs())[::-1]

    def ran(self) -> list[str]:
        return (self.path / "ran").read_text(encoding="utf-8").split()

    def wait_for(self, name: str) -> None:
        deadline = time.monotonic() + TIMEOUT_S
        while not (self.path / name).exists():
            assert time.monotonic() < deadline, name
            time.sleep(0.01)

    def wait_until_left(self) -> None:
        """Wait until nothing lives any more of a flow that was ended."""
        import fcntl

        for path in (self.path / ".kogine" / "locks").iterdir():
            with path.open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


OPTIONS = {
    "inprocess": "dict()",
    "subprocess": "dict(launcher='subprocess')",
    "fork": "dict(launcher='fork')",
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_a_program_that_failed_goes_on_where_it_was(folder: Folder, options: str) -> None:
    folder.write("flow.py", SEQUENTIAL.replace("OPTIONS", options))
    first = folder.run("flow.py")
    (folder.path / "mended").touch()

    second = folder.run("flow.py")

    assert first[0] == 1
    assert "OSError: no space left" in first[2]
    assert "1 of 3 runs did not complete" in first[2]
    assert second == (0, "[0, 10, 20, 30]\n", "")
    assert folder.ran() == ["0", "1", "2", "2", "3"]


def test_a_program_that_is_done_begins_anew(folder: Folder) -> None:
    (folder.path / "mended").touch()
    folder.write("flow.py", SEQUENTIAL.replace("OPTIONS", "dict()"))

    outs = [folder.run("flow.py")[1] for _ in range(2)]

    assert outs == ["[0, 10, 20, 30]\n"] * 2
    assert len(folder.ran()) == 8


def test_other_arguments_are_another_flow(folder: Folder) -> None:
    folder.write("flow.py", SEQUENTIAL.replace("OPTIONS", "dict()"))

    folder.run("flow.py")
    folder.run("flow.py", "--again")

    assert folder.ran() == ["0", "1", "2"] * 2


def test_a_workflow_that_is_told_to_begins_anew(folder: Folder) -> None:
    folder.write("flow.py", SEQUENTIAL.replace("OPTIONS", "dict(resume=False)"))

    folder.run("flow.py")
    folder.run("flow.py")

    assert folder.ran() == ["0", "1", "2"] * 2


def test_several_workflows_of_a_program_are_told_apart(folder: Folder) -> None:
    (folder.path / "mended").touch()
    folder.write(
        "flow.py",
        """
import pathlib, sys
from kohakuengine import Config, Script, Sequential
for n in (5, 6):
    print(Sequential([Script("train.py", config=Config(globals_dict={"n": n}))], on_error="continue").run())
    if not pathlib.Path("twice").exists():
        sys.exit("cut")
""",
    )
    folder.run("flow.py")
    (folder.path / "twice").touch()

    assert folder.run("flow.py")[1] == "[50]\n[60]\n"


DRAWN = """
import os
x = 0.0
def main():
    if not os.path.exists("go"):
        1 / 0
    return x
main()
"""


def test_random_values_are_those_that_were_recorded(folder: Folder) -> None:
    folder.write("train.py", DRAWN)
    folder.write(
        "flow.py",
        """
import random
from kohakuengine import Config, ConfigGenerator, Parallel, Script, WorkflowError
def configs():
    for _ in range(3):
        yield Config(globals_dict={"x": random.random()}, metadata={"tag": 1})
workflow = Parallel([Script("train.py", config=ConfigGenerator(configs))], max_workers=1)
try:
    workflow.run()
finally:
    print([result.config.globals_dict["x"] for result in workflow.runs])
""",
    )
    first = folder.run("flow.py")
    (folder.path / "go").touch()

    second = folder.run("flow.py")

    assert (first[0], second[0]) == (1, 0)
    assert first[1] == second[1]
    assert [record.value for record in folder.records()[3:]] == first[1].strip("[]\n").split(", ")


def test_a_search_goes_on_with_recorded_results(folder: Folder) -> None:
    """The generator starts from its beginning, and is given the results of before."""
    folder.write("train.py", TRAIN.replace("n == 2 and", "n == 20 and"))
    folder.write(
        "flow.py",
        """
from kohakuengine import Config, ConfigGenerator, Parallel, Script
def search():
    n = 1
    while n < 1000:
        run = yield Config(globals_dict={"n": n})
        n = run.result().value * 2
print(Parallel([Script("train.py", config=ConfigGenerator(search))]).run())
""",
    )
    first = folder.run("flow.py")
    (folder.path / "mended").touch()

    second = folder.run("flow.py")

    assert first[0] == 1
    assert second == (0, "[10, 200, 4000]\n", "")
    assert folder.ran() == ["1", "20", "20", "400"]


WAITING = """
import pathlib, time
name = ""
pathlib.Path(f"begun-{name}").touch()
while not pathlib.Path("go").exists():
    time.sleep(0.01)
def main():
    return name
main()
"""
PARALLEL = """
from kohakuengine import Config, Parallel, Script
scripts = [Script("waiting.py", config=Config(globals_dict={"name": name})) for name in "abc"]
if __name__ == "__main__":
    print(Parallel(scripts, max_workers=2, launcher=LAUNCHER).run())
"""


@pytest.mark.parametrize("launcher", ["subprocess", "fork"])
@pytest.mark.parametrize(
    "number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=["kill", "term", "int"]
)
def test_a_program_that_was_ended_goes_on(folder: Folder, launcher: str, number: int) -> None:
    folder.write("waiting.py", WAITING)
    folder.write("flow.py", PARALLEL.replace("LAUNCHER", repr(launcher)))
    process = folder.start("flow.py")
    folder.wait_for("begun-a")
    folder.wait_for("begun-b")

    process.send_signal(number)
    _, err = process.communicate(timeout=TIMEOUT_S)
    folder.wait_until_left()
    (folder.path / "go").touch()

    assert process.returncode in {-number, 128 + number}
    assert "Traceback" not in err or number == signal.SIGINT
    assert folder.run("flow.py") == (0, "['a', 'b', 'c']\n", "")
    first = {signal.SIGKILL: "LOST"}.get(signal.Signals(number), "CANCELLED")
    assert [record.status.value for record in folder.records()] == [first, first, *["COMPLETED"] * 3]


def test_a_program_that_runs_already_is_not_run_twice(folder: Folder) -> None:
    folder.write("waiting.py", WAITING)
    folder.write("flow.py", PARALLEL.replace("LAUNCHER", "'subprocess'"))
    process = folder.start("flow.py")
    folder.wait_for("begun-b")

    second = folder.run("flow.py")
    (folder.path / "go").touch()
    out, _ = process.communicate(timeout=TIMEOUT_S)

    assert second[0] == 1
    assert f"is running already: process {process.pid}" in second[2]
    assert out == "['a', 'b', 'c']\n"


def test_a_script_that_runs_a_workflow_of_its_own_can_go_side_by_side(folder: Folder) -> None:
    """Two runs of one script are two flows: neither waits for the other's lock."""
    folder.write("inner.py", "n = 0\ndef main():\n    return n + 1\nmain()")
    folder.write(
        "outer.py",
        """
from kohakuengine import Config, Parallel, Script
n = 0
def main():
    return Parallel([Script("inner.py", config=Config(globals_dict={"n": n}))]).run()
main()
""",
    )
    folder.write(
        "flow.py",
        """
from kohakuengine import Config, Parallel, Script
print(Parallel([Script("outer.py", config=Config(globals_dict={"n": n})) for n in (1, 2)], 2).run())
""",
    )

    assert folder.run("flow.py") == (0, "[[2], [3]]\n", "")


@pytest.mark.parametrize("launcher", ["inprocess", "subprocess", "fork"])
def test_functions_and_classes_of_a_program_reach_its_runs(folder: Folder, launcher: str) -> None:
    folder.write("train.py", "f = None\ndef main(point):\n    return f(2), point.x\nmain(None)")
    folder.write(
        "flow.py",
        f"""
from kohakuengine import Config, Script, Sequential
class Point:
    x = 7
point = Point()
point.x = 8
config = Config(globals_dict={{"f": lambda x: x + 1}}, kwargs={{"point": point}})
if __name__ == "__main__":
    print(Sequential([Script("train.py", config=config)], launcher={launcher!r}).run())
""",
    )

    assert folder.run("flow.py") == (0, "[(3, 8)]\n", "")


LEAKING = """
import os, sys
import helper
values = []
values.append(1)
helper.count.append(1)
os.chdir("/")
sys.argv.append("x")
sys.path.append("/x")
def main():
    return len(values), len(helper.count), len(sys.argv)
main()
"""
HOST = """
import os, sys
from kohakuengine import Config, Script, Sequential
def state():
    return os.getcwd(), list(sys.argv), list(sys.path), dict(os.environ)
before = state()
config = Config(globals_dict={"values": [0]})
scripts = [Script("train.py", config=config), Script("train.py", config=config)]
print(Sequential(scripts).run(), config.globals_dict)
print(before == state(), "helper" in sys.modules)
"""


def test_runs_in_this_process_leak_nothing(folder: Folder) -> None:
    folder.write("helper.py", "count = []")
    folder.write("train.py", LEAKING)
    folder.write("flow.py", HOST)

    assert folder.run("flow.py") == (0, "[(2, 1, 2), (2, 1, 2)] {'values': [0]}\nTrue False\n", "")


def test_fifty_unseeded_runs_are_fifty_results(folder: Folder) -> None:
    pytest.importorskip("numpy")
    folder.write(
        "train.py", "import numpy\nn = 0\ndef main():\n    return float(numpy.random.rand())\nmain()"
    )
    folder.write(
        "flow.py",
        """
from kohakuengine import Config, Parallel, Script
scripts = [Script("train.py", config=Config(globals_dict={"n": n})) for n in range(50)]
print(len(set(Parallel(scripts, 2, use_subprocess=False).run())))
""",
    )

    assert folder.run("flow.py") == (0, "50\n", "")
