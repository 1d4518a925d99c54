"""Leases and locks: who carries a flow, told by processes that really live and really die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from store_world import KEY, SOURCES, answer, completed, program, start

from kohakuengine.flow.errors import FlowRunningError
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store import RunStore, Selection
from kohakuengine.flow.store import lease as lease_module
from kohakuengine.flow.store.entering import enter
from kohakuengine.flow.store.lease import Lease, start_time_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENTER = """
flow = RunStore(folder).enter(KEY, sources=SOURCES)
completed(flow, start(0, 0))
print(flow.commit(started=[start(0, 1)])[0], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    with RunStore(tmp_path / ".kogine") as store:
        yield store


def killed(process: subprocess.Popen[str]) -> None:
    """Kill a program, and wait until it is dead but not yet collected."""
    process.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


def test_this_process_is_alive() -> None:
    assert Lease.own().is_alive()


def test_a_process_that_used_the_same_number_is_not() -> None:
    assert not replace(Lease.own(), pid_started="1").is_alive()


def test_a_dead_process_that_nobody_has_collected_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, text=True)
    alive = start_time_of(child.pid)
    killed(child)

    found = start_time_of(child.pid)
    child.communicate()

    assert (alive is not None, found) == (True, None)


def test_the_start_time_comes_from_psutil_where_there_is_no_proc(monkeypatch: pytest.MonkeyPatch) -> None:
    # A machine without /proc is faked by looking for it elsewhere.
    monkeypatch.setattr(lease_module, "_STAT", "/nowhere/{pid}/stat")
    monkeypatch.setattr(lease_module, "_BOOT_ID", "/nowhere/boot_id")

    own = Lease.own()

    assert own.is_alive()
    assert not replace(own, pid_started="1.0").is_alive()
    assert not replace(own, pid=2**22 + 1).is_alive()


@pytest.mark.parametrize(("silent_s", "is_alive"), [(0, True), (59, True), (61, False)])
def test_another_machine_is_believed_while_it_renews_its_lease(silent_s: float, is_alive: bool) -> None:
    other = replace(Lease.own(), boot="another boot", pid_started="1", heartbeat_at=time.time() - silent_s)

    assert other.is_alive() is is_alive


def test_what_a_killed_orchestrator_left_reads_lost_at_once(store: RunStore) -> None:
    with program(store.folder, ENTER) as other:
        assert other.stdout is not None
        run_id = int(other.stdout.readline())
        running = store.run(run_id).status
        killed(other)
        lost = store.run(run_id)
        by_status = [r.id for r in store.runs(Selection(statuses=(RunStatus.LOST,)))]
        other.communicate()

    assert (running, lost.status, lost.reason) == (
        RunStatus.RUNNING,
        RunStatus.LOST,
        "what carried it is gone",
    )
    assert by_status == [run_id]
    assert store.count(Selection(statuses=(RunStatus.RUNNING,))) == 0


def test_a_killed_orchestrator_gives_its_flow_back_at_once(store: RunStore) -> None:
    with program(store.folder, ENTER) as other:
        assert other.stdout is not None
        other.stdout.readline()
        killed(other)
        with store.enter(KEY, sources=SOURCES) as flow:
            statuses = [record.status for record in flow.records()]
        other.communicate()

    assert statuses == [RunStatus.COMPLETED, RunStatus.LOST]


def test_of_two_orchestrators_one_runs_and_the_other_is_told_which(store: RunStore) -> None:
    with program(store.folder, ENTER) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(FlowRunningError) as caught:
            store.enter(KEY, sources=SOURCES)
        other.communicate()

    assert caught.value.pid == other.pid
    assert caught.value.host is None


def test_of_many_that_enter_at_once_exactly_one_does(store: RunStore) -> None:
    body = """
sys.stdin.readline()
try:
    flow = RunStore(folder).enter(KEY, sources=SOURCES)
except FlowError as error:
    print(type(error).__name__, flush=True)
else:
    print("entered", flush=True)
sys.stdin.readline()
"""
    crowd = [program(store.folder, body) for _ in range(4)]
    for one in crowd:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    told = sorted(one.stdout.readline().strip() for one in crowd if one.stdout is not None)
    for one in crowd:
        one.communicate("end\n")

    assert told == ["FlowRunningError"] * 3 + ["entered"]


WITH_CHILD = """
import subprocess
flow = RunStore(folder).enter(KEY, sources=SOURCES)
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=0, pass_fds=[flow.lock_fd])
print(child.pid, flush=True)
sys.stdin.read()
"""


def test_a_flow_is_entered_when_what_a_killed_orchestrator_started_has_ended(store: RunStore) -> None:
    other = program(store.folder, WITH_CHILD)
    assert other.stdout is not None
    assert other.stdin is not None
    other.stdout.readline()
    other.kill()
    other.wait()

    with pytest.raises(FlowRunningError, match="what it had started has not ended") as caught:
        enter(store, KEY, SOURCES, "auto", wait_s=0.1)
    other.stdin.close()  # the end of the child's stdin ends it
    with store.enter(KEY, sources=SOURCES):
        pass
    other.stdout.close()

    assert caught.value.pid is None


def test_a_lease_is_renewed_when_it_is_due(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.enter(KEY, sources=SOURCES) as flow:
        before = next(store.flows()).lease
        flow.beat()
        at_once = next(store.flows()).lease
        monkeypatch.setattr("kohakuengine.flow.store.entered_flow.HEARTBEAT_S", 0.0)
        flow.beat()
        due = next(store.flows()).lease

    assert before is not None
    assert due is not None
    assert at_once == before
    assert due.heartbeat_at > before.heartbeat_at


def test_kill_at_any_moment_leaves_whole_turns(store: RunStore) -> None:
    """Each turn ends two runs and starts two: whatever was committed has an even number of each."""
    body = """
flow = RunStore(folder).enter(KEY, sources=SOURCES)
done = next((r.position[1] for r in RunStore(folder).runs()), -1) + 1
ids = []
print("ready", flush=True)
while True:
    ids = flow.commit(ended=[end(i) for i in ids], started=[start(0, done), start(0, done + 1)])
    done += 2
"""
    for delay_s in (0.0, 0.003, 0.011, 0.05):
        with program(store.folder, body) as other:
            assert other.stdout is not None
            other.stdout.readline()
            time.sleep(delay_s)  # not for an event: the moment of the kill is what varies
            other.kill()
        counts = [
            store.count(Selection(statuses=(status,))) for status in (RunStatus.COMPLETED, RunStatus.LOST)
        ]
        assert all(count % 2 == 0 for count in counts)
    assert answer(store.folder, "print(RunStore(folder).count())").strip() == str(store.count())
    with store.enter(KEY, sources=SOURCES) as flow:
        assert len(completed(flow, start(1, 0))) == 1
