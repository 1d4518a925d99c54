"""Where a config comes from: known of it, and no part of it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import TYPE_CHECKING

from kohakuengine.config import Config, ConfigGenerator, load_config
from kohakuengine.config.base import source_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]

HEAD = "from kohakuengine.config import Config\n"


def test_a_loaded_config_knows_its_file(write: Write) -> None:
    path = write("c.py", HEAD + "CONFIG = Config()")

    assert source_of(load_config(path)) == (path, 0)  # type: ignore[arg-type]
    assert source_of(Config()) is None


def test_a_yielded_config_knows_its_place(write: Write) -> None:
    path = write("c.py", HEAD + "def config_gen():\n    yield Config()\n    yield Config()")
    configs = load_config(path)
    assert isinstance(configs, ConfigGenerator)

    assert [source_of(config) for config in configs] == [(path, 0), (path, 1)]
    assert [source_of(config) for config in configs.fresh()] == [(path, 0), (path, 1)]


def test_where_a_config_comes_from_is_no_part_of_it(write: Write) -> None:
    config = load_config(write("c.py", "lr = 1"))
    assert isinstance(config, Config)
    others = [
        copy.copy(config),
        copy.deepcopy(config),
        pickle.loads(pickle.dumps(config)),
        dataclasses.replace(config),
    ]

    assert [source_of(other) for other in others] == [None] * 4
    assert all(other == config == Config({"lr": 1}) for other in others)
    assert "c.py" not in repr(config)
    assert dataclasses.asdict(config) == dataclasses.asdict(Config({"lr": 1}))
