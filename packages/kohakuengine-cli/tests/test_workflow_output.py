"""What `kogine workflow` shows: of runs, of what they write, of the time that is left."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from kogine_terminal import Terminal
from workflow_lines import SWEEP, WAITING, runs, without_times

if TYPE_CHECKING:
    from kogine_process import Kogine

pytestmark = pytest.mark.usefixtures("sweeps")


def test_sequential_passes_on_what_each_run_writes(kogine: Kogine) -> None:
    done = kogine("workflow", "sequential", "train.py", "-c", "sweep.py", "--set", "scale=2")
    assert done.code == 2

    done = kogine("workflow", "sequential", "train.py", "-c", "sweep.py")

    assert (done.code, done.out) == (0, "lr 1\nlr 2\nlr 3\n")
    lines = without_times(done.err).splitlines()
    assert lines[0] == "kogine: flow 1, sequential train.py -c sweep.py"
    assert lines[1:7] == [
        "kogine: run 1: lr=1",
        "to stderr",
        "kogine: run 2: lr=2",
        "to stderr",
        "kogine: run 3: lr=3",
        "to stderr",
    ]
    assert lines[7].split() == ["run", "script", "status", "took", "values", "returned"]
    assert [line.split() for line in lines[8:11]] == [
        [str(number), "train", "COMPLETED", "N", "s", f"lr={number}", str(number)] for number in (1, 2, 3)
    ]
    assert lines[11:] == ["kogine: flow 1: 3 of 3 runs completed in N s"]


def test_parallel_shows_the_end_of_what_failed_once(kogine: Kogine) -> None:
    done = kogine("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")

    assert (done.code, done.out) == (1, "")
    assert done.err.count("Traceback") == 1
    assert "kogine: error: run 2 failed: ValueError: bad lr\nto stderr\nTraceback" in done.err
    assert "kogine: error: run 4 failed as run 2 did: ValueError: bad lr\n" in done.err
    assert "2 of 4 runs completed, 2 failed" in done.err


REPLACING = """
lr = 0.1
def main():
    global lr
    lr = 5
    return lr
