"""kill -9 of everything that carries runs: nothing survives, and each end is told as what it was.

Each test first shows the processes alive that are to die.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest
from launch_world import MARK, PATIENCE_S, TELL, UNTIL_END, is_alive, marked, orchestrate, parent_of

if TYPE_CHECKING:
    from launch_world import World

    from kohakuengine.flow.launch.order import Handle

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc, and needs subreapers")

_TREE = TELL + "start_descendants()\nsleep_on()\n"
_TREE_SIZE = 5
_STAYS = TELL + "tell('staying')\n" + UNTIL_END + "print('stayed')\n"


def _kill(pid: int) -> None:
    assert is_alive(pid)
    os.kill(pid, signal.SIGKILL)


def _kill_unseen(pid: int) -> None:
    """Kill a process and wait for its end, of which the launcher has not heard yet."""
    _kill(pid)
    while is_alive(pid):
        time.sleep(0.001)


def _grow_tree(world: World, slot: int = 0) -> tuple[Handle, list[int]]:
    """Start a run with descendants; return its handle, and all their process ids, its own last."""
    handle = world.start(_TREE, slot=slot)
    return handle, world.pids(_TREE_SIZE)


def _alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if is_alive(pid)]


def _supervisor_of(run_pid: int) -> int:
    """Return the process below this one that a run stems from."""
    pid = run_pid
    while parent_of(pid) != os.getpid():
        pid = parent_of(pid)
    return pid


class TestKilledBelow:
    """What happens when something below the orchestrator is killed."""

    def test_a_killed_run_takes_its_descendants_with_it(self, processes: World) -> None:
        handle, pids = _grow_tree(processes)

        _kill(pids[-1])
        run = processes.wait(handle)

        assert (run.exit_code, run.ended.is_lost) == (-signal.SIGKILL, False)
        assert _alive(pids) == []

    def test_a_killed_child_is_the_scripts_own_matter(self, processes: World) -> None:
        handle = processes.start(TELL + "if os.fork() == 0: sleep_on()\nprint(os.wait()[1])\n")
        [pid] = processes.pids(1)

        _kill(pid)

        assert processes.wait(handle).stdout == b"9\n"

    def test_a_killed_keeper_loses_its_run_alone(self, processes: World) -> None:
        staying = processes.start(_STAYS, slot=1)
        [stays] = processes.pids(1, "staying")
        handle, pids = _grow_tree(processes)

        _kill(parent_of(pids[-1]))
        run = processes.wait(handle)

        assert _alive(pids) == []
        assert (run.exit_code, run.ended.is_lost) == (None, True)
        assert (run.ended.reason, run.found) == ("its keeper was killed", None)
        assert is_alive(stays)
        assert processes.play("print('after')\n").stdout == b"after\n"
        (processes.folder / "end").touch()
        assert processes.wait(staying).stdout == b"stayed\n"

    def test_a_keeper_that_was_stopped_does_not_keep_a_run_from_being_killed(self, processes: World) -> None:
        handle, pids = _grow_tree(processes)
        keeper = parent_of(pids[-1])
        os.kill(keeper, signal.SIGSTOP)
        processes.launcher.cancel(handle, "kill")

        run = processes.wait(handle)

        assert (run.ended.reason, run.ended.is_lost) == ("its keeper was killed", True)
        assert _alive([keeper, *pids]) == []

    def test_a_keeper_that_is_killed_between_runs_is_not_missed(self, processes: World) -> None:
        run = processes.play("import os\nprint(os.getppid())\n")
        keeper = int(run.stdout)

        _kill_unseen(keeper)

        assert processes.play("print('after')\n").stdout == b"after\n"

    def test_a_keeper_that_is_killed_just_before_a_signal_is_sent_loses_its_run(
        self, processes: World
    ) -> None:
        handle, pids = _grow_tree(processes)

        _kill(parent_of(pids[-1]))
        processes.launcher.cancel(handle, "terminate")
        run = processes.wait(handle)

        assert (run.ended.is_lost, _alive(pids)) == (True, [])

    def test_a_killed_supervisor_loses_all_that_run(self, processes: World) -> None:
        other = processes.start(TELL + "tell('other')\ntime.sleep(600)\n", slot=1)
        [other_pid] = processes.pids(1, "other")
        handle, pids = _grow_tree(processes)
        before = marked(os.environ[MARK])

        _kill(_supervisor_of(pids[-1]))
        runs = [processes.wait(handle), processes.wait(other)]

        assert _alive([*pids, other_pid]) == []
        assert [(run.exit_code, run.ended.is_lost) for run in runs] == [(None, True)] * 2
        assert {run.ended.reason for run in runs} == {"its supervisor was killed"}
        assert processes.play("print('after')\n").stdout == b"after\n"
        assert processes.play("print('after')\n", slot=1).stdout == b"after\n"
        assert not before.keys() & marked(os.environ[MARK]).keys()

    def test_a_supervisor_that_is_killed_between_runs_is_not_missed(self, processes: World) -> None:
        run = processes.play("import os\nprint(os.getppid())\n")

        _kill(_supervisor_of(int(run.stdout)))
        assert processes.launcher.poll(0.1) == []

        assert processes.play("print('after')\n").stdout == b"after\n"
        assert processes.play("print('after')\n", slot=1).stdout == b"after\n"

    def test_a_supervisor_and_a_keeper_that_are_killed_between_runs_are_not_missed(
        self, processes: World
    ) -> None:
        run = processes.play("import os\nprint(os.getppid())\n")
        keeper = int(run.stdout)

        supervisor = _supervisor_of(keeper)
        _kill_unseen(keeper)
        _kill_unseen(supervisor)

        assert processes.play("print('after')\n").stdout == b"after\n"

    def test_helpers_live_through_signals_that_everybody_gets(self, processes: World) -> None:
        handle = processes.start(_STAYS)
        [run_pid] = processes.pids(1, "staying")
        helpers = [pid for pid in marked(os.environ[MARK]) if pid != run_pid]
        assert len(helpers) >= 2

        for pid in helpers:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
                os.kill(pid, number)
        (processes.folder / "end").touch()

        assert processes.wait(handle).stdout == b"stayed\n"
        assert _alive(helpers) == helpers

    def test_a_run_that_was_stopped_can_be_killed(self, processes: World) -> None:
        handle, pids = _grow_tree(processes)
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)

        processes.launcher.cancel(handle, "kill")

        assert processes.wait(handle).exit_code == -signal.SIGKILL
        assert _alive(pids) == []

    def test_others_may_reap_the_supervisor(self, processes: World) -> None:
        _, pids = _grow_tree(processes)
        before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)

        try:
            processes.launcher.close()
        finally:
            signal.signal(signal.SIGCHLD, before)

        assert _alive(pids) == []
        assert marked(os.environ[MARK]) == {}


def _is_locked(world: World) -> bool:
    with (world.folder / "lock").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _dies_whole(world: World, spared: frozenset[int] = frozenset()) -> bool:
    """Wait until the lock is free, and say whether nothing was left by then."""
    deadline = time.monotonic() + PATIENCE_S
    while _is_locked(world):
        assert time.monotonic() < deadline, marked(os.environ[MARK])
    return not marked(os.environ[MARK]).keys() - spared


_TWO_TREES = """
import fcntl
fcntl.flock(lock, fcntl.LOCK_EX)
for slot in (0, 1):
    world.start(TELL + "start_descendants()\\nsleep_on()\\n", slot=slot)
