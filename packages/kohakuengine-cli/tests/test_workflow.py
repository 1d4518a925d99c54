"""`kogine workflow sequential`, `parallel` and `run`."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest
from kogine_terminal import Terminal

if TYPE_CHECKING:
    from kogine_process import Kogine

TRAIN = """
import sys
lr = 0.1
print("lr", lr)
print("to stderr", file=sys.stderr)
def main(scale=1):
    if lr < 0:
        raise ValueError(f"bad lr")
    return lr * scale
if __name__ == "__main__":
    main()
"""
SWEEP = """
from kohakuengine import Config
def config_gen():
    for lr in {rates}:
        yield Config(globals_dict={{"lr": lr}})
"""
WAITING = """
import pathlib, time
name = "a"
pathlib.Path(name).touch()
print("begun", flush=True)
while not pathlib.Path("go").exists():
    time.sleep(0.01)
"""


@pytest.fixture(autouse=True)
def _files(kogine: Kogine) -> None:
    kogine.write("train.py", TRAIN)
    kogine.write("sweep.py", SWEEP.format(rates=[1, 2, 3]))
    kogine.write("bad_sweep.py", SWEEP.format(rates=[1, -1, 3, -1]))


def runs(kogine: Kogine, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kogine("runs", "list", "--format", "json", *words).out)["runs"]
    return found[::-1]


def statuses(kogine: Kogine) -> list[str]:
    return [run["status"] for run in runs(kogine)]


def without_times(text: str) -> str:
    return re.sub(r"\d+\.\d\d s", "N s", text)


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


def test_sequential_stops_after_the_first_failure(kogine: Kogine) -> None:
    done = kogine("workflow", "sequential", "train.py", "-c", "bad_sweep.py")

    assert done.code == 1
    assert "ValueError: bad lr\nkogine: error: run 2 failed: ValueError: bad lr\n" in done.err
    assert "1 of at least 2 runs completed, 1 failed" in done.err
    assert "kogine: note: what was to come after it is not started; --on-error continue goes on\n" in done.err
    assert statuses(kogine) == ["COMPLETED", "FAILED"]


def test_sequential_goes_on_where_it_is_told_to(kogine: Kogine) -> None:
    done = kogine("workflow", "sequential", "train.py", "-c", "bad_sweep.py", "--on-error", "continue")

    assert done.code == 1
    assert statuses(kogine) == ["COMPLETED", "FAILED", "COMPLETED", "FAILED"]


@pytest.mark.parametrize("mode", ["inprocess", "subprocess", "fork", "pool"])
def test_sequential_runs_in_every_mode(kogine: Kogine, mode: str) -> None:
    done = kogine("workflow", "sequential", "train.py", "-c", "sweep.py", "--mode", mode)

    assert (done.code, done.out) == (0, "lr 1\nlr 2\nlr 3\n")


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


def test_the_same_line_runs_only_what_is_missing(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py")
    kogine(*line)
    kogine.write("mark", "")

    again = kogine(*line, "-w", "1", "--retries", "0")

    assert "kogine: flow 1, " in again.err
    assert "goes on with the last time" in again.err
    assert "2 of 4 runs completed (2 of them before), 2 failed" in again.err
    assert [(run["id"], run["status"]) for run in runs(kogine, "--status", "COMPLETED")] == [
        (1, "COMPLETED"),
        (3, "COMPLETED"),
    ]
    assert [run["attempt"] for run in runs(kogine, "lr=-1")] == [1, 1, 2, 2]


def test_a_changed_script_says_so_and_runs_again(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")
    kogine(*line)
    kogine.write("train.py", TRAIN.replace("lr < 0", "lr < -1"))

    again = kogine(*line)

    assert again.code == 0
    assert "kogine: note: train.py has changed: its runs go again\n" in again.err
    assert "not run again" not in again.err
    assert "4 of 4 runs completed in" in again.err


def test_a_changed_config_keeps_the_runs_that_it_still_has(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")
    kogine(*line)
    kogine.write("bad_sweep.py", SWEEP.format(rates=[5, 3, 1]))

    again = kogine(*line)

    assert again.code == 0
    assert "note: bad_sweep.py has changed: runs whose values are the same are kept\n" in again.err
    assert "3 of 3 runs completed (2 of them before)" in again.err


def test_runs_are_kept_though_an_import_has_changed(kogine: Kogine) -> None:
    kogine.write("helper.py", "step = 1")
    kogine.write("train.py", f"import helper\n{TRAIN}")
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")
    kogine(*line)
    kogine.write("helper.py", "step = 22")

    again = kogine(*line)

    assert "note: finished runs are kept though helper.py has changed; --fresh runs all again\n" in again.err
    assert "(2 of them before)" in again.err


def test_a_complete_flow_begins_anew_unless_it_is_resumed(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "sweep.py")
    kogine(*line)

    resumed, anew = kogine(*line, "--resume"), kogine(*line)

    assert "3 of 3 runs completed (3 of them before)" in resumed.err
    assert "flow 2" in anew.err
    assert "note: the last time is complete: begins anew; --resume runs only what is new\n" in anew.err
    assert "begins anew" not in resumed.err
    assert len(runs(kogine)) == 6


def test_fresh_begins_anew(kogine: Kogine) -> None:
    line = ("workflow", "parallel", "train.py", "-c", "bad_sweep.py")
    kogine(*line)

    kogine(*line, "--fresh")

    assert len(runs(kogine)) == 8


def test_a_dry_run_says_which_runs_there_would_be(kogine: Kogine) -> None:
    kogine("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "-w", "1")

    done = kogine("workflow", "parallel", "train.py", "-c", "bad_sweep.py", "--dry-run")

    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "run 1: train.py lr=1  (COMPLETED: run 1 of the store)\n"
        "run 2: train.py lr=-1\n"
        "run 3: train.py lr=3  (COMPLETED: run 3 of the store)\n"
        "run 4: train.py lr=-1  (the same as run 2)\n"
        "4 runs, 1 the same as another, 2 COMPLETED already\n"
    )
    assert len(runs(kogine)) == 4


def test_a_dry_run_leaves_nothing_behind(kogine: Kogine) -> None:
    kogine("workflow", "sequential", "train.py", "--dry-run")

    assert not (kogine.folder / ".kogine").exists()


def test_a_dry_run_of_a_search_stops_where_it_needs_results(kogine: Kogine) -> None:
    kogine.write(
        "search.py",
        "from kohakuengine import Config\ndef config_gen():\n"
        "    run = yield Config(globals_dict={'lr': 1})\n"
        "    yield Config(globals_dict={'lr': run.result().value + 1})\n",
    )
    line = ("workflow", "parallel", "train.py", "-c", "search.py")

    dry, done = kogine(*line, "--dry-run", "--format", "json"), kogine(*line)

    printed = json.loads(dry.out)
    assert ([run["values"]["globals"] for run in printed["runs"]], printed["is_open"]) == ([{"lr": 1}], True)
    assert done.code == 0
    assert [run["returned"] for run in runs(kogine)] == [1, 2]


SHARED = """
from kohakuengine import Config
def config_gen():
    return Config(globals_dict={"lr": 2, "rows": 5}, kwargs={"scale": 10})
