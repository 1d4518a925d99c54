"""`kogine run`, for real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kogine_process import Kogine

SCRIPT = """\
import sys

lr: float = 1e-3
steps = 10


def train(device="cpu"):
    print("train", lr, steps, device, sys.argv[1:])


def evaluate():
    print("evaluate", lr)


if __name__ == "__main__":
    train()
"""


@pytest.fixture
def script(kogine: Kogine) -> Path:
    """A script with two values and two functions."""
    return kogine.write("train.py", SCRIPT)


def test_a_bare_run_is_what_python_does(script: Path, kogine: Kogine) -> None:
    done = kogine("run", "train.py")

    assert (done.code, done.out, done.err) == (0, "train 0.001 10 cpu []\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ["--set", "lr=0.5", "--set", "steps=3"],
        ["--set=lr=0.5", "-ssteps=3"],
        ["-s", "lr=0.5", "-s", "steps=3", "--strict"],
    ],
)
def test_set_changes_values(words: list[str], script: Path, kogine: Kogine) -> None:
    assert kogine("run", "train.py", *words).out == "train 0.5 3 cpu []\n"


def test_what_follows_the_dashes_reaches_the_script(script: Path, kogine: Kogine) -> None:
    done = kogine("run", "train.py", "-s", "steps=1", "--", "--set", "x", "--", "-h", "")

    assert done.out == "train 0.001 1 cpu ['--set', 'x', '--', '-h', '']\n"


def test_a_function_of_the_script_is_called_instead(script: Path, kogine: Kogine) -> None:
    assert kogine("run", "train.py:evaluate", "-s", "lr=2").out == "evaluate 2.0\n"
    assert kogine("run", "train.py", "-e", "evaluate").out == "evaluate 0.001\n"


def test_a_module_is_run(kogine: Kogine) -> None:
    kogine.write("package/__init__.py", "")
    kogine.write("package/values.py", "base = 2\n")
    kogine.write("package/train.py", "from .values import base\nlr = base\nprint(__name__, lr)\n")

    assert kogine("run", "-m", "package.train").out == "__main__ 2\n"
    assert kogine("run", "-m", "package.train", "-s", "lr=5").out == "__main__ 5\n"


def test_paths_may_hold_spaces_colons_and_any_letter(kogine: Kogine) -> None:
    for name in ("a b.py", "größe 世界.py", "a:b.py", "dir with space/é.py"):
        kogine.write(name, "x = 1\nprint(x)\n")

        assert kogine("run", name, "-s", "x=2").out == "2\n"


@pytest.mark.parametrize(
    ("body", "code"),
    {
        "return": ("pass", 0),
        "exit": ("sys.exit(3)", 3),
        "exit with text": ("sys.exit('no')", 1),
        "exception": ("raise ValueError('no')", 1),
        "hard exit": ("os._exit(7)", 7),
        "signal": ("os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
        "ctrl-c": ("signal.raise_signal(signal.SIGINT)", -signal.SIGINT),
        "an error of ours raised by the script": (
            "from kohakuengine.config.errors import ProtectedNameError; raise ProtectedNameError(name='x')",
            1,
        ),
    }.values(),
)
@pytest.mark.parametrize("sets", [[], ["-s", "x=2"]], ids=["bare", "set"])
def test_the_exit_is_the_scripts_own(body: str, code: int, sets: list[str], kogine: Kogine) -> None:
    path = kogine.write("exit.py", f"import os, signal, sys\nx = 1\n{body}\n")
    plain = subprocess.run(
        [sys.executable, path], cwd=kogine.folder, capture_output=True, text=True, check=False
    )

    done = kogine("run", path, *sets)

    assert (done.code, done.err) == (code, plain.stderr)


RUN_REFUSALS = {
    "unknown name": ["train.py", "--set", "step=1"],
    "value of another type": ["train.py", "--set", "lr=fast"],
    "protected name": ["train.py", "--set", "__name__=x"],
    "script missing": ["absent.py"],
    "script misspelt": ["trian.py"],
    "script without its suffix": ["train"],
    "module without its option": ["folder.x"],
    "script as a module": ["-m", "folder/x.py"],
    "script is a folder": ["folder"],
    "function missing": ["train.py:trian"],
    "module missing": ["-m", "absent.module"],
    "option given twice": ["options.py", "--set", "lr=1", "--", "--lr", "2"],
    "no effect": ["branch.py", "--set", "x=2"],
    "config missing": ["train.py", "-c", "absent.py"],
}


@pytest.mark.parametrize("words", RUN_REFUSALS.values(), ids=RUN_REFUSALS)
def test_what_cannot_be_run_is_refused(
    words: list[str],
    script: Path,
    kogine: Kogine,
    snapshot: Callable[[str, str], None],
    request: pytest.FixtureRequest,
) -> None:
    kogine.write("folder/x.py", "")
    kogine.write("branch.py", "import sys\nif len(sys.argv) > 9:\n    x = 1\n")
    kogine.write(
        "options.py",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\nprint(p.parse_args())\n",
    )

    done = kogine("run", *words)

    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    snapshot(f"run/{request.node.callspec.id}".replace(" ", "_"), done.err)


def test_a_syntax_error_is_reported_as_python_reports_it(kogine: Kogine) -> None:
    path = kogine.write("broken.py", "x = 1\ndef f(:\n")
    plain = subprocess.run([sys.executable, path], capture_output=True, text=True, check=False)

    done = kogine("run", path, "-s", "x=2")

    assert (done.code, done.err) == (plain.returncode, plain.stderr)


def test_a_dry_run_refuses_a_syntax_error(kogine: Kogine, snapshot: Callable[[str, str], None]) -> None:
    kogine.write("broken.py", "x = 1\ndef f(:\n")

    done = kogine("run", "broken.py", "--dry-run")

    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


def test_python_m_is_kogine(script: Path, kogine: Kogine) -> None:
    command = os.path.join(os.path.dirname(sys.executable), "kogine")
    if not os.path.exists(command):
        pytest.skip("the console script is not installed beside this python")

    done = subprocess.run(
        [command, "run", "train.py", "-s", "lr=2"],
        cwd=kogine.folder,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == kogine("run", "train.py", "-s", "lr=2").out


def test_main_is_exported_and_takes_words(script: Path, kogine: Kogine) -> None:
    code = "from kohakuengine.cli import main; raise SystemExit(main(['run', 'train.py', '-s', 'steps=1']))"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=kogine.folder, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "train 0.001 1 cpu []\n")
