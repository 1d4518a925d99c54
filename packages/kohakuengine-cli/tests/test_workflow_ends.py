"""How `kogine workflow` ends: failures, misfits, signals, and a second one beside it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from workflow_lines import SWEEP, TRAIN, WAITING, runs, start, statuses

if TYPE_CHECKING:
    from kogine_process import Kogine

pytestmark = pytest.mark.usefixtures("sweeps")


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


def test_a_config_that_raises_midway_keeps_what_ran(kogine: Kogine) -> None:
    kogine.write("broken.py", SWEEP.format(rates=[1, 2]) + "    raise OSError('no table')\n")

    done = kogine("workflow", "sequential", "train.py", "-c", "broken.py")

    assert done.code == 2
    assert "broken.py:6: the config raised OSError: no table (KE604)" in done.err
    assert "kogine: flow 1: 2 of at least 2 runs completed in " in done.err
    assert statuses(kogine) == ["COMPLETED", "COMPLETED"]


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