main()
"""


@pytest.mark.parametrize("mode", ["subprocess", "fork"])
def test_a_value_that_was_replaced_later_is_told_once(kogine: Kogine, mode: str) -> None:
    kogine.write("train.py", REPLACING)

    done = kogine("workflow", "parallel", "train.py", "-c", "sweep.py", "-w", "1", "--mode", mode)

    text = "train.py:5: the value of 'lr' was replaced later by an assignment through `global` (KE302)."
    warnings = [line for line in done.err.splitlines() if "warning" in line]
    assert [line.partition(text)[0] for line in warnings] == [
        "kogine: warning: run 1: ",
        "kogine: warning: run 1 and 2 more runs: ",
    ]


def test_what_follows_or_passes_output_on_tells_a_warning_once(kogine: Kogine) -> None:
    kogine.write("train.py", REPLACING)

    for line in (("sequential", "train.py"), ("parallel", "train.py", "--follow")):
        done = kogine("workflow", *line, "--set", "lr=1")
        assert done.err.count("was replaced later") == 1


def test_parallel_follows_with_whole_lines(kogine: Kogine) -> None:
    done = kogine("workflow", "parallel", "train.py", "-c", "sweep.py", "-w", "2", "--follow")

    assert sorted(done.out.splitlines()) == ["[1] lr 1", "[2] lr 2", "[3] lr 3"]
    assert sorted(line for line in done.err.splitlines() if line.startswith("[")) == [
        "[1] to stderr",
        "[2] to stderr",
        "[3] to stderr",
    ]


def test_bytes_stay_what_they_are(kogine: Kogine) -> None:
    kogine.write("raw.py", "import os\nos.write(1, b'\\xff\\x00no newline')")
    line = kogine.line("workflow", "sequential", "raw.py")
    followed = kogine.line("workflow", "parallel", "raw.py", "--follow")

    outs = [
        subprocess.run(one, cwd=kogine.folder, env=kogine.environment, capture_output=True, check=True).stdout
        for one in (line, followed)
    ]

    assert outs == [b"\xff\x00no newline", b"[2] \xff\x00no newline\n"]


def test_results_as_json_are_on_stdout(kogine: Kogine) -> None:
    done = kogine("workflow", "parallel", "train.py", "-c", "sweep.py", "--format", "json")

    printed = json.loads(done.out)
    assert [(run["values"], run["returned"], run["status"]) for run in printed["runs"]] == [
        ({"lr": rate}, rate, "COMPLETED") for rate in (1, 2, 3)
    ]


def test_what_is_known_of_the_total_is_told_where_a_flow_was_stopped(kogine: Kogine) -> None:
    lines = [
        "from kohakuengine import Config, ConfigGenerator",
        "def config_gen():",
        "    return ConfigGenerator(iter([Config(globals_dict={'lr': lr}) for lr in (1, -1, 3, 4, 5)]))",
    ]
    kogine.write("listed.py", "\n".join(lines))
    line = ("workflow", "sequential", "train.py", "--on-error", "stop", "-c")

    unknown, known = kogine(*line, "bad_sweep.py"), kogine(*line, "listed.py")

    assert "flow 1: 1 of at least 2 runs completed, 1 failed in " in unknown.err
    assert "flow 2: 1 of 5 runs completed, 1 failed, 3 not started in " in known.err


def test_the_time_that_is_left_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    from kohakuengine.cli.parallel_display import ParallelDisplay

    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    display = ParallelDisplay(names_scripts=False, is_following=False)
    display.total, display.completed = 4, 2
    display._running, display._ended_at = {3: None}, 104.0  # type: ignore[dict-item]
    shown = []
    for now in (104.0, 105.0, 107.0, 109.0):
        clock[0] = now
        shown.append(display._left())

    assert shown == [", 4.00 s left", ", 3.00 s left", ", 1.00 s left", ""]


def test_a_terminal_has_one_live_line(kogine: Kogine) -> None:
    kogine.write("waiting.py", WAITING)
    kogine.write("names.py", SWEEP.format(rates=list("abcd")).replace('"lr"', '"name"'))
    environment = {**kogine.environment, "TERM": "xterm", "COLUMNS": "100"}
    line = kogine.line("workflow", "parallel", "waiting.py", "-c", "names.py", "-w", "2")

    with Terminal(line, cwd=kogine.folder, environment=environment) as terminal:
        shown = terminal.wait_for("2 running")
        kogine.write("go", "")
        shown += terminal.wait_for("4 of 4 runs completed")

    assert "\r\x1b[K" in shown
    assert "run 1: name='a'" not in shown
    assert re.search(
        "0 (of 4 )?completed, 2 running", shown
    )  # how many there are is known when all are drawn


def test_ten_thousand_lines_are_not_printed(kogine: Kogine) -> None:
    kogine.write("many.py", SWEEP.format(rates="range(60)"))

    done = kogine("workflow", "parallel", "train.py", "-c", "many.py", "-w", "2", "--mode", "fork")

    assert done.code == 0
    assert len(done.err.splitlines()) < 60
    assert "60 of 60 runs completed" in done.err


def test_help_explains_it(kogine: Kogine) -> None:
    done = kogine("workflow", "parallel", "--help")

    assert done.code == 0
    for option in ("--workers", "--launcher", "--on-error", "--retries", "--timeout", "--gpus", "--resume"):
        assert option in done.out


def test_a_reader_that_has_gone_stops_a_sequence(kogine: Kogine) -> None:
    kogine.write("names.py", SWEEP.format(rates="range(40)"))
    line = kogine.line("workflow", "sequential", "train.py", "-c", "names.py")
    with subprocess.Popen(
        line, cwd=kogine.folder, env=kogine.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        process.stderr.read()

    assert process.returncode == 141
    assert len(runs(kogine)) < 40
