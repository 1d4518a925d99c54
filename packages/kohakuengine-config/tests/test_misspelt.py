"""Names of a bare file that were meant to be `_args`, `_kwargs` or `_metadata`."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

from kohakuengine.config import ConfigShapeError, load_config
from kohakuengine.config.base import misspelt_of
from kohakuengine.config.bound_names import read_bound_names
from kohakuengine.config.misspelt import Misspelt, find_misspelt

if TYPE_CHECKING:
    from pathlib import Path

NEAR = {
    "_kwarg": "_kwargs",
    "_arg": "_args",
    "_kwrags": "_kwargs",
    "_kargs": "_kwargs",
    "_KWARGS": "_kwargs",
    "_meta": "_metadata",
    "_metadatas": "_metadata",
    "_metdata": "_metadata",
}


def misspelt_in(text: str) -> list[Misspelt]:
    return find_misspelt(read_bound_names(text, "c.py"), text, "c.py")


@pytest.mark.parametrize(("name", "meant"), NEAR.items(), ids=NEAR)
def test_a_name_near_a_part_is_found(name: str, meant: str) -> None:
    [found] = misspelt_in(f"lr = 1\n{name} = {{}}\n")

    assert str(found) == (f"c.py:2: '{name}' is the file's own and reaches nothing. Did you mean '{meant}'?")


def test_a_name_that_is_only_filled_is_found() -> None:
    assert misspelt_in("_kwarg = {}\n_kwarg['a'] = 1\n")


@pytest.mark.parametrize(
    "text",
    [
        "_kwargs = {}\n_kwarg = 1\n",
        "_kwarg = {}\n_kwargs = {**_kwarg}\n",
        "_kwarg = 3\ndef f():\n    return _kwarg\n",
        "_who = 1\n_tags = ['a']\n_data = 2\n_k = 3\n",
        "_args = []\n_kwargs = {}\n_metadata = {}\n",
    ],
    ids=["the part is there too", "read", "read in a function", "unlike", "right"],
)
def test_names_of_the_files_own_are_left_alone(text: str) -> None:
    assert misspelt_in(text) == []


def test_a_config_remembers_them_of_its_bases_too(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text("a = 1\n_arg = []\n", encoding="utf-8")
    text = "from kohakuengine.config import use_config\nuse_config('base.py')\n_kwarg = {}\n"
    (tmp_path / "c.py").write_text(text, encoding="utf-8")

    config = load_config(tmp_path / "c.py")

    assert [one.name for one in misspelt_of(config)] == ["_arg", "_kwarg"]  # type: ignore[arg-type]
    assert misspelt_of(copy.copy(config)) == []  # type: ignore[arg-type]
    assert pickle.loads(pickle.dumps(config)) == config


def test_a_file_that_sets_nothing_else_is_refused_for_it(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_text("\n_kwarg = {}\n", encoding="utf-8")

    with pytest.raises(ConfigShapeError) as caught:
        load_config(path)

    assert str(caught.value) == (
        f"{path}:2: '_kwarg' is the file's own and reaches nothing (KE601). Did you mean '_kwargs'?"
    )
