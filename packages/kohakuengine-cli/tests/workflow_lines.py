"""What the tests of `kogine workflow` share: scripts, sweeps, and what became of their runs."""

from __future__ import annotations

import json
import re
import subprocess
import time
from typing import TYPE_CHECKING, Any

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


def runs(kogine: Kogine, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kogine("runs", "list", "--format", "json", *words).out)["runs"]
    return found[::-1]


def statuses(kogine: Kogine) -> list[str]:
    return [run["status"] for run in runs(kogine)]


def without_times(text: str) -> str:
    return re.sub(r"\d+\.\d\d s", "N s", text)


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
