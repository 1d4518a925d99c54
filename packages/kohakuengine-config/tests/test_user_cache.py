"""The user's cache folder: what is kept in it, and when it is not used."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kohakuengine.config import user_cache
from kohakuengine.config.user_cache import cache_folder, cache_key, forget, keep, kept, prune

if TYPE_CHECKING:
    from pathlib import Path

KIND = "things"
KEY = cache_key("a")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a cache folder of this test's own."""
    monkeypatch.setenv("KOHAKUENGINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / KIND


def test_what_was_kept_is_there_until_it_is_forgotten(folder: Path) -> None:
    assert kept(KIND, KEY) is None

    keep(KIND, KEY, b"data")
    keep(KIND, KEY, b"newer")
    assert kept(KIND, KEY) == b"newer"

    forget(KIND, KEY)
    forget(KIND, KEY)
    assert kept(KIND, KEY) is None


def test_nothing_at_all_can_be_kept(folder: Path) -> None:
    keep(KIND, KEY, b"")

    assert kept(KIND, KEY) == b""


def test_kinds_and_keys_do_not_meet(folder: Path) -> None:
    keep(KIND, KEY, b"one")
    keep("others", KEY, b"two")
    keep(KIND, cache_key("a", ""), b"three")

    assert (kept(KIND, KEY), kept("others", KEY), kept(KIND, cache_key("a", ""))) == (
        b"one",
        b"two",
        b"three",
    )


def test_folder_and_entries_are_the_users_own(folder: Path) -> None:
    before = os.umask(0)
    try:
        keep(KIND, KEY, b"data")
    finally:
        os.umask(before)

    [entry] = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


def test_an_entry_cut_at_any_byte_or_changed_in_any_bit_is_not_there(folder: Path) -> None:
    keep(KIND, KEY, b"data")
    [entry] = folder.iterdir()
    good = entry.read_bytes()

    for at in range(len(good)):
        entry.write_bytes(good[:at])
        assert kept(KIND, KEY) is None
        for bit in range(8):
            entry.write_bytes(good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :])
            assert kept(KIND, KEY) is None
    entry.write_bytes(good)
    assert kept(KIND, KEY) == b"data"


def test_readers_see_the_old_or_the_new_while_others_write(folder: Path) -> None:
    keep(KIND, KEY, b"a" * 100_000)
    code = (
        "from kohakuengine.config.user_cache import keep\n"
        f"for letter in b'bcd' * 20: keep({KIND!r}, {KEY!r}, bytes([letter]) * 100_000)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]

    seen = set()
    while any(writer.poll() is None for writer in writers):
        data = kept(KIND, KEY)
        assert data is not None
        seen.add((len(data), len(set(data))))

    assert seen == {(100_000, 1)}
    assert [path.name for path in folder.iterdir()] == [KEY]


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702], ids=oct)
def test_a_folder_that_others_can_write_to_is_not_used(folder: Path, mode: int) -> None:
    keep(KIND, KEY, b"data")

    folder.chmod(mode)
    keep(KIND, KEY, b"newer")

    assert kept(KIND, KEY) is None
    folder.chmod(0o700)
    assert kept(KIND, KEY) == b"data"


def test_a_folder_of_another_user_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(KIND, KEY, b"data")

    monkeypatch.setattr(os, "getuid", lambda: os.stat(folder).st_uid + 1)

    assert kept(KIND, KEY) is None


def test_an_empty_variable_switches_it_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOHAKUENGINE_CACHE", "")

    keep(KIND, KEY, b"data")

    assert (cache_folder(KIND), kept(KIND, KEY), folder.exists()) == (None, None, False)


def test_what_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("KOHAKUENGINE_CACHE", str(tmp_path / "file"))

    keep(KIND, KEY, b"data")
    forget(KIND, KEY)
    prune(KIND, 1)

    assert kept(KIND, KEY) is None


def test_an_entry_that_is_a_folder_is_no_error(folder: Path) -> None:
    (folder / KEY).mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)

    keep(KIND, KEY, b"data")
    forget(KIND, KEY)

    assert kept(KIND, KEY) is None
    assert [path.name for path in folder.iterdir()] == [KEY]


def test_the_newest_half_stays_of_too_many(folder: Path) -> None:
    keys = [cache_key(str(number)) for number in range(5)]
    for number, key in enumerate(keys):
        keep(KIND, key, b"data")
        os.utime(folder / key, (number, number))

    prune(KIND, 5)
    assert len(list(folder.iterdir())) == 5

    prune(KIND, 4)
    assert [kept(KIND, key) is not None for key in keys] == [False, False, False, True, True]


FOLDERS = {
    "named": ({"KOHAKUENGINE_CACHE": "/c"}, "/c"),
    "XDG": ({"XDG_CACHE_HOME": "/x"}, "/x/kohakuengine"),
    "home": ({"XDG_CACHE_HOME": None, "HOME": "/home/u"}, "/home/u/.cache/kohakuengine"),
    "relative XDG": ({"XDG_CACHE_HOME": "x", "HOME": "/home/u"}, "/home/u/.cache/kohakuengine"),
    "relative home": ({"XDG_CACHE_HOME": None, "HOME": "u"}, None),
}


@pytest.mark.parametrize(("variables", "expected"), FOLDERS.values(), ids=FOLDERS.keys())
def test_the_folder_follows_the_platforms_rule(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str | None], expected: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("KOHAKUENGINE_CACHE", raising=False)
    for name, value in variables.items():
        monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)

    assert user_cache.base_folder() == expected
