"""read_config: what a JSON, TOML or YAML file sets, and on which line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from static_entries import A, G, K, entries

from kohakuengine.config import ConfigShapeError, read_config

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]

DATA = {
    "c.json": '{\n"kwargs": {"k": 2},\n"globals": {"xlr": 0,\n "lr": 0.1},\n"args": [3]}',
    "c.toml": "args = [3]\n[kwargs]\nk = 2\n[globals]\nxlr = 0\nlr = 0.1\n",
    "c.yaml": "# lr\nglobals:\n  xlr: 0\n  lr: 0.1\nkwargs: {k: 2}\nargs: [3]\n",
}
LINES = {
    "c.json": [("k", K, 2, 2), ("xlr", G, 3, 0), ("lr", G, 4, 0.1), ("0", A, 5, 3)],
    "c.toml": [("0", A, 1, 3), ("k", K, 3, 2), ("xlr", G, 5, 0), ("lr", G, 6, 0.1)],
    "c.yaml": [("xlr", G, 3, 0), ("lr", G, 4, 0.1), ("k", K, 5, 2), ("0", A, 6, 3)],
}


@pytest.mark.parametrize("name", DATA)
def test_a_data_file_is_read(name: str, write: Write) -> None:
    path = write(name, DATA[name])

    assert read_config(path).form == "data"
    assert entries(path) == LINES[name]


def test_a_table_of_toml_has_a_line(write: Write) -> None:
    path = write("c.toml", "[globals]\nlr = 1\n[globals.model]\ndepth = 2\n")

    assert entries(path) == [("lr", G, 2, 1), ("model", G, 3, {"depth": 2})]


def test_a_wrong_data_file_is_refused(write: Write) -> None:
    with pytest.raises(ConfigShapeError, match="unknown key 'lr'"):
        read_config(write("c.json", '{"lr": 1}'))
