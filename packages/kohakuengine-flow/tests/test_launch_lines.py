"""Runs that wait in a slot behind another: executed in turn, and returned where that one takes long."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from launch_world import MARK, TELL, UNTIL_END, is_alive, marked, parent_of

from kohakuengine.engine.request import RunRequest
from kohakuengine.flow.launch import supervised
from kohakuengine.flow.run_folder import has_not_begun

if TYPE_CHECKING:
    from launch_world import Played, World

    from kohakuengine.flow.launch.order import Handle, Urgency

_QUICK = f"{TELL}stays = False\nif stays:\n    tell('staying')\n    {UNTIL_END}print('done')\n"


@pytest.fixture
def quick(processes: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of a script that the launcher has seen to be short, in slot 0, on however busy a machine."""
    monkeypatch.setattr(supervised, "_KEPT_BUSY_S", 600.0)
    monkeypatch.setattr(supervised, "_LATE_S", 600.0)
    path = processes.write("quick.py", _QUICK)
    for _ in range(2):
        assert processes.play(path).stdout == b"done\n"
    return path


def _room(world: World, path: str, slot: int = 0) -> int:
    return world.launcher.room_behind(slot, RunRequest(script=path))


def _stay(world: World, path: str) -> tuple[Handle, int]:
    """Start a run that goes on until it is told to end; return its process id, too."""
    handle = world.start(path, sets=["stays=True"])
    return handle, world.pids(1, "staying")[0]


def _end(world: World) -> None:
    (world.folder / "end").touch()


def _times(run: Played) -> tuple[float, float]:
    return run.result["started_at"], run.result["ended_at"]


def test_they_are_executed_one_after_the_other(processes: World, quick: str) -> None:
    handles = [_stay(processes, quick)[0]]
    assert _room(processes, quick) == 4
    handles += [processes.start(quick) for _ in range(3)]
    _end(processes)

    runs = [processes.wait(handle) for handle in handles]

    assert [(run.exit_code, run.stdout) for run in runs] == [(0, b"done\n")] * 4
    moments = [moment for run in runs for moment in _times(run)]
    assert moments == sorted(moments)


def test_none_waits_where_it_is_not_known_how_long_runs_take(processes: World) -> None:
    path = processes.write("quick.py", _QUICK)
    handle, _ = _stay(processes, path)

    assert _room(processes, path) == 0
    _end(processes)
    assert processes.wait(handle).exit_code == 0


def test_none_waits_behind_a_run_of_another_script(processes: World, quick: str) -> None:
    other = processes.write("other.py", _QUICK)
    handle, _ = _stay(processes, quick)

    assert _room(processes, quick) > 0
    assert _room(processes, other) == 0
    assert _room(processes, quick, slot=1) == 0
    _end(processes)
    assert processes.wait(handle).exit_code == 0


def test_none_waits_where_runs_take_long(
    processes: World, quick: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, _ = _stay(processes, quick)
    assert _room(processes, quick) == 4

    monkeypatch.setattr(supervised, "_KEPT_BUSY_S", 0.0001)

    assert _room(processes, quick) == 0
    _end(processes)
    assert processes.wait(handle).exit_code == 0


def test_they_are_returned_where_the_one_before_them_takes_long(
    processes: World, quick: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervised, "_LATE_S", 0.1)
    first, pid = _stay(processes, quick)
    waiting = [processes.start(quick) for _ in range(2)]

    returned = [processes.wait(handle) for handle in waiting]

    assert [run.ended.is_returned for run in returned] == [True, True]
    assert [has_not_begun(str(run.folder)) for run in returned] == [True, True]
    assert _room(processes, quick) == 0
    assert is_alive(pid)
    _end(processes)
    assert processes.wait(first).exit_code == 0
    assert processes.play(quick).stdout == b"done\n"


@pytest.mark.parametrize("how", ["withdraw", "interrupt", "terminate", "kill"])
def test_one_that_waits_is_returned_when_it_is_to_end(processes: World, quick: str, how: Urgency) -> None:
    first, pid = _stay(processes, quick)
    second, third = [processes.start(quick) for _ in range(2)]

    processes.launcher.cancel(second, how)
    run = processes.wait(second)

    assert (run.ended.is_returned, has_not_begun(str(run.folder))) == (True, True)
    assert is_alive(pid)
    _end(processes)
    assert [processes.wait(one).stdout for one in (first, third)] == [b"done\n"] * 2


def test_a_signal_for_a_run_that_has_ended_does_not_hit_the_next(processes: World, quick: str) -> None:
    first = processes.start(quick)
    second = processes.start(quick, sets=["stays=True"])
    [pid] = processes.pids(1, "staying")
    assert processes.wait(first).exit_code == 0
    third = processes.start(quick)

    processes.launcher.cancel(first, "kill")
    _end(processes)

    assert [processes.wait(one).stdout for one in (second, third)] == [b"done\n"] * 2
    assert not is_alive(pid)


def test_a_killed_keeper_loses_the_first_and_returns_the_others(processes: World, quick: str) -> None:
    first, pid = _stay(processes, quick)
    waiting = [processes.start(quick) for _ in range(2)]

    os.kill(parent_of(pid), signal.SIGKILL)

    assert processes.wait(first).ended.is_lost
    assert [processes.wait(one).ended.is_returned for one in waiting] == [True, True]
    assert not is_alive(pid)
    assert processes.play(quick).stdout == b"done\n"


def test_a_killed_supervisor_loses_the_first_and_returns_the_others(processes: World, quick: str) -> None:
    first, pid = _stay(processes, quick)
    waiting = [processes.start(quick) for _ in range(2)]
    supervisor = pid
    while parent_of(supervisor) != os.getpid():
        supervisor = parent_of(supervisor)

    os.kill(supervisor, signal.SIGKILL)

    assert processes.wait(first).ended.is_lost
    assert [processes.wait(one).ended.is_returned for one in waiting] == [True, True]
    assert not is_alive(pid)
    processes.until(lambda: not marked(os.environ[MARK]))  # one may be about to end


def test_one_that_cannot_be_started_does_not_hold_up_the_next(processes: World, quick: str) -> None:
    first, _ = _stay(processes, quick)
    refused = processes.start(quick, environment={"NULL": "a\0b"})
    last = processes.start(quick)
    _end(processes)

    assert processes.wait(first).exit_code == 0
    assert "it could not be started" in (processes.wait(refused).ended.reason or "")
    assert processes.wait(last).stdout == b"done\n"