"""


class TestKilledAbove:
    """What happens when the orchestrator is killed."""

    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
    def test_nothing_outlives_a_killed_orchestrator_nor_the_lock(
        self, processes: World, number: signal.Signals
    ) -> None:
        with orchestrate(processes, f"{_TWO_TREES}world.launcher.poll(None)\n") as program:
            pids = processes.pids(2 * _TREE_SIZE)
            assert _is_locked(processes)

            program.send_signal(number)
            program.wait()

        assert _dies_whole(processes)
        assert _alive(pids) == []

    def test_an_orchestrator_that_ends_without_closing_leaves_nothing(self, processes: World) -> None:
        body = f"{_TWO_TREES}world.pids({2 * _TREE_SIZE})\nsys.exit(3)\n"

        with orchestrate(processes, body) as program:
            assert program.wait() == 3

        assert (processes.folder / "pids").exists()
        assert _dies_whole(processes)

    def test_a_fork_of_the_orchestrator_may_outlive_it(self, processes: World) -> None:
        body = f"""
        import multiprocessing
        {_TWO_TREES.replace(chr(10), chr(10) + "        ")}
        world.pids({2 * _TREE_SIZE})
        def stay():
            os.close(lock)
            open("forks", "a").write(f"{{os.getpid()}}\\n")
            time.sleep(600)
        multiprocessing.get_context("fork").Process(target=stay).start()
        if os.fork() == 0:
            stay()
        world.launcher.poll(None)
        """
        with orchestrate(processes, body) as program:
            forks = processes.pids(2, "forks")

            program.kill()
            program.wait()

        try:
            assert _dies_whole(processes, frozenset(forks))
            assert _alive(forks) == forks
        finally:
            for pid in forks:
                os.kill(pid, signal.SIGKILL)
            processes.until(lambda: not _alive(forks))

    def test_a_keeper_that_hangs_is_killed_in_the_end(self, processes: World) -> None:
        with orchestrate(processes, f"{_TWO_TREES}world.launcher.poll(None)\n") as program:
            pids = processes.pids(2 * _TREE_SIZE)
            os.kill(parent_of(pids[-1]), signal.SIGSTOP)

            program.kill()
            program.wait()

        assert _dies_whole(processes)
        assert _alive(pids) == []
