"""rehearsal: what it executes leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kohakuengine.flow.launchers import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason=f"there is no fork launcher for {sys.platform}")

SAME = """
import os, sys, threading
from kohakuengine.engine import hooks, process
from kohakuengine.flow.launch.rehearsal import rehearse

loader = sys.modules["_frozen_importlib_external"].SourceFileLoader
sys.last_value = KeyError()
sys.stdout = type("Upper", (type(sys.stdout),), {})(sys.stdout.buffer)  # as some imports do

def seen():
    limits = sys.getrecursionlimit(), sys.getrecursionlimit.__self__, sys.setrecursionlimit
    of_sys = sys.modules["__main__"], sys.argv, sys.path[:], sys.gettrace(), sys.excepthook, sys.last_value
    streams = sys.stdin, sys.stdout, sys.stderr, list(sys.modules)
    ours = os._exit, loader.get_code, hooks.current_run(), process.executing()
    return limits, of_sys, streams, ours, os.getcwd(), sorted(os.listdir())

before = seen()
rehearse()
assert seen() == before, (seen(), before)
assert threading.main_thread().is_alive()
print("same")
"""


def test_nothing_is_left_of_it(tmp_path: object) -> None:
    line = [sys.executable, "-c", SAME]
    done = subprocess.run(line, cwd=str(tmp_path), capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("same\n", "")
