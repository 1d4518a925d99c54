"""The compile cache: who may be trusted, what makes an entry stale, what never goes wrong."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from kohakuengine.config import user_cache
from kohakuengine.engine import cache
from kohakuengine.engine.compiler import compile_script
from kohakuengine.engine.record import CompileKey, Record

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = b"x = 1\ndef f(): return x\n"
KEY = CompileKey(names=(("x", "x", "", False),))
PATH = "/scripts/script.py"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a cache folder of this test's own, written as outside of pytest."""
    path = tmp_path / "cache" / "code"
    monkeypatch.setenv("KOHAKUENGINE_CACHE", str(path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return path


def record_of(source: bytes = SOURCE, key: CompileKey = KEY) -> Record:
    return compile_script(PATH, source, key, shown="script.py")


def stored(folder: Path) -> Path:
    """Store a record and return its file."""
    cache.store(PATH, SOURCE, KEY, record_of())
    [entry] = folder.iterdir()
    return entry


def test_what_was_stored_is_loaded(folder: Path) -> None:
    stored(folder)

    found = cache.load(PATH, SOURCE, KEY)

    assert found is not None
    assert found.to_data() == record_of().to_data()


def test_folder_and_entries_are_the_users_own(folder: Path) -> None:
    entry = stored(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


STALE = {
    "source": (PATH, b"x = 2\n", KEY),
    "source of the same length": (PATH, SOURCE.replace(b"1", b"2"), KEY),
    "path": ("/other/script.py", SOURCE, KEY),
    "names": (PATH, SOURCE, CompileKey(names=(("y", "y", "", False),))),
    "no names": (PATH, SOURCE, CompileKey()),
    "scope": (PATH, SOURCE, CompileKey(names=(("x", "x", "global", False),))),
    "helper": (PATH, SOURCE, CompileKey(names=(("x", "x", "", True),))),
    "args": (PATH, SOURCE, CompileKey(names=KEY.names, has_args=True)),
    "kwargs": (PATH, SOURCE, CompileKey(names=KEY.names, kwargs=("a",))),
    "entrypoint": (PATH, SOURCE, CompileKey(names=KEY.names, entrypoint="f")),
    "config": (PATH, SOURCE, CompileKey(names=KEY.names, has_config=True)),
    "result": (PATH, SOURCE, CompileKey(names=KEY.names, keeps_result=True)),
    "main": (PATH, SOURCE, CompileKey(names=KEY.names, is_main=False)),
}


@pytest.mark.parametrize(("path", "source", "key"), STALE.values(), ids=STALE.keys())
def test_an_entry_counts_for_its_own_request_alone(
    folder: Path, path: str, source: bytes, key: CompileKey
) -> None:
    stored(folder)

    assert cache.load(path, source, key) is None


def test_an_entry_of_another_interpreter_is_stale(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(folder)

    monkeypatch.setattr(sys, "version", "3.99.0")

    assert cache.load(PATH, SOURCE, KEY) is None


def test_an_entry_without_columns_is_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(folder)

    monkeypatch.setenv("PYTHONNODEBUGRANGES", "1")

    assert cache.load(PATH, SOURCE, KEY) is None


def test_a_new_source_replaces_the_old_entry(folder: Path) -> None:
    stored(folder)

    cache.store(PATH, b"x = 2\n", KEY, record_of(b"x = 2\n"))

    assert len(list(folder.iterdir())) == 1
    assert cache.load(PATH, SOURCE, KEY) is None
    assert cache.load(PATH, b"x = 2\n", KEY) is not None


def test_an_entry_cut_short_does_not_count(folder: Path) -> None:
    entry = stored(folder)
    whole = entry.read_bytes()

    for length in [*range(0, len(whole), max(1, len(whole) // 60)), len(whole) - 1]:
        entry.write_bytes(whole[:length])
        assert cache.load(PATH, SOURCE, KEY) is None, length


@pytest.mark.parametrize("data", [b"", b"nonsense", b"N", b"(\x02\x00\x00\x00NN"], ids=repr)
def test_an_entry_of_other_data_does_not_count(folder: Path, data: bytes) -> None:
    stored(folder).write_bytes(data)

    assert cache.load(PATH, SOURCE, KEY) is None


def test_a_stale_entry_is_written_again(folder: Path) -> None:
    stored(folder).write_bytes(b"nonsense")

    cache.store(PATH, SOURCE, KEY, record_of())

    assert cache.load(PATH, SOURCE, KEY) is not None


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702], ids=oct)
def test_a_folder_that_others_can_write_to_is_not_used(folder: Path, mode: int) -> None:
    stored(folder)

    folder.chmod(mode)

    assert cache.load(PATH, SOURCE, KEY) is None
    assert cache.cache_folder(create=True) is None


def test_a_folder_of_another_user_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(folder)

    monkeypatch.setattr(os, "getuid", lambda: os.stat(folder).st_uid + 1)

    assert cache.load(PATH, SOURCE, KEY) is None


def test_an_empty_variable_switches_the_cache_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOHAKUENGINE_CACHE", "")

    cache.store(PATH, SOURCE, KEY, record_of())

    assert cache.cache_folder() is None
    assert not folder.exists()


def test_without_bytecode_nothing_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    cache.store(PATH, SOURCE, KEY, record_of())

    assert not folder.exists() or not list(folder.iterdir())


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("KOHAKUENGINE_CACHE", str(tmp_path / "file" / "code"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    cache.store(PATH, SOURCE, KEY, record_of())

    assert cache.load(PATH, SOURCE, KEY) is None


FOLDERS = {
    "XDG": ({"XDG_CACHE_HOME": "/x"}, "/x/kohakuengine/code"),
    "home": ({"XDG_CACHE_HOME": None, "HOME": "/home/u"}, "/home/u/.cache/kohakuengine/code"),
    "relative XDG": ({"XDG_CACHE_HOME": "x", "HOME": "/home/u"}, "/home/u/.cache/kohakuengine/code"),
    "relative home": ({"XDG_CACHE_HOME": None, "HOME": "u"}, None),
}


@pytest.mark.parametrize(("variables", "expected"), FOLDERS.values(), ids=FOLDERS.keys())
def test_the_folder_follows_the_platforms_rule(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str | None], expected: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name, value in variables.items():
        monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)

    assert cache._user_cache() == expected


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize(("variables", "_expected"), FOLDERS.values(), ids=FOLDERS.keys())
def test_the_folder_lies_with_those_of_other_kinds(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str | None], _expected: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    monkeypatch.delenv("KOHAKUENGINE_CACHE", raising=False)
    for name, value in variables.items():
        monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)

    base = user_cache.base_folder()

    assert cache._user_cache() == (None if base is None else os.path.join(base, "code"))


def test_the_newest_half_stays_of_too_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ENTRIES", 4)
    record = record_of()
    keys = [CompileKey(entrypoint=f"f{index}") for index in range(5)]

    for index, key in enumerate(keys):
        before = set(folder.iterdir()) if folder.exists() else set()
        cache.store(PATH, SOURCE, key, record)
        for entry in set(folder.iterdir()) - before:
            os.utime(entry, (index + 1, index + 1)) if index < 4 else None

    kept = [cache.load(PATH, SOURCE, key) is not None for key in keys]
    assert kept == [False, False, False, True, True]
