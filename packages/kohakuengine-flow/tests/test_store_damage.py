"""A store that was cut or changed says so, or still tells the truth; a result that was cut counts as none."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_world import KEY, SOURCES, completed, start

from kohakuengine.flow.errors import RecordDamagedError, StoreDamagedError, StoreError, StoreVersionError
from kohakuengine.flow.run_folder import write_result
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store import RunStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = 4096
RESULT = '{"version": 1, "exit_code": 0, "value": {"plain": "é"}, "started_at": 5.0, "ended_at": 7.5}'


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 60 runs, closed, all of it in one file."""
    folder = tmp_path_factory.mktemp("whole") / ".kogine"
    with RunStore(folder) as store, store.enter(KEY, sources=SOURCES) as flow:
        for index in range(60):
            (run_id,) = completed(flow, start(0, index, digest=f"{index:064}"))
            store.run_folder(run_id).mkdir(parents=True)
    assert not (folder / "runs.sqlite-wal").exists()
    return folder


@pytest.fixture
def damaged(whole: Path, tmp_path: Path) -> Callable[[Callable[[bytes], bytes]], Path]:
    """Copy the store, its database changed."""

    def copy(change: Callable[[bytes], bytes]) -> Path:
        folder = tmp_path / ".kogine"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(whole, folder)
        (folder / "runs.sqlite").write_bytes(change((whole / "runs.sqlite").read_bytes()))
        return folder

    return copy


def read_all(folder: Path, *, is_read_only: bool) -> list[tuple[int, str]]:
    with RunStore(folder, is_read_only=is_read_only) as store:
        list(store.flows())
        return [(record.id, record.values) for record in store.runs()]


@pytest.mark.parametrize("is_read_only", [True, False], ids=["to read", "to write"])
def test_a_database_cut_at_any_page_is_an_error_that_names_it(
    whole: Path, damaged: Callable[[Callable[[bytes], bytes]], Path], is_read_only: bool
) -> None:
    pages = (whole / "runs.sqlite").stat().st_size // PAGE

    for page in range(pages):
        folder = damaged(lambda data, at=page * PAGE: data[:at])  # type: ignore[misc]
        with pytest.raises(StoreDamagedError, match=r"runs\.sqlite: the run store is damaged"):
            read_all(folder, is_read_only=is_read_only)


@given(data=st.data())
def test_a_database_with_changed_bytes_gives_what_is_there_or_an_error_of_ours(
    whole: Path, damaged: Callable[[Callable[[bytes], bytes]], Path], data: st.DataObject
) -> None:
    size = (whole / "runs.sqlite").stat().st_size
    at = data.draw(st.integers(0, size - 1))
    junk = data.draw(st.binary(min_size=1, max_size=300))
    folder = damaged(lambda found: (found[:at] + junk + found[at + len(junk) :])[:size])

    try:
        found = read_all(folder, is_read_only=True)
    except StoreError:
        return

    assert len(found) <= 120


@given(cut=st.integers(0, 30_000))
def test_a_database_cut_at_any_byte_is_an_error_of_ours(
    whole: Path, damaged: Callable[[Callable[[bytes], bytes]], Path], cut: int
) -> None:
    size = (whole / "runs.sqlite").stat().st_size
    folder = damaged(lambda found: found[: cut % size])

    with pytest.raises(StoreError):
        read_all(folder, is_read_only=True)


@pytest.mark.parametrize("content", [b"not a database, but text of some length" * 99, b"\0" * 8192])
def test_another_file_in_its_place_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "runs.sqlite").write_bytes(content)

    with pytest.raises(StoreDamagedError, match="damaged"):
        RunStore(tmp_path)


def test_a_database_that_is_gone_leaves_the_numbers_of_its_runs_taken(
    damaged: Callable[[Callable[[bytes], bytes]], Path],
) -> None:
    folder = damaged(lambda data: data)
    (folder / "runs.sqlite").unlink()

    with RunStore(folder) as store, store.enter(KEY, sources=SOURCES) as flow:
        assert flow.commit(started=[start(0, 0)]) == [61]


def test_a_write_ahead_log_without_its_database_is_damage(
    damaged: Callable[[Callable[[bytes], bytes]], Path],
) -> None:
    folder = damaged(lambda data: data)
    (folder / "runs.sqlite").rename(folder / "runs.sqlite-wal")

    with pytest.raises(StoreDamagedError, match="it is gone"):
        RunStore(folder)


@pytest.mark.parametrize("is_read_only", [True, False], ids=["to read", "to write"])
def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path, is_read_only: bool) -> None:
    with RunStore(tmp_path) as store, store.database.transaction() as connection:
        connection.execute("PRAGMA user_version = 99")

    with pytest.raises(StoreVersionError, match="version 99, and 1 is the latest"):
        RunStore(tmp_path, is_read_only=is_read_only)


def test_a_result_cut_at_any_byte_is_none(tmp_path: Path) -> None:
    whole = RESULT.encode()
    for size in range(len(whole) + 1):
        with RunStore(tmp_path / ".kogine") as store:
            with store.enter(KEY, sources=SOURCES, mode="fresh") as flow:
                (run_id,) = flow.commit(started=[start(0, 0)])
                store.run_folder(run_id).mkdir(parents=True)
                write_result(str(store.run_folder(run_id)), RESULT, {})
                (store.run_folder(run_id) / "result.json").write_bytes(whole[:size])
            with store.enter(KEY, sources=SOURCES) as flow:
                found = flow.find((0, 0), None)
        assert found is not None
        assert found.status is (RunStatus.COMPLETED if size == len(whole) else RunStatus.LOST)


def test_a_changed_source_is_not_handed_out(tmp_path: Path) -> None:
    with RunStore(tmp_path) as store:
        digest = store.add_source(b"lr = 0.1")
        (tmp_path / "sources" / digest).write_bytes(b"lr = 0.2")

        with pytest.raises(RecordDamagedError):
            store.source(digest)
