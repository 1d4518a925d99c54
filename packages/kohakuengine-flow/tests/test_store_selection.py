"""Which runs are meant: by values, status, age, script, flow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from store_world import KEY, SOURCES, completed, end, start

from kohakuengine.flow.errors import FilterError, RunNotFoundError
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store import RunStore, Selection
from kohakuengine.flow.store.value_filter import ValueFilter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VALUES = {
    "lr": 0.1,
    "steps": "1e3",
    "name": "adam",
    "cfg": {"depth": 4, "dims": [64, 128]},
    "cfg.width": 8,
    "flag": True,
    "none": None,
    "where": {"$type": "PosixPath", "$repr": "PosixPath('a')"},
    "version": "1.10",
}


@pytest.mark.parametrize(
    "text",
    [
        "lr=0.1",
        "lr=1e-1",
        "lr<0.2",
        "lr<=0.1",
        "lr>=0.1",
        "lr != 0.2",
        "steps=1000",
        "steps>999",
        "name=adam",
        "name!=sgd",
        "name<b",
        "cfg.depth>=4",
        "cfg.dims.1=128",
        "cfg.dims=[64, 128]",
        "cfg.width=8",
        "flag=true",
        "flag=True",
        "none=None",
        "none=null",
        "where=PosixPath('a')",
        "version=1.10",
        "lr<inf",
    ],
)
def test_conditions_that_hold(text: str) -> None:
    assert ValueFilter.parse(text).holds(VALUES)


@pytest.mark.parametrize(
    "text",
    [
        "lr=0.2",
        "lr>0.1",
        "lr<0.1",
        "lr!=0.10",
        "lr=adam",
        "lr<adam",
        "name=Adam",
        "name>5",
        "cfg.depth<4",
        "cfg.dims.2=1",
        "flag=1",
        "flag!=true",
        "none=0",
        "missing=1",
        "missing!=1",
        "lr.x=1",
        "cfg=1",
    ],
)
def test_conditions_that_do_not_hold(text: str) -> None:
    assert not ValueFilter.parse(text).holds(VALUES)


@pytest.mark.parametrize("text", ["lr", "", "=0.1", "<", "0.1", "!lr"])
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(FilterError, match="is no condition"):
        ValueFilter.parse(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("n==1", "n=1"),
        ("lr=>0.1", "lr>=0.1"),
        ("lr =< 0.1", "lr <= 0.1"),
        ("n<>1", "n!=1"),
        ("n!==1", "n!=1"),
        ("n=!1", "n!=1"),
    ],
)
def test_signs_of_other_languages_are_answered_with_ours(text: str, meant: str) -> None:
    with pytest.raises(FilterError) as caught:
        ValueFilter.parse(text)

    assert caught.value.meant == meant
    assert str(caught.value) == f"'{text}' is no condition (KE908). Did you mean '{meant}'?"


def test_a_text_may_begin_with_a_sign_behind_a_space() -> None:
    assert ValueFilter.parse("name= =x").text == "=x"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    """Runs of two flows and two scripts; 4 FAILED, 6 RUNNING, 5 left RUNNING by a flow that is gone."""
    other = type(KEY)(command=("other",), title="other", folder="/project")
    with RunStore(tmp_path / ".kogine") as store:
        with store.enter(other, sources={}) as gone:
            completed(gone, *(start(0, i, values=values(lr=i / 10, seed=i)) for i in range(1, 4)))
            (four, _) = gone.commit(started=[start(1, 0), start(1, 1, name="evaluate")])
            gone.commit(ended=[end(four, RunStatus.FAILED)])
        with store.enter(KEY, sources=SOURCES) as flow:
            flow.commit(started=[start(0, 0, values=values(depth=2))])
            yield store


def values(**values: object) -> str:
    return json.dumps({"globals": values, "args": [], "kwargs": {}, "metadata": {}})


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), [6, 5, 4, 3, 2, 1]),
        (Selection(ids=(2, 5, 99)), [5, 2]),
        (Selection(flow_id=2), [6]),
        (Selection(script="evaluate"), [5]),
        (Selection(script="evaluate.py"), [5]),
        (Selection(script="/project/evaluate.py"), [5]),
        (Selection(script="project/evaluate.py"), [5]),
        (Selection(script="luate.py"), []),
        (Selection(statuses=(RunStatus.COMPLETED,)), [3, 2, 1]),
        (Selection(statuses=(RunStatus.RUNNING,)), [6]),
        (Selection(statuses=(RunStatus.LOST,)), [5]),
        (Selection(statuses=(RunStatus.LOST, RunStatus.FAILED)), [5, 4]),
        (Selection(since=100.0), [6, 5]),
        (Selection(until=100.0), [4, 3, 2, 1]),
        (Selection(filters=(ValueFilter.parse("lr>=0.2"),)), [3, 2]),
        (Selection(filters=(ValueFilter.parse("lr>=0.2"), ValueFilter.parse("seed<3"))), [2]),
        (Selection(filters=(ValueFilter.parse("depth=2"),)), [6]),
    ],
    ids=repr,
)
def test_selected_runs_are_found_and_counted(
    store: RunStore, selection: Selection, expected: list[int]
) -> None:
    found = [record.id for record in store.runs(selection)]

    assert found == expected
    assert store.count(selection) == len(expected)


def test_an_unknown_run_is_an_error_that_names_the_nearest(store: RunStore) -> None:
    with pytest.raises(RunNotFoundError, match=r"there is no run 99.*The nearest is 6"):
        store.run(99)


def test_removed_runs_are_gone_with_their_folders_and_running_ones_stay(store: RunStore) -> None:
    for run_id in range(1, 7):
        store.run_folder(run_id).mkdir(parents=True)
        (store.run_folder(run_id) / "stdout").write_bytes(b"x")

    removed = store.remove([1, 5, 6, 99])

    assert removed == [1, 5]
    assert [record.id for record in store.runs()] == [6, 4, 3, 2]
    assert [run_id for run_id in range(1, 7) if store.run_folder(run_id).exists()] == [2, 3, 4, 6]


def test_a_flow_without_runs_leaves_with_its_last_one_unless_it_is_running(store: RunStore) -> None:
    with store.enter(type(KEY)(command=("third",), title="third", folder="/p"), sources={}) as empty:
        store.remove([1, 2, 3, 4, 5])

    assert [flow.id for flow in store.flows()] == [empty.id, 2]


def test_numbers_are_not_given_twice(store: RunStore) -> None:
    with store.enter(type(KEY)(command=("third",), title="third", folder="/p"), sources={}) as flow:
        completed(flow, start(0, 0))
        store.remove([7])
        assert flow.commit(started=[start(0, 0)]) == [8]


def test_a_preview_finds_what_entering_would_and_writes_nothing(store: RunStore) -> None:
    key = type(KEY)(command=("third",), title="third", folder="/p")
    with store.enter(key, sources={"a": "1"}) as flow:
        completed(flow, start(0, 0, digest="x"), start(0, 1, digest="x"))

    same = store.preview(key, sources={"a": "1"})
    changed = store.preview(key, sources={"a": "2"})
    fresh = store.preview(key, sources={"a": "1"}, mode="fresh")

    def found(preview: object, *wanted: tuple[int, str | None]) -> list[int | None]:
        records = [preview.find((0, index), digest) for index, digest in wanted]  # type: ignore[attr-defined]
        return [record and record.id for record in records]

    assert (same.is_resumed, same.changed) == (True, [])
    assert found(same, (0, None), (1, None), (2, None)) == [7, 8, None]
    assert (changed.is_resumed, changed.changed) == (True, ["a"])
    assert found(changed, (5, "x"), (6, "x"), (7, "x")) == [7, 8, None]
    assert (fresh.is_resumed, found(fresh, (0, "x"))) == (False, [None])
    assert [record.position for record in flow.records()] == [(0, 0), (0, 1)]
