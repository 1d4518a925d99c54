"""What comes back: in order, of every type; and what cannot be carried to a run, or back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .project import Project

UNPICKLABLE = """
import threading
number = -1

def main():
    return {"number": number, "lock": threading.Lock()} if number else number

if __name__ == "__main__":
    main()
"""


def test_a_value_that_cannot_travel_back_does_not_undo_its_run(project: Project, process_mode: str) -> None:
    project.write("train.py", UNPICKLABLE)
    project.sweep(2)
    project.write(
        "flow.py",
        """
        import sys
        from kohakuengine import Parallel, Script, load_config
        from kohakuengine.flow.errors import ValueLostError
        flow = Parallel([Script("train.py", config=load_config("sweep.py"))], launcher=sys.argv[1])
        try:
            flow.run()
        except ValueLostError as error:
            print(error.code, error)
        print([(result.status.value, result.reason) for result in flow.runs], flow.runs[0].value)
        """,
    )

    done = project.workflow(process_mode)
    by_program = project.run("flow.py", process_mode)

    assert (done.code, by_program.code) == (0, 0)
    assert project.ends()[:2] == [("COMPLETED", None)] * 2
    assert project.shown(2)["returned"]["number"] == 1
    assert project.shown(2)["returned"]["lock"]["$type"] == "lock"
    said, ends = by_program.out.splitlines()
    assert said.startswith("KE903 the value that train returned cannot be had: TypeError: cannot pickle")
    assert ends == "[('COMPLETED', None), ('COMPLETED', None)] 0"


LOCKING = """
import random, threading
from kohakuengine import Config

def config_gen():
    for number in range(2):
        yield Config(globals_dict={"thing": THING, "number": number, "drawn": DRAWN})
"""


def test_a_value_that_cannot_be_pickled_is_made_again_from_the_config_file(
    project: Project, process_mode: str
) -> None:
    script = "thing = number = drawn = None\n\ndef main():\n    return str(type(thing))\n\nmain()\n"
    project.write("train.py", script)
    project.write("sweep.py", LOCKING.replace("THING", "threading.Lock()").replace("DRAWN", "0"))

    done = project.workflow(process_mode)

    assert done.code == 0
    assert [run["returned"] for run in project.runs()] == ["<class '_thread.lock'>"] * 2


def test_one_that_cannot_be_made_again_fails_its_run_before_it_starts(
    project: Project, process_mode: str
) -> None:
    project.write(
        "train.py",
        """
        thing = number = drawn = None

        def main():
            open(f"ran-{number}", "w").close()
            return drawn

        main()
        """,
    )
    config = LOCKING.replace("THING", "threading.Lock() if number else 1")
    project.write("sweep.py", config.replace("DRAWN", "random.random()"))

    done = project.workflow(process_mode)

    completed, (failed, reason) = project.ends()
    assert done.code == 1
    assert (completed, failed) == (("COMPLETED", None), "FAILED")
    assert "thing" in (reason or "")
    assert "Traceback" not in done.err
    assert not (project.folder / "ran-1").exists()


def test_without_a_config_file_it_is_refused(project: Project, process_mode: str) -> None:
    project.write("train.py", "thing = None\n\ndef main():\n    open('ran', 'w').close()\n\nmain()\n")
    project.write(
        "flow.py",
        """
        import sys, threading
        from kohakuengine import Config, Parallel, Script, WorkflowError
        flow = Parallel([Script("train.py", config=Config(globals_dict={"thing": threading.Lock()}))],
                        launcher=sys.argv[1])
        try:
            flow.run()
        except WorkflowError:
            print([(result.status.value, result.reason) for result in flow.runs])
        """,
    )

    done = project.run("flow.py", process_mode)

    assert done.code == 0, done.err
    assert "FAILED" in done.out
    assert "thing" in done.out
    assert not (project.folder / "ran").exists()


def test_in_this_process_it_is_the_very_object(project: Project) -> None:
    project.write("train.py", "thing = None\n\ndef main():\n    return thing.locked()\n\nmain()\n")
    project.write(
        "sweep.py",
        """
        import threading
        from kohakuengine import Config

        def config_gen():
            yield Config(globals_dict={"thing": threading.Lock()})
        """,
    )

    done = project.workflow("inprocess")

    assert done.code == 0
    assert project.shown(1)["returned"] is False


TYPES = """
import time
thing = None
first = False

def main():
    if first:
        time.sleep(0.5)
    return thing(4) if callable(thing) else thing

if __name__ == "__main__":
    main()
"""

THINGS = """
import datetime, enum, fractions
from pathlib import Path
import numpy
from kohakuengine import Config

class Color(enum.Enum):
    RED = 1

def double(x):
    return 2 * x

THINGS = [
    Path("a/b"), float("inf"), datetime.date(2026, 1, 31), numpy.arange(6).reshape(2, 3), double, (1, [2]),
    {1: {2, 3}}, b"\\xff", None, True, 10**30, fractions.Fraction(1, 3), "\\udcff", Color.RED,
    numpy.float32(0.5), 2 + 3j, frozenset({1}), range(3), "",
]

def config_gen():
    for thing in THINGS:
        yield Config(globals_dict={"thing": thing, "first": thing is THINGS[0]})
"""

FLOW = """
import sys
import numpy
from kohakuengine import Parallel, Script, Sequential, load_config
from kohakuengine.flow import WorkflowError

configs = load_config("sweep.py")
mode, *resume = sys.argv[1:]
script = Script("train.py", config=configs)
kind = Sequential if mode == "inprocess" else Parallel
flow = kind([script], launcher=mode, resume=True)
values = flow.run()

import datetime, fractions
from pathlib import Path
array = values.pop(3)
assert type(array) is numpy.ndarray and array.tolist() == [[0, 1, 2], [3, 4, 5]], array
color = values.pop(12)
assert (type(color).__name__, color.value) == ("Color", 1), color
single = values.pop(12)
assert type(single) is numpy.float32 and single == 0.5, single
assert values == [
    Path("a/b"), float("inf"), datetime.date(2026, 1, 31), 8, (1, [2]), {1: {2, 3}}, b"\\xff", None, True,
    10**30, fractions.Fraction(1, 3), "\\udcff", 2 + 3j, frozenset({1}), range(3), "",
], values
assert [type(one) for one in values[:5]] == [type(Path()), float, datetime.date, int, tuple], values
assert [run.value for run in flow.runs][0] == Path("a/b")
print(len(values), [run.position[-1] for run in flow.runs] == list(range(19)))
"""


def test_values_of_every_type_come_back_in_order_and_again_when_it_is_resumed(
    project: Project, mode: str
) -> None:
    project.write("train.py", TYPES)
    project.write("sweep.py", THINGS)
    project.write("flow.py", FLOW)

    done = project.run("flow.py", mode)
    resumed = project.run("flow.py", mode)

    assert (done.code, done.out) == (0, "16 True\n"), done.err
    assert (resumed.code, resumed.out) == (0, "16 True\n"), resumed.err
    assert {run["attempt"] for run in project.runs()} == {1}
    assert len(project.runs()) == 19
