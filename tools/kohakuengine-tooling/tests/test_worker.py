"""Scripts read in another process: the same facts, and no harm where it dies or takes too long."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kohakuengine_tooling.apart_reading import read_apart
from kohakuengine_tooling.description import read_here
from kohakuengine_tooling.facts import Diagnostic, Option, Parameter, ScriptFacts
from kohakuengine_tooling.facts_data import facts_from_data, facts_to_data
from kohakuengine_tooling.script_reading import _MOST_HERE, read_script_text
from kohakuengine_tooling.worker import Worker, WorkerError

TEXT = """\
import argparse

lr = 1e-3  # learning rate
sizes = (1, 2)
names = {"a": [1, 2], "b": {"c": b"\\x00\\xff", "d": 1j}}
letters = {"\\ud800"}
total = lr * 2 + len(sizes)


def main(device: str = "cpu"):
    pass


parser = argparse.ArgumentParser()
parser.add_argument("--mode", choices=["a", "b"], default="a")
main()
x = = 1
"""


def test_another_process_gives_the_same_facts() -> None:
    with Worker() as worker:
        first = worker.read(TEXT, "train.py", timeout_s=60)
        second = worker.read("lr = 2\n", "other.py", timeout_s=60)

    assert first == read_here(TEXT, "train.py")
    assert second == read_here("lr = 2\n", "other.py")


def test_a_worker_that_takes_too_long_is_killed_and_its_script_read_by_tokens() -> None:
    with Worker() as worker:
        worker.read("lr = 2\n", "other.py", timeout_s=60)
        started = time.monotonic()
        facts = read_apart("total = lr * 2\nlr = 1\n" * 20_000, "train.py", worker, timeout_s=0.05)

    assert time.monotonic() - started < 60
    assert [one.name for one in facts.parameters] == ["total", "lr"]
    assert facts.parameters[0].type is None
    assert (facts.diagnostics[0].code, facts.diagnostics[0].line) == ("KE506", 1)
    assert "0.05 s" in facts.diagnostics[0].message


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_worker_that_dies_costs_one_script_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    with Worker() as worker:
        worker.read("lr = 2\n", "other.py", timeout_s=60)
        process = worker._process
        assert process is not None
        os.kill(process.pid, signal.SIGSEGV)
        process.wait(60)
        facts = read_apart("lr = 2\nx = lr + 1\n", "train.py", worker, timeout_s=60)
        again = read_apart("lr = 2\nx = lr + 1\n", "train.py", worker, timeout_s=60)

    assert [one.name for one in facts.parameters] == ["lr", "x"]
    assert "signal 11" in facts.diagnostics[0].message
    assert again.diagnostics == ()
    assert again.parameters[1].value == 3


def test_what_is_read_by_tokens_is_not_kept_for_later() -> None:
    text = "x = unheard_of + 41\n"
    with Worker() as worker:
        worker._start().kill()
        assert read_apart(text, "train.py", worker, timeout_s=60).parameters[0].type is None

    assert read_here("y = 0.5 + 41 / 2\n", "train.py").parameters[0].type == "float"
    assert read_here(text, "train.py").diagnostics == ()


@pytest.mark.skipif(sys.platform != "linux", reason="needs RLIMIT_AS")
def test_a_worker_has_limited_memory() -> None:
    with Worker(memory_bytes=1 << 28) as worker, pytest.raises(WorkerError):
        worker.read("x = [" + "[1], " * 400_000 + "]\n", "train.py", timeout_s=120)


def test_a_worker_imports_nothing_from_the_folder_that_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in ("json", "libcst", "threading", "sitecustomize"):
        Path(f"{name}.py").write_text("open('canary', 'w')\n", encoding="utf-8")

    with Worker() as worker:
        facts = worker.read("x = 1 + 1\n", "train.py", timeout_s=60)

    assert facts.parameters[0].value == 2
    assert not Path("canary").exists()


def test_a_worker_ends_with_who_has_started_it() -> None:
    worker = Worker()
    worker.read("x = 1\n", "train.py", timeout_s=60)
    process = worker._process
    assert process is not None

    worker.close()

    assert process.poll() is not None


def test_a_long_script_is_read_apart_and_a_short_one_here(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    start = Worker._start

    def counted(worker: Worker) -> object:
        started.append(1)
        return start(worker)

    monkeypatch.setattr(Worker, "_start", counted)

    read_script_text("x = 1  #" + "-" * (_MOST_HERE - 20), "short.py")
    assert started == []

    facts = read_script_text("x = 1  #" + "-" * _MOST_HERE, "long.py")
    assert started == [1]
    assert facts.parameters[0].value == 1


def test_where_no_process_can_be_started_the_script_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    assert read_apart(TEXT, "train.py") == read_here(TEXT, "train.py")


def test_two_threads_have_a_worker_each() -> None:
    found: list[ScriptFacts] = []

    def read(text: str) -> None:
        with Worker() as worker:
            found.append(worker.read(text, "x.py", timeout_s=60))

    threads = [threading.Thread(target=read, args=(f"x = {number}\n",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(facts.parameters[0].value for facts in found) == [0, 1]


VALUES = [
    None,
    True,
    -1,
    0.1,
    float("inf"),
    1j,
    "\ud800\n",
    b"\xff",
    [1, [2]],
    (1, (2,)),
    {1, 2},
    {1: {"a": (1,)}},
    (),
    ...,
    "tuple",
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_facts_survive_the_way_as_data(value: object) -> None:
    facts = read_here(TEXT, "train.py")
    changed = replace(facts.parameters[0], value=value, choices=(value,))
    facts = replace(facts, parameters=(changed,))

    found = facts_from_data(facts_to_data(facts))

    assert found == facts
    assert type(found.parameters[0].value) is type(value)
    assert isinstance(found.parameters[0], Parameter)
    assert isinstance(found.options[0], Option)
    assert isinstance(found.diagnostics[0], Diagnostic)


@pytest.mark.parametrize(
    "data", [None, [], ["eval", "1"], ["ScriptFacts"], ["tuple"], ["Parameter", 1], {}, "x"]
)
def test_data_that_is_no_facts_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="no facts"):
        facts_from_data(data)