"""


def test_scripts_with_one_config_take_what_they_have(kogine: Kogine) -> None:
    kogine.write("prep.py", "rows = 1\nprint('rows', rows)")
    kogine.write("shared.py", SHARED)

    done = kogine("workflow", "sequential", "prep.py", "train.py", "-c", "shared.py")

    assert (done.code, done.out) == (0, "rows 5\nlr 2\n")
    assert "kogine: note: prep.py goes without lr, scale: it has no such parameter\n" in done.err
    assert "kogine: note: train.py goes without rows: it has no such parameter\n" in done.err
    assert runs(kogine)[1]["returned"] == 20


def test_what_no_script_has_is_an_error(kogine: Kogine) -> None:
    kogine.write("prep.py", "rows = 1")
    kogine.write("shared.py", SHARED.replace('"rows"', '"rosw"'))

    done = kogine("workflow", "sequential", "prep.py", "train.py", "-c", "shared.py")

    assert (done.code, done.out) == (2, "")
    assert "no parameter 'rosw' (KE101). Did you mean 'rows'?" in done.err
    assert runs(kogine) == []


def test_strict_refuses_what_one_script_lacks(kogine: Kogine) -> None:
    kogine.write("prep.py", "rows = 1")
    kogine.write("shared.py", SHARED)

    done = kogine("workflow", "sequential", "prep.py", "train.py", "-c", "shared.py", "--strict")

    assert done.code == 2
    assert "KE101" in done.err


def test_a_function_of_each_script_can_be_named(kogine: Kogine) -> None:
    kogine.write("two.py", "def first():\n    return 1\ndef second():\n    return 2\n")

    kogine("workflow", "sequential", "two.py:first", "two.py:second")

    assert [run["returned"] for run in runs(kogine)] == [1, 2]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["train.py", "-c", "train.py"], "is the script, not a config"),
        (["train.py", "--resume", "--fresh"], "both --resume and --fresh"),
        (["train.py", "--retries", "-1"], "--retries takes a whole number from 0"),
        (["train.py", "--timeout", "soon"], "--timeout takes a number of seconds"),
        (["train.py", "-w", "0"], "--workers takes a whole number of 1 or more"),
        (["train.py", "--mode", "cloud"], "--launcher is inprocess, subprocess, fork or pool"),
        (["train.py", "--set", "lr"], "it has no '='"),
        (["none.py"], "none.py"),
        (["train.py", "sweep.py"], "sweep.py is a config: -c sweep.py"),
        ([], "SCRIPT[:FUNC] is missing"),
        (["train.py", "--mode", "inprocess"], "side by side"),
        (["train.py", "--gpus", "7,", "-w", "2"], "2 runs at once with 1 GPU each need 2, and there is 1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_line_that_is_wrong_is_refused(kogine: Kogine, words: list[str], message: str) -> None:
    done = kogine("workflow", "parallel", *words)

    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_config_among_scripts_is_not_executed_to_find_out(kogine: Kogine) -> None:
    kogine.write("single.py", "print('executed')\nCONFIG = {'lr': 1}\n")

    done = kogine("workflow", "sequential", "train.py", "single.py")

    assert (done.code, done.out) == (2, "")
    assert "single.py is a config: -c single.py" in done.err


def test_a_script_with_an_entrypoint_may_have_a_global_called_config(kogine: Kogine) -> None:
    kogine.write(
        "other.py", "CONFIG = {'lr': 1}\ndef main():\n    return 2\nif __name__ == '__main__':\n    main()\n"
    )

    done = kogine("workflow", "sequential", "train.py", "other.py")

    assert done.code == 0


def test_a_config_that_raises_midway_keeps_what_ran(kogine: Kogine) -> None:
    kogine.write("broken.py", SWEEP.format(rates=[1, 2]) + "    raise OSError('no table')\n")

    done = kogine("workflow", "sequential", "train.py", "-c", "broken.py")

    assert done.code == 2
    assert "broken.py:6: the config raised OSError: no table (KE604)" in done.err
    assert "kogine: flow 1: 2 of at least 2 runs completed in " in done.err
    assert statuses(kogine) == ["COMPLETED", "COMPLETED"]


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


MISFIT = """
from kohakuengine import Config
def config_gen():
    for lr in [1, "fast", 3]:
        yield Config(globals_dict={"lr": lr})
