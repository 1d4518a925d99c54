"""A fork that hangs: noticed, and begun anew as a program."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import pytest
from launch_world import TELL, World

from kohakuengine.flow.launch.forks import ForkLauncher
from kohakuengine.flow.launchers import can_fork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(not can_fork(), reason=f"there is no fork launcher for {sys.platform}")


@pytest.fixture
def launcher_name() -> str:
    """Only this one."""
    return "fork"


_LOCKED = """
import _thread, os, sys, threading

lock = threading.Lock()

def hold():
    with lock:
        threading.Event().wait()

_thread.start_new_thread(hold, ())  # as libraries of C start them, which nobody counts
while not lock.locked():
    pass

def use():
    "Hangs in a fork of the process that has imported this."
    if os.getpid() != pid:
        with lock:
            pass

pid = os.getpid()
"""


class TestWatchdog:
    """A first run that hangs because it was forked."""

    @pytest.fixture
    def watched(self, world: World) -> Iterator[World]:
        """A launcher that loses its patience soon."""
        launcher = ForkLauncher(log=world.folder / "log", stuck_s=0.5)
        yield World(world.folder, launcher)
        launcher.close()

    def test_a_run_that_can_never_go_on_starts_anew(
        self,
        watched: World,
        installed: Callable[[str, str], None],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        installed("holds.py", _LOCKED)
        script = watched.write(
            "uses.py", "import holds\nprint('before', flush=True)\nholds.use()\nprint('after')\n"
        )

        runs = [watched.play(script) for _ in range(2)]

        assert [(run.exit_code, run.stdout) for run in runs] == [(0, b"before\nafter\n")] * 2
        [record] = caplog.records
        assert "its first run hung" in record.getMessage()

    def test_a_run_that_hangs_can_be_stopped_as_long_as_it_has_not_ended(
        self, watched: World, installed: Callable[[str, str], None]
    ) -> None:
        installed("holds.py", _LOCKED)
        handle = watched.start(f"import holds\n{TELL}tell()\nholds.use()\n")
        watched.pids(1)

        watched.launcher.cancel(handle, "kill")
        run = watched.wait(handle)

        assert run.exit_code == -signal.SIGKILL

    @pytest.mark.parametrize(
        "wait",
        [
            "time.sleep(2)",
            "threading.Event().wait(2)",
            "subprocess.run(['sleep', '2'])",
            "threading.Thread(target=subprocess.run, args=(['sleep', '2'],)).start()",
            "[threading.Thread(target=time.sleep, args=(2,)).start() for _ in range(2)]",
            "queue.Queue().put(1) or multiprocessing.get_context('fork').Pool(1).apply(time.sleep, (2,))",
        ],
    )
    def test_a_run_that_waits_is_left_alone(
        self, watched: World, caplog: pytest.LogCaptureFixture, wait: str
    ) -> None:
        imports = "import multiprocessing, queue, subprocess, threading, time\n"

        run = watched.play(f"{imports}{wait}\nprint('done')\n")

        assert (run.exit_code, run.stdout, caplog.records) == (0, b"done\n", [])
