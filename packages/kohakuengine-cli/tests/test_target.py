"""`SCRIPT:FUNC`: which colon separates."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.target import split_function

if TYPE_CHECKING:
    from pathlib import Path

SPLIT = {
    "plain": ("train.py:main", ("train.py", "main")),
    "path": ("a/b.py:run", ("a/b.py", "run")),
    "no function": ("train.py", ("train.py", None)),
    "method": ("train.py:Trainer.fit", ("train.py", "Trainer.fit")),
    "unicode": ("train.py:größe", ("train.py", "größe")),
    "colon in a folder": ("a:b/train.py", ("a:b/train.py", None)),
    "colon in a folder and a function": ("a:b/train.py:main", ("a:b/train.py", "main")),
    "windows path": ("C:\\x\\train.py", ("C:\\x\\train.py", None)),
    "windows path and function": ("C:\\x\\train.py:main", ("C:\\x\\train.py", "main")),
    "forgotten ending": ("train:main", ("train", "main")),
}


@pytest.mark.parametrize(("target", "expected"), SPLIT.values(), ids=SPLIT)
def test_the_last_colon_separates_where_a_name_follows(target: str, expected: tuple[str, str | None]) -> None:
    assert split_function(target) == expected


def test_a_file_whose_name_holds_a_colon_is_taken_whole(tmp_path: Path) -> None:
    path = tmp_path / "a:b"
    path.touch()

    assert split_function(str(path)) == (str(path), None)


def test_a_module_may_name_a_function() -> None:
    assert split_function("package.train:main", is_module=True) == ("package.train", "main")


def test_a_drive_letter_is_no_script_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "name", "nt")

    assert split_function("C:train") == ("C:train", None)


@pytest.mark.parametrize("target", ["train.py:", "train.py:foo-bar", "train.py:1"])
def test_what_is_no_name_is_refused(target: str) -> None:
    with pytest.raises(UsageError, match="function's name"):
        split_function(target)
