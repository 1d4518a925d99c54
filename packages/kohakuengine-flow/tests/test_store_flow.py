"""A flow in the store: entered, gone on with, complete."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from store_world import KEY, SOURCES, completed, end, start

from kohakuengine.engine.request import RunRequest
from kohakuengine.flow.errors import EndedTwiceError, FlowRunningError
from kohakuengine.flow.run_folder import Assignment, make_folder, write_result
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store import FlowKey, RunStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    with RunStore(tmp_path / ".kogine") as store:
        yield store


def test_a_run_is_recorded_before_it_starts_and_again_at_its_end(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as flow:
        (run_id,) = flow.commit(started=[start(0, 3)])
        running = store.run(run_id)
        flow.commit(ended=[end(run_id)])
        ended = store.run(run_id)

    assert (running.status, running.position, running.ended_at) == (RunStatus.RUNNING, (0, 3), None)
    assert (ended.status, ended.duration_s) == (RunStatus.COMPLETED, 1.0)


def test_ends_and_starts_of_one_turn_are_recorded_together_or_not_at_all(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as flow:
        (run_id,) = completed(flow, start(0, 0))
        with pytest.raises(EndedTwiceError):
            flow.commit(ended=[end(run_id)], started=[start(0, 1)])

    assert [record.position for record in store.runs()] == [(0, 0)]


def test_a_second_attempt_cannot_complete_a_completed_run(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as flow:
        first, second = flow.commit(started=[start(0, 0), start(0, 0, attempt=2)])
        flow.commit(ended=[end(first)])
        with pytest.raises(EndedTwiceError, match=f"run {second}"):
            flow.commit(ended=[end(second)])


def test_records_are_the_latest_attempts_in_order_of_position(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as flow:
        flow.commit(started=[start(1, 0), start(0, 10), start(0, 9), start(0, 9, attempt=2)])
        found = [(record.position, record.attempt) for record in flow.records()]

    assert found == [((0, 9), 2), ((0, 10), 1), ((1, 0), 1)]


def test_the_same_command_goes_on_with_a_flow_that_is_not_complete(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as first:
        (done,) = completed(first, start(0, 0))

    with store.enter(KEY, sources=SOURCES) as again:
        found = again.find((0, 0), None)
        assert found is not None
        assert (again.id, again.is_resumed, again.changed) == (first.id, True, [])
        assert (found.id, found.status) == (done, RunStatus.COMPLETED)
        assert again.find((0, 1), None) is None


@pytest.mark.parametrize(
    ("is_complete", "mode", "goes_on"),
    [
        (False, "auto", True),
        (True, "auto", False),
        (False, "fresh", False),
        (True, "fresh", False),
        (False, "resume", True),
        (True, "resume", True),
    ],
)
def test_which_flow_goes_on(store: RunStore, is_complete: bool, mode: str, goes_on: bool) -> None:
    with store.enter(KEY, sources=SOURCES) as first:
        completed(first, start(0, 0))
        if is_complete:
            first.complete()

    with store.enter(KEY, sources=SOURCES, mode=mode) as again:  # type: ignore[arg-type]
        assert (again.id == first.id, again.is_resumed) == (goes_on, goes_on)
        assert (again.find((0, 0), None) is not None) is goes_on


def test_flows_of_other_commands_and_folders_are_others(store: RunStore) -> None:
    other = FlowKey(command=KEY.command, title=KEY.title, folder="/elsewhere")

    with store.enter(KEY, sources=SOURCES) as mine, store.enter(other, sources=SOURCES) as theirs:
        assert (mine.id != theirs.id, theirs.is_resumed) == (True, False)


def test_a_flow_that_runs_is_refused_with_who_runs_it(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES), pytest.raises(FlowRunningError, match=r"process \d+, since"):
        store.enter(KEY, sources=SOURCES)

    store.enter(KEY, sources=SOURCES).leave()


def test_a_changed_source_is_named_and_completed_runs_are_known_by_content(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as first:
        low, high = completed(first, start(0, 0, digest="low"), start(0, 1, digest="high"))

    with store.enter(KEY, sources={**SOURCES, "/project/sweep.py": "2"}) as again:
        assert (again.is_resumed, again.changed) == (True, ["/project/sweep.py"])
        assert again.find((0, 0), "new") is None
        new = completed(again, start(0, 0, digest="new"))
        moved = again.find((0, 1), "low")
        assert moved is not None
        assert (moved.id, moved.position) == (low, (0, 1))
        assert again.find((0, 2), "high") is not None
        assert [record.id for record in again.records()] == [*new, low, high]


def test_equal_runs_are_handed_out_once_each(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as first:
        ids = completed(first, start(0, 0, digest="same"), start(0, 1, digest="same"))

    with store.enter(KEY, sources={**SOURCES, "/project/sweep.py": "2"}) as again:
        found = [again.find((0, index), "same") for index in range(3)]

    assert [record and record.id for record in found] == [*ids, None]


def test_what_was_taken_over_is_still_known_after_a_second_change_and_an_interruption(
    store: RunStore,
) -> None:
    with store.enter(KEY, sources=SOURCES) as first:
        ids = completed(first, start(0, 0, digest="a"), start(0, 1, digest="b"))
    with store.enter(KEY, sources={**SOURCES, "/project/sweep.py": "2"}) as second:
        second.find((0, 5), "a")

    with store.enter(KEY, sources={**SOURCES, "/project/sweep.py": "3"}) as third:
        found = [third.find((0, 0), "b"), third.find((0, 1), "a")]

    assert [record and record.id for record in found] == [*reversed(ids)]


def test_values_without_stable_bytes_count_by_position_in_a_changed_flow(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as first:
        ids = completed(first, start(0, 0), start(0, 1))

    with store.enter(KEY, sources={**SOURCES, "/project/sweep.py": "2"}) as again:
        found = [again.find((0, 1), None), again.find((0, 7), None)]

    assert [record and record.id for record in found] == [ids[1], None]


def test_a_failed_run_is_not_known_by_content(store: RunStore) -> None:
    with store.enter(KEY, sources=SOURCES) as first:
        (run_id,) = first.commit(started=[start(0, 0, digest="a")])
        first.commit(ended=[end(run_id, RunStatus.FAILED)])

    with store.enter(KEY, sources={**SOURCES, "/project/sweep.py": "2"}) as again:
        assert again.find((0, 0), "a") is None


def test_a_changed_import_is_named_once_and_positions_still_count(store: RunStore, tmp_path: Path) -> None:
    module = tmp_path / "model.py"
    module.write_text("new", encoding="utf-8")
    with store.enter(KEY, sources=SOURCES) as first:
        completed(first, start(0, 0))
        first.add_imports({str(module): "that of the old one"})

    with store.enter(KEY, sources=SOURCES) as again:
        assert (again.id, again.changed) == (first.id, [str(module)])
        assert again.find((0, 0), None) is not None
    with store.enter(KEY, sources=SOURCES) as once_more:
        assert once_more.changed == []


RESULT = (
    '{"version": 1, "exit_code": %s, "error": %s, "value": {"plain": 3}, "started_at": 5.0, "ended_at": 7.5}'
)
EXIT_256 = '{"version": 1, "exit_code": 0, "exit_value": 256, "error": null}'
ERROR = '{"type": "ValueError", "message": "bad", "traceback": "..."}'


@pytest.mark.parametrize(
    ("result", "status", "reason", "value"),
    [
        (RESULT % (0, "null"), RunStatus.COMPLETED, None, "3"),
        (RESULT % (1, ERROR), RunStatus.FAILED, "ValueError: bad", "3"),
        (RESULT % (3, "null"), RunStatus.FAILED, "exit code 3", "3"),
        (EXIT_256, RunStatus.FAILED, "exit code 256", None),
        (RESULT[:40], RunStatus.LOST, "what carried it was killed, and it left no result", None),
        (None, RunStatus.LOST, "what carried it was killed, and it left no result", None),
    ],
    ids=["completed", "raised", "exited", "exited with 256", "cut", "none"],
)
def test_what_nobody_carries_is_recorded_as_its_folder_says(
    store: RunStore, result: str | None, status: RunStatus, reason: str | None, value: str | None
) -> None:
    flow = store.enter(KEY, sources=SOURCES)
    (run_id,) = flow.commit(started=[start(0, 0)])
    flow.run_folder(run_id).mkdir(parents=True)
    if result is not None:
        write_result(str(flow.run_folder(run_id)), result, {})
    flow.leave()
    assert store.run(run_id).status is RunStatus.LOST

    with store.enter(KEY, sources=SOURCES) as again:
        found = again.find((0, 0), None)

    assert found is not None
    assert (found.status, found.reason, found.value) == (status, reason, value)


def test_what_waited_behind_another_run_is_forgotten(store: RunStore) -> None:
    flow = store.enter(KEY, sources=SOURCES)
    begun, waiting, done = flow.commit(started=[start(0, 0), start(0, 1), start(0, 2)])
    for run_id in (begun, waiting, done):
        make_folder(str(flow.run_folder(run_id)), Assignment(request=RunRequest(script="/project/train.py")))
    (flow.run_folder(begun) / "stdout").touch()
    write_result(str(flow.run_folder(done)), RESULT % (0, "null"), {})  # its logs are gone
    flow.leave()

    with store.enter(KEY, sources=SOURCES) as again:
        found = [again.find((0, 0), None), again.find((0, 1), None)]
        statuses = [record.status for record in again.records()]

    assert [record and record.id for record in found] == [begun, None]
    assert statuses == [RunStatus.LOST, RunStatus.COMPLETED]
    assert not store.run_folder(waiting).exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no forks")
def test_a_fork_that_outlives_us_does_not_hold_the_lock(tmp_path: Path) -> None:
    from kohakuengine.flow.store.flow_lock import FlowLock

    path = str(tmp_path / "lock")
    lock = FlowLock.try_take(path)
    assert lock is not None
    (end, open_end), (told, tell) = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(open_end)
        os.write(tell, b".")
        os.read(end, 1)
        os._exit(0)
    os.read(told, 1)
    lock.release()

    again = FlowLock.try_take(path)

    os.close(open_end)
    os.waitpid(pid, 0)
    for descriptor in (end, told, tell):
        os.close(descriptor)
    assert again is not None
    again.release()
