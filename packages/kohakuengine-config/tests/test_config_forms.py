"""Loading Python config files: `config_gen`, `CONFIG`, and what is neither."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, ConfigGenerator, ConfigLoader, ConfigShapeError, load_config

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]

HEAD = "from kohakuengine.config import Config, ConfigGenerator\n"


def globals_of(config: Config | ConfigGenerator) -> Any:
    """Return the globals of a config, or of each of several."""
    if isinstance(config, Config):
        return config.globals_dict
    return [one.globals_dict for one in config]


FORMS: dict[str, tuple[str, object]] = {
    "config_gen returns": ("def config_gen():\n    return Config({'n': 1})", {"n": 1}),
    "config_gen yields": (
        "def config_gen():\n    for n in range(2):\n        yield Config({'n': n})",
        [{"n": 0}, {"n": 1}],
    ),
    "config_gen yields nothing": ("def config_gen():\n    return\n    yield", []),
    "config_gen returns a generator": (
        "def config_gen():\n    return (Config({'n': n}) for n in range(2))",
        [{"n": 0}, {"n": 1}],
    ),
    "config_gen returns an iterator": ("def config_gen():\n    return iter([Config({'n': 1})])", [{"n": 1}]),
    "config_gen returns a ConfigGenerator": (
        "def many():\n    yield Config({'n': 1})\ndef config_gen():\n    return ConfigGenerator(many)",
        [{"n": 1}],
    ),
    "config_gen is a generator": ("config_gen = (Config({'n': n}) for n in range(2))", [{"n": 0}, {"n": 1}]),
    "config_gen is a ConfigGenerator": (
        "def many():\n    yield Config({'n': 1})\nconfig_gen = ConfigGenerator(many)",
        [{"n": 1}],
    ),
    "config_gen is a lambda": ("config_gen = lambda: Config({'n': 1})", {"n": 1}),
    "config_gen is a class": (
        "class config_gen:\n    def __init__(self): self.left = 1\n    def __iter__(self): return self\n"
        "    def __next__(self):\n        if not self.left: raise StopIteration\n        self.left = 0\n"
        "        return Config({'n': 1})",
        [{"n": 1}],
    ),
    "config_gen is imported": ("from beside import config_gen", {"n": 7}),
    "CONFIG": ("CONFIG = Config({'n': 1})", {"n": 1}),
    "CONFIG of a subclass": ("class Mine(Config): pass\nCONFIG = Mine({'n': 1})", {"n": 1}),
    "CONFIG provides": (
        "class Provider:\n    def get_config(self): return Config({'n': 1})\nCONFIG = Provider()",
        {"n": 1},
    ),
    "config_gen returns a provider": (
        "class Provider:\n    def get_config(self): return Config({'n': 1})\n"
        "def config_gen(): return Provider()",
        {"n": 1},
    ),
    "config_gen returns a provider of many": (
        "class Provider:\n    def get_config(self): yield Config({'n': 1})\n"
        "def config_gen(): return Provider()",
        [{"n": 1}],
    ),
    "config_gen comes before CONFIG and globals": (
        "lr = 1\nCONFIG = Config({'n': 2})\ndef config_gen(): return Config({'n': 1})",
        {"n": 1},
    ),
    "CONFIG comes before globals": ("lr = 1\nCONFIG = Config({'n': 1})", {"n": 1}),
    "globals": ("lr = 1", {"lr": 1}),
}


@pytest.mark.parametrize(("code", "expected"), FORMS.values(), ids=FORMS.keys())
def test_every_form_is_loaded(code: str, expected: object, write: Write) -> None:
    write("beside.py", HEAD + "def config_gen():\n    return Config({'n': 7})\n")
    path = write("c.py", HEAD.replace("Config, ConfigGenerator", "Config as Config, ConfigGenerator") + code)

    assert globals_of(load_config(path)) == expected


def test_the_loader_of_the_seed_is_the_same(write: Write) -> None:
    path = write("c.py", HEAD + "CONFIG = Config({'n': 1})")

    assert ConfigLoader.load_config(path) == load_config(path)
    assert ConfigLoader.load_from_dict({"globals": {"n": 1}}) == Config({"n": 1})


WRONG: dict[str, tuple[str, str]] = {
    "config_gen is no function": (
        "config_gen = 3",
        "c.py:2: config_gen must be callable, got int (KE601). "
        "Yield the Configs one by one, or wrap a list of them in iter().",
    ),
    "config_gen is a Config": (
        "\nconfig_gen = Config()",
        "c.py:3: config_gen must be callable, got Config (KE601). Name it CONFIG.",
    ),
    "config_gen is a list": (
        "config_gen = [Config()]",
        "c.py:2: config_gen must be callable, got list (KE601). "
        "Yield the Configs one by one, or wrap a list of them in iter().",
    ),
    "config_gen returns None": (
        "def config_gen():\n    pass",
        "c.py:2: config_gen() must return Config or generator, got NoneType (KE601).",
    ),
    "config_gen returns a dict": (
        "def config_gen():\n    return {'lr': 1}",
        "c.py:2: config_gen() must return Config or generator, got dict (KE601).",
    ),
    "config_gen returns a list": (
        "def config_gen():\n    return [Config()]",
        "c.py:2: config_gen() must return Config or generator, got list (KE601). "
        "Yield the Configs one by one, or wrap a list of them in iter().",
    ),
    "config_gen needs a parameter": (
        "def config_gen(rank):\n    return Config()",
        "c.py:2: config_gen() needs 'rank', and nobody gives it (KE601). "
        "Its only parameter may be 'worker_id'; give others a default.",
    ),
    "config_gen is async": (
        "async def config_gen():\n    return Config()",
        "c.py:2: config_gen() must return Config or generator, got coroutine (KE601). It cannot be async.",
    ),
    "config_gen is async and yields": (
        "async def config_gen():\n    yield Config()",
        "c.py:2: config_gen() must return Config or generator, got async_generator "
        "(KE601). It cannot be async.",
    ),
    "a provider provides something else": (
        "class Provider:\n    def get_config(self): return 3\ndef config_gen(): return Provider()",
        "c.py:4: config_gen() must return Config or generator, got int (KE601).",
    ),
    "CONFIG is a dict": ("CONFIG = {}", "c.py:2: CONFIG must be Config instance, got dict (KE601)."),
    "CONFIG is the class": ("CONFIG = Config", "c.py:2: CONFIG must be Config instance, got type (KE601)."),
    "CONFIG is a generator": (
        "CONFIG = (Config() for _ in range(2))",
        "c.py:2: CONFIG must be Config instance, got generator (KE601). A generator is called config_gen.",
    ),
    "CONFIG is imported": (
        "from json import dumps as CONFIG",
        "c.py:2: CONFIG must be Config instance, got function (KE601).",
    ),
}


@pytest.mark.parametrize(("code", "message"), WRONG.values(), ids=WRONG.keys())
def test_another_shape_is_refused_with_its_line(
    code: str, message: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(os.path.dirname(write("c.py", HEAD + code)))

    with pytest.raises(ConfigShapeError) as caught:
        load_config("c.py")

    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError)