"""


def test_a_misfit_among_others_is_a_failed_run(kogine: Kogine) -> None:
    kogine.write("train.py", TRAIN.replace("lr = 0.1", "lr: float = 0.1"))
    kogine.write("misfit.py", MISFIT)
    line = ("workflow", "parallel", "train.py", "-c", "misfit.py", "-w", "1", "--retries", "2")

    done, again = kogine(*line), kogine(*line)

    assert done.code == 1
    text = "run 2 failed: config 2: train.py:3: the value of 'lr' does not fit: expected float, got 'fast'"
    assert text in done.err
    assert "2 of 3 runs completed, 1 failed" in done.err
    assert "2 of 3 runs completed (2 of them before), 1 failed" in again.err
    assert statuses(kogine) == ["COMPLETED", "FAILED", "COMPLETED", "FAILED"]
    assert kogine("runs", "show", "2").code == 0
    assert "does not fit" in kogine("runs", "show", "2").out


def test_a_misfit_that_ends_a_flow_is_named_and_what_ran_is_shown(kogine: Kogine) -> None:
    kogine.write("train.py", TRAIN.replace("lr = 0.1", "lr: float = 0.1"))
    kogine.write("misfit.py", MISFIT)

    done = kogine("workflow", "parallel", "train.py", "-c", "misfit.py", "-w", "1", "--on-error", "stop")

    assert done.code == 2
    assert "kogine: error: config 2 does not fit: lr='fast'\n" in done.err
    assert "not started: train lr='fast'" in done.err
    assert "kogine: flow 1: 1 of at least " in done.err
    assert "(KE201)" in done.err.splitlines()[-1]


def test_a_config_without_runs_is_an_error(kogine: Kogine) -> None:
    kogine.write("empty.py", SWEEP.format(rates=[]))

    for words in ([], ["--dry-run"]):
        done = kogine("workflow", "parallel", "train.py", "-c", "empty.py", *words)

        assert (done.code, done.out) == (2, "")
        assert "there is nothing to run" in done.err


def test_gpus_are_shared_out(kogine: Kogine) -> None:
    kogine.write(
        "gpu.py", "import os\nn = 0\ndef main():\n    return os.environ['CUDA_VISIBLE_DEVICES']\nmain()"
    )
    kogine.write("four.py", SWEEP.format(rates=range(4)).replace('"lr"', '"n"'))

    kogine(
        "workflow",
        "parallel",
        "gpu.py",
        "-c",
        "four.py",
        "-w",
        "2",
        "--gpus",
        "4,5,6,7",
        "--gpus-per-run",
        "2",
    )

    found = runs(kogine)
    assert {(run["slot"], run["returned"]) for run in found} <= {(0, "4,5"), (1, "6,7")}


def start(kogine: Kogine, *words: str, wanted: int) -> subprocess.Popen[bytes]:
    """Start a workflow of `waiting.py`, and wait until so many of its runs have begun."""
    kogine.write("waiting.py", WAITING)
    kogine.write("names.py", SWEEP.format(rates=list("abcd")).replace('"lr"', '"name"'))
    process = subprocess.Popen(
        kogine.line("workflow", *words),
        cwd=kogine.folder,
        env=kogine.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while sum((kogine.folder / name).exists() for name in "abcd") < wanted:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)
    return process


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"]
)
@pytest.mark.parametrize("mode", ["subprocess", "fork"])
def test_a_signal_stops_and_the_same_line_goes_on(kogine: Kogine, number: int, code: int, mode: str) -> None:
    words = ("parallel", "waiting.py", "-c", "names.py", "-w", "2", "--mode", mode)
    process = start(kogine, *words, wanted=2)

    process.send_signal(number)
    _, err = process.communicate(timeout=60)

    name = signal.Signals(number).name
    assert process.returncode == code
    assert f"kogine: warning: {name}: no more runs are started".encode() in err
    assert f"kogine: error: stopped by {name}; the same line goes on with what is left".encode() in err
    assert statuses(kogine) == ["CANCELLED", "CANCELLED"]

    kogine.write("go", "")
    again = kogine("workflow", *words)
    assert again.code == 0
    assert "4 of 4 runs completed in" in again.err


def test_a_second_signal_kills(kogine: Kogine) -> None:
    kogine.write("deaf.py", "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + WAITING)
    process = start(kogine, "parallel", "deaf.py", wanted=1)

    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    while b"no more runs are started" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert [(run["status"], run["exit_code"]) for run in runs(kogine)] == [("CANCELLED", -9)]


def test_a_flow_that_is_running_is_not_run_twice(kogine: Kogine) -> None:
    process = start(kogine, "parallel", "waiting.py", "-c", "names.py", "-w", "1", wanted=1)

    second = kogine("workflow", "parallel", "waiting.py", "-c", "names.py")
    kogine.write("go", "")
    process.communicate(timeout=60)

    assert second.code == 2
    assert f"is running already: process {process.pid}" in second.err
    assert process.returncode == 0


FLOW = """
import sys
from kohakuengine import Config, Parallel, Script
print("args", sys.argv[1:])
workflow = Parallel([Script("train.py", config=Config(globals_dict={"lr": lr})) for lr in (1, 2)])
if __name__ == "__main__":
    print(workflow.run())
