"""`kogine run --config`: one config, and generators of them."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kogine_process import Kogine

SCRIPT = """\
import os, sys

lr = 1e-3
steps = 10
fails_at = None


def train(device="cpu"):
    print("train", lr, steps, device, repr(sys.stdin.read()), flush=True)
    if fails_at is not None:
        sys.exit(fails_at)


if __name__ == "__main__":
    train()
"""

SWEEP = """\
from kohakuengine.config import Config


def config_gen():
    for lr in (0.1, 0.2, 0.3):
        yield Config(globals_dict={"lr": lr, "fails_at": FAILS}, kwargs={"device": f"gpu{lr}"})
"""


TWO = """\
from kohakuengine.config import Config


def config_gen():
    for x in (1, 2):
        yield Config(globals_dict={"x": x})
"""


@pytest.fixture(autouse=True)
def script(kogine: Kogine) -> None:
    """The script that all configs here are for."""
    kogine.write("train.py", SCRIPT)


def write_sweep(kogine: Kogine, fails: str = "None") -> None:
    kogine.write("sweep.py", SWEEP.replace("FAILS", fails))


def test_a_config_gives_values_and_arguments(kogine: Kogine) -> None:
    kogine.write("c.py", "lr = 0.5\n_kwargs = {'device': 'gpu'}\n")

    done = kogine("run", "train.py", "-c", "c.py")

    assert (done.code, done.out, done.err) == (0, "train 0.5 10 gpu ''\n", "")


def test_set_wins_over_the_config(kogine: Kogine) -> None:
    kogine.write("c.json", '{"globals": {"lr": 0.5, "steps": 2}}')

    assert kogine("run", "train.py", "-c", "c.json", "--set", "lr=7").out == "train 7.0 2 cpu ''\n"


def test_a_single_config_leaves_stdin_alone(kogine: Kogine) -> None:
    kogine.write("c.py", "lr = 0.5\n")

    assert kogine("run", "train.py", "-c", "c.py", stdin="data").out == "train 0.5 10 cpu 'data'\n"


def test_a_generator_runs_all_its_configs_in_order(kogine: Kogine) -> None:
    write_sweep(kogine)

    done = kogine("run", "train.py", "-c", "sweep.py", "-s", "steps=2")

    assert done.code == 0
    assert done.out == "train 0.1 2 gpu0.1 ''\ntrain 0.2 2 gpu0.2 ''\ntrain 0.3 2 gpu0.3 ''\n"
    assert done.err == (
        "kogine: run 1: lr=0.1 fails_at=None steps=2 device='gpu0.1'\n"
        "kogine: run 2: lr=0.2 fails_at=None steps=2 device='gpu0.2'\n"
        "kogine: run 3: lr=0.3 fails_at=None steps=2 device='gpu0.3'\n"
    )


def test_each_run_has_an_interpreter_of_its_own(kogine: Kogine) -> None:
    kogine.write("pid.py", "import os\nx = 0\nprint(os.getpid())\n")
    kogine.write("two.py", TWO)

    pids = kogine("run", "pid.py", "-c", "two.py").out.split()

    assert len(set(pids)) == 2


def test_runs_of_a_generator_have_an_empty_stdin_and_a_note_says_so(kogine: Kogine) -> None:
    write_sweep(kogine)

    done = kogine("run", "train.py", "-c", "sweep.py", stdin="data")

    assert done.out.count("''") == 3
    assert done.err.startswith("kogine: note: every run of a generator config has an empty stdin; ")


@pytest.mark.parametrize(
    ("fails", "code", "how"),
    [("3", 3, "failed with exit code 3"), ("'text'", 1, "failed with exit code 1")],
)
def test_a_generator_stops_at_the_first_run_that_fails(
    fails: str, code: int, how: str, kogine: Kogine
) -> None:
    write_sweep(kogine, f"{fails} if lr == 0.2 else None")

    done = kogine("run", "train.py", "-c", "sweep.py")

    assert done.code == code
    assert done.out.count("train") == 2
    assert done.err.endswith(f"kogine: error: run 2 {how}; the runs after it were not started.\n")


def test_a_bad_value_of_a_sweep_is_told_with_the_file_that_sets_it(kogine: Kogine) -> None:
    text = "from kohakuengine import Config\ndef config_gen():\n"
    kogine.write("bad.py", text + "    yield Config({'lr': 1.0})\n    yield Config({'lr': 'fast'})\n")

    done = kogine("run", "train.py", "-c", "bad.py")

    assert done.code == 2
    assert "the value of 'lr' does not fit" in done.err
    assert "\nkogine: note: 'lr' is set in bad.py\nkogine: error: run 2 failed with exit code 2;" in done.err


def test_a_run_that_dies_of_a_signal_fails_with_128_and_its_number(kogine: Kogine) -> None:
    kogine.write("die.py", "import os, signal\nx = 0\nos.kill(os.getpid(), signal.SIGKILL)\n")
    kogine.write("two.py", "from kohakuengine import Config\ndef config_gen():\n    yield Config({'x': 1})\n")

    done = kogine("run", "die.py", "-c", "two.py")

    assert done.code == 137
    assert done.err.endswith("run 1 was ended by SIGKILL; the runs after it were not started.\n")


WAITING = """\
import signal, sys, time
x = 0
def stop(number, frame):
    print("saved", flush=True)
    sys.exit(HOW)
signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
print("started", flush=True)
for _ in range(600):
    time.sleep(0.1)
"""


def start_waiting_sweep(kogine: Kogine, how: object) -> subprocess.Popen[str]:
    """Start a sweep of two runs and wait until the first one runs; it exits with `how` when it is stopped."""
    kogine.write("wait.py", WAITING.replace("HOW", repr(how)))
    kogine.write("two.py", TWO)
    process = subprocess.Popen(
        kogine.line("run", "wait.py", "-c", "two.py"),
        cwd=kogine.folder,
        env=kogine.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def test_ctrl_c_stops_the_sweep_with_130(kogine: Kogine) -> None:
    process = start_waiting_sweep(kogine, how=3)

    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, "saved\n")
    assert err.endswith("kogine: error: run 1 failed with exit code 3; the runs after it were not started.\n")
    assert "entry.py" not in err


@pytest.mark.parametrize(("drawn", "runs"), [(0, "0 runs"), (1, "1 run"), (2, "2 runs")])
def test_ctrl_c_while_a_config_is_made_tells_how_many_ran(drawn: int, runs: str, kogine: Kogine) -> None:
    text = "from kohakuengine.config import Config\ndef config_gen():\n    yield from [Config()] * DRAWN\n"
    kogine.write("sweep.py", text.replace("DRAWN", str(drawn)) + "    raise KeyboardInterrupt\n")

    done = kogine("run", "train.py", "-c", "sweep.py")

    assert done.code == 130
    assert done.err.endswith(f"interrupted after {runs}, while the next config was made\n")


def test_sigterm_is_passed_on_and_stops_the_sweep_with_143(kogine: Kogine) -> None:
    process = start_waiting_sweep(kogine, how=0)

    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (143, "saved\n")
    assert err.endswith("run 1 went to its end when SIGTERM came; the runs after it were not started.\n")


def test_a_second_signal_kills_a_run_that_does_not_end(kogine: Kogine) -> None:
    process = start_waiting_sweep(kogine, how=0)
    assert process.stdout is not None

    process.send_signal(signal.SIGINT)  # for the sweep alone: its run does not hear of it
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, "")
    assert err.endswith("run 1 was ended by SIGKILL; the runs after it were not started.\n")


def without_marks(text: str) -> str:
    """Drop the lines that mark a part of the one above: every version of python draws others."""
    return "".join(line for line in text.splitlines(keepends=True) if line.strip(" ^~\n"))


@pytest.mark.parametrize("words", [[], ["--dry-run"]], ids=["run", "dry run"])
def test_a_name_that_was_meant_to_be_kwargs_is_noted(words: list[str], kogine: Kogine) -> None:
    kogine.write("c.py", "lr = 0.5\n_kwarg = {'device': 'gpu'}\n")

    done = kogine("run", "train.py", "-c", "c.py", *words)

    assert done.code == 0
    assert done.err == (
        "kogine: note: c.py:2: '_kwarg' is the file's own and reaches nothing. Did you mean '_kwargs'?\n"
    )


@pytest.mark.parametrize("words", [[], ["--dry-run"]], ids=["run", "dry run"])
def test_the_script_itself_is_no_config(words: list[str], kogine: Kogine) -> None:
    done = kogine("run", "train.py", "-c", "./train.py", *words)

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "kogine: error: ./train.py is the script, not a config for it. "
        "'kogine config init train.py' writes one.\n"
    )


CONFIG_REFUSALS = {
    "generator yields nothing": "def config_gen():\n    return\n    yield\n",
    "generator yields something else": "def config_gen():\n    yield 3\n",
    "generator raises": (
        "from kohakuengine import Config\n\n\ndef config_gen():\n    yield Config({'steps': 0})\n"
        "    raise ValueError('no more')\n"
    ),
    "config raises": "def f():\n    return 1 / 0\n\n\nlr = f()\n",
    "config exits": "import sys\n\nsys.exit(0)\n",
    "syntax error": "lr = = 1\n",
    "wrong shape": "CONFIG = 3\n",
    "unknown name": "lrr = 1\n",
    "wrong type": "lr = 'fast'\n",
    "unknown kwarg": "_kwargs = {'devise': 'gpu'}\n",
    "protected name": "from kohakuengine import Config\n\nCONFIG = Config({'__name__': 'x'})\n",
}


@pytest.mark.parametrize("text", CONFIG_REFUSALS.values(), ids=CONFIG_REFUSALS)
def test_a_config_that_does_not_work_is_refused(
    text: str, kogine: Kogine, snapshot: Callable[[str, str], None], request: pytest.FixtureRequest
) -> None:
    kogine.write("c.py", text)

    done = kogine("run", "train.py", "-c", "c.py")

    assert done.code == 2
    assert "kohakuengine" not in done.err
    shown = without_marks(done.err.replace(str(kogine.folder), "FOLDER"))
    snapshot(f"run_config/{request.node.callspec.id}".replace(" ", "_"), shown)


def test_a_dry_run_executes_the_config_and_nothing_of_the_script(
    kogine: Kogine, snapshot: Callable[[str, str], None]
) -> None:
    kogine.write("c.py", "lr = 0.5\n_kwargs = {'device': 'gpu'}\n")

    done = kogine("run", "train.py", "-c", "c.py", "-s", "steps=3", "--dry-run", "--", "a b")

    assert (done.code, done.err) == (0, "")
    snapshot("run_config/dry_run", done.out)


def test_a_dry_run_of_a_generator_shows_every_run(
    kogine: Kogine, snapshot: Callable[[str, str], None]
) -> None:
    write_sweep(kogine)

    done = kogine("run", "train.py", "-c", "sweep.py", "--dry-run")

    assert (done.code, done.err) == (0, "")
    snapshot("run_config/dry_run_of_a_generator", done.out)


def test_the_traceback_of_a_config_shows_the_users_files_alone(kogine: Kogine) -> None:
    kogine.write("base.py", "def f():\n    raise KeyError('x')\n\n\nf()\n")
    kogine.write(
        "c.py",
        "from kohakuengine import use_config\n\n\ndef g():\n    try:\n        use_config('base.py')\n"
        "    except Exception as error:\n        raise ValueError('no base') from error\n\n\nlr = g()\n",
    )

    done = kogine("run", "train.py", "-c", "c.py")

    files = [line.strip().split(",")[0] for line in done.err.splitlines() if line.startswith("  File")]
    assert set(files) == {f'File "{kogine.folder / name}"' for name in ("base.py", "c.py")}
    assert "KeyError: 'x'" in done.err
    assert "ValueError: no base" in done.err
