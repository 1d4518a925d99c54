"""Where the store lies, and who may read it."""

from __future__ import annotations

import os
import stat
import struct
from typing import TYPE_CHECKING

import pytest
from store_world import KEY, SOURCES, completed, start

from kohakuengine.flow.store import RunStore
from kohakuengine.flow.store.file_system import spread_folders

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _no_store_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOGINE_STORE", raising=False)


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ([], "a/b/.kogine"),
        (["a/pyproject.toml"], "a/.kogine"),
        (["a/.git/"], "a/.kogine"),
        (["a/.kogine/", "a/b/pyproject.toml"], "a/.kogine"),
        (["a/.kogine/", "a/b/.kogine/"], "a/b/.kogine"),
        (["pyproject.toml", "a/pyproject.toml"], "a/.kogine"),
        (["a/.kogine", "pyproject.toml"], ".kogine"),
    ],
    ids=["nothing", "project", "git", "store above", "nearest", "nearest project", "a file of that name"],
)
def test_the_store_is_found(tmp_path: Path, there: list[str], expected: str) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    for name in there:
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).touch()

    assert RunStore.locate(tmp_path / "a/b") == tmp_path / expected


def test_the_variable_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOGINE_STORE", "elsewhere")
    monkeypatch.chdir(tmp_path)

    assert RunStore.locate() == tmp_path / "elsewhere"


def test_a_store_that_somebody_else_left_above_is_passed_over(tmp_path: Path) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root, to give a folder away")
    (tmp_path / "a").mkdir()
    (tmp_path / ".kogine").mkdir()
    os.chown(tmp_path / ".kogine", 12345, 12345)

    assert RunStore.locate(tmp_path / "a") == tmp_path / "a/.kogine"


def test_nobody_else_can_read_it_and_git_leaves_it_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with RunStore(tmp_path / ".kogine") as store, store.enter(KEY, sources=SOURCES) as flow:
            completed(flow, start(0, 0))
            digest = store.add_source(b"lr = 1")
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in store.folder.rglob("*")}
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / ".kogine").stat().st_mode) == 0o700
    assert {modes["locks"], modes["sources"]} == {0o700}
    files = {"runs.sqlite", "runs.sqlite-wal", "runs.sqlite-shm", KEY.text, digest}
    assert {modes[name] for name in files} == {0o600}
    assert (tmp_path / ".kogine/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_thousand_run_folders_lie_in_one(tmp_path: Path) -> None:
    with RunStore(tmp_path) as store:
        folders = [store.run_folder(run_id).relative_to(tmp_path) for run_id in (1, 999, 1000, 12345)]

    assert [str(folder) for folder in folders] == [
        "runs/000000/1",
        "runs/000000/999",
        "runs/000001/1000",
        "runs/000012/12345",
    ]


def test_sources_are_stored_once_and_mended_where_they_were_cut(tmp_path: Path) -> None:
    with RunStore(tmp_path) as store:
        digest = store.add_source(b"lr = 0.1\n")
        (tmp_path / "sources" / digest).write_bytes(b"lr")
        store.add_source(b"lr = 0.1\n")

        assert store.source(digest) == b"lr = 0.1\n"
        assert [path.name for path in (tmp_path / "sources").iterdir()] == [digest]


def test_the_file_system_is_asked_to_spread_run_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request and the flag are those of <linux/fs.h>; what was set stays."""
    fcntl = pytest.importorskip("fcntl", reason="there are no flags of folders without fcntl")
    extents, top_of_hierarchies = 0x80000, 0x20000
    asked: list[tuple[int, bytes]] = []

    def ioctl(_descriptor: int, request: int, flags: bytes) -> bytes:
        asked.append((request, flags))
        return struct.pack("l", extents)

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    for _ in range(2):
        RunStore(tmp_path / ".kogine").close()

    (get, _), (put, flags) = asked
    assert (get & 0xFFFF, put & 0xFFFF) == (0x6601, 0x6602)
    assert struct.unpack("l", flags) == (extents | top_of_hierarchies,)


def test_a_folder_that_cannot_be_spread_is_left_alone(tmp_path: Path) -> None:
    spread_folders(str(tmp_path / "missing"))
    spread_folders("/proc/self")
