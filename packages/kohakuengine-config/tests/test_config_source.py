"""The file behind a config: whatever its path, where there is none, and its bytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import (
    Config,
    ConfigExecutionError,
    ConfigNotFoundError,
    ConfigShapeError,
    load_config,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]


@pytest.mark.parametrize("convert", [str, Path, os.fsencode], ids=["str", "Path", "bytes"])
def test_a_path_of_any_kind_is_taken(convert: Any, write: Write) -> None:
    assert load_config(convert(write("c.py", "lr = 1"))) == Config({"lr": 1})


def test_a_missing_file_names_its_nearest_neighbour(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(os.path.dirname(os.path.dirname(write("configs/sweep.py", "lr = 1"))))
    write("configs/notes.txt", "")

    with pytest.raises(ConfigNotFoundError) as caught:
        load_config("configs/sweeep.py")

    assert str(caught.value) == (
        f"{os.path.join('configs', 'sweeep.py')}: no such config file (KE502). "
        f"Did you mean '{os.path.join('configs', 'sweep.py')}'?"
    )
    assert isinstance(caught.value, FileNotFoundError)


def test_a_missing_file_in_a_missing_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigNotFoundError) as caught:
        load_config(tmp_path / "no" / "c.py")

    assert str(caught.value) == f"{tmp_path / 'no' / 'c.py'}: no such config file (KE502)."


@pytest.mark.parametrize("name", ["c.ini", "c", "c.py.txt"])
def test_a_file_of_no_config_format_is_refused(name: str, write: Write) -> None:
    path = write(name, "lr = 1")
    suffix = os.path.splitext(name)[1]

    with pytest.raises(ConfigShapeError) as caught:
        load_config(path)

    assert str(caught.value) == (
        f"{path}: no config format has the suffix '{suffix}' (KE601). Known are .py, "
        f".json, .toml, .yaml, .yml."
    )


def test_a_missing_file_of_no_config_format_is_missing() -> None:
    with pytest.raises(ConfigNotFoundError):
        load_config("no.ini")


@pytest.mark.parametrize("name", ["configs", "configs.py"])
def test_a_folder_is_no_config(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()

    with pytest.raises(ConfigShapeError) as caught:
        load_config(tmp_path / name)

    assert str(caught.value) == f"{tmp_path / name}: a config is a file, not a folder (KE601)."


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_refused(write: Write) -> None:
    path = write("c.py", "lr = 1")
    os.chmod(path, 0)

    with pytest.raises(ConfigShapeError, match="cannot be read: Permission denied"):
        load_config(path)


def test_a_path_with_a_null_character_is_refused() -> None:
    with pytest.raises(ConfigShapeError, match="cannot be read: embedded null"):
        load_config("a\0.py")


def test_a_latin_1_cookie_counts(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_bytes("# -*- coding: latin-1 -*-\nname = 'größe'".encode("latin-1"))

    assert load_config(path) == Config({"name": "größe"})


def test_a_byte_order_mark_and_crlf_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_bytes(b"\xef\xbb\xbflr = 1\r\nseed = 2\r\n")

    assert load_config(path) == Config({"lr": 1, "seed": 2})


def test_bytes_that_are_no_text_are_a_syntax_error(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_bytes(b"lr = '\xff'")

    with pytest.raises(ConfigExecutionError, match="SyntaxError"):
        load_config(path)


def test_null_bytes_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_bytes(b"lr = 1\0")

    with pytest.raises(ConfigExecutionError, match="null bytes"):
        load_config(path)