"""


def test_a_flow_file_is_executed_and_shown(kogine: Kogine) -> None:
    kogine.write("flow.py", FLOW)

    done = kogine("workflow", "run", "flow.py", "--", "--rounds", "3")

    assert (done.code, done.out) == (0, "args ['--rounds', '3']\n[1, 2]\n")
    assert "2 of 2 runs completed" in done.err


def test_a_workflow_that_a_file_makes_and_does_not_run_is_run(kogine: Kogine) -> None:
    kogine.write("flow.py", FLOW.partition("if __name__")[0])

    done = kogine("workflow", "run", "flow.py")

    assert (done.code, done.out) == (0, "args []\n")
    assert "2 of 2 runs completed" in done.err


def test_a_flow_file_that_makes_no_workflow_or_two_is_refused(kogine: Kogine) -> None:
    kogine.write("none.py", "x = 1")
    kogine.write("two.py", FLOW.partition("if __name__")[0] + "second = Parallel([Script('train.py')])\n")

    assert "runs no workflow, and makes none" in kogine("workflow", "run", "none.py").err
    assert "runs no workflow, and makes 2" in kogine("workflow", "run", "two.py").err


def test_a_flow_file_whose_runs_fail_is_gone_on_with(kogine: Kogine) -> None:
    kogine.write("flow.py", FLOW.replace("(1, 2)", "(1, -1)"))

    first, second = kogine("workflow", "run", "flow.py"), kogine("workflow", "run", "flow.py")

    assert first.code == 1
    assert "1 of 2 runs did not complete; the first: train: ValueError: bad lr (KE901)" in first.err
    assert "Traceback" in first.err
    assert "(1 of them before), 1 failed" in second.err


def test_a_flow_file_ends_as_it_says(kogine: Kogine) -> None:
    kogine.write("flow.py", FLOW + "    sys.exit(7)\n")

    assert kogine("workflow", "run", "flow.py").code == 7


def test_an_error_of_a_flow_file_is_its_own(kogine: Kogine) -> None:
    kogine.write("flow.py", "def f():\n    1 / 0\nf()\n")

    done = kogine("workflow", "run", "flow.py")

    assert done.code == 1
    assert done.err.startswith('Traceback (most recent call last):\n  File "')
    assert "kohakuengine" not in done.err.replace(str(kogine.folder), "")


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


def test_values_that_a_config_takes_from_elsewhere_are_said_to_be_others_now(kogine: Kogine) -> None:
    kogine.write("fails.py", "n = 0\nassert n == 1\n")
    kogine.write("numbers.json", "[1, 2]")
    reading = "import json\nfrom kohakuengine import Config\ndef config_gen():\n"
    kogine.write(
        "read.py",
        f"{reading}    for n in json.load(open('numbers.json')):\n        yield Config({{'n': n}})\n",
    )
    line = ("workflow", "parallel", "fails.py", "-c", "read.py", "-w", "1")
    assert kogine(*line).code == 1
    kogine.write("numbers.json", "[3, 4]")

    again = kogine(*line)

    warning = (
        "kogine: warning: fails.py: its config gives other values now than were recorded, from run 1 on;"
    )
    assert again.err.count(warning) == 1
    assert "n=2" in again.err
    assert "n=4" not in again.err
