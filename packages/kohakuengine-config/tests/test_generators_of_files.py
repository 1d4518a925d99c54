"""Generators that a config file makes: lazy, two-way, and which of them can begin afresh."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from kohakuengine.config import Config, ConfigGenerator, ConfigShapeError, load_config

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]

HEAD = "from kohakuengine.config import Config, ConfigGenerator\n"


@pytest.mark.parametrize(
    "code",
    [
        "def config_gen():\n    yield Config({'n': 1})\n    yield Config({'n': 2})",
        "def config_gen():\n    return iter([Config({'n': 1}), Config({'n': 2})])",
        "def many():\n    yield Config({'n': 1})\n    yield Config({'n': 2})\n"
        "def config_gen():\n    return ConfigGenerator(many())",
    ],
    ids=["yields", "returns an iterator", "returns a one-shot ConfigGenerator"],
)
def test_a_loaded_generator_can_begin_afresh(code: str, write: Write) -> None:
    configs = load_config(write("c.py", HEAD + code))
    assert isinstance(configs, ConfigGenerator)
    next(configs)

    fresh = configs.fresh()

    assert list(fresh) == [Config({"n": 1}), Config({"n": 2})]
    assert list(configs) == [Config({"n": 2})]


def test_a_bare_generator_of_a_file_has_one_pass(write: Write) -> None:
    path = write("c.py", HEAD + "config_gen = (Config() for _ in range(2))")
    configs = load_config(path)
    assert isinstance(configs, ConfigGenerator)

    with pytest.raises(ConfigShapeError) as caught:
        configs.fresh()

    assert str(caught.value).startswith(f"{path}: this generator has only one pass (KE601).")


def test_a_loaded_generator_is_lazy(write: Write) -> None:
    path = write("c.py", HEAD + "import sys\ndef config_gen():\n    sys.drawn = True\n    yield Config()")

    load_config(path)

    assert not hasattr(sys, "drawn")


def test_a_loaded_generator_is_two_way(write: Write) -> None:
    code = "def config_gen():\n    loss = yield Config({'n': 0})\n    yield Config({'n': loss})"
    configs = load_config(write("c.py", HEAD + code))
    assert isinstance(configs, ConfigGenerator)
    next(configs)

    assert configs.send(0.25).globals_dict == {"n": 0.25}


def test_a_loaded_generator_names_its_file(write: Write) -> None:
    path = write("c.py", HEAD + "def config_gen():\n    yield Config()")

    assert repr(load_config(path)) == f"<ConfigGenerator of {path}, 0 yielded>"
