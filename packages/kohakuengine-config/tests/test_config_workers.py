"""`worker_id`: what a `config_gen` is told of the worker that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kohakuengine.config import Config, ConfigGenerator, load_config

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]

HEAD = "from kohakuengine.config import Config\n"

WORKERS: dict[str, tuple[str, int | None, object]] = {
    "required": ("def config_gen(worker_id):", 3, 3),
    "required, no workers": ("def config_gen(worker_id):", None, 0),
    "worker 0": ("def config_gen(worker_id):", 0, 0),
    "default": ("def config_gen(worker_id=7):", 3, 3),
    "default, no workers": ("def config_gen(worker_id=7):", None, 7),
    "keyword-only": ("def config_gen(*, worker_id):", 3, 3),
    "beside a default": ("def config_gen(folder='x', worker_id=None):", 3, 3),
    "not asked for": ("worker_id = 'own'\ndef config_gen():", 3, "own"),
    "not asked for, others have defaults": ("worker_id = 'own'\ndef config_gen(a=1, *b, **c):", 3, "own"),
    "a wrapped function": (
        "import functools\ndef wrap(f):\n    @functools.wraps(f)\n    def inner(*a, **k): return f(*a, **k)\n"
        "    return inner\n@wrap\ndef config_gen(worker_id):",
        3,
        3,
    ),
}


@pytest.mark.parametrize(("head", "worker_id", "expected"), WORKERS.values(), ids=WORKERS.keys())
@pytest.mark.parametrize("verb", ["return", "yield"])
def test_config_gen_may_take_the_worker(
    head: str, worker_id: int | None, expected: object, verb: str, write: Write
) -> None:
    path = write("c.py", f"{HEAD}{head}\n    {verb} Config({{'worker': worker_id}})")

    found = load_config(path, worker_id=worker_id)

    assert isinstance(found, Config) is (verb == "return")
    assert ([found] if isinstance(found, Config) else list(found)) == [Config({"worker": expected})]


def test_a_callable_object_may_take_the_worker(write: Write) -> None:
    code = (
        "class Make:\n    def __call__(self, worker_id): return Config({'worker': "
        "worker_id})\nconfig_gen = Make()"
    )

    assert load_config(write("c.py", HEAD + code), worker_id=2) == Config({"worker": 2})


def test_a_fresh_pass_has_the_same_worker(write: Write) -> None:
    path = write("c.py", HEAD + "def config_gen(worker_id):\n    yield Config({'worker': worker_id})")

    configs = load_config(path, worker_id=5)

    assert isinstance(configs, ConfigGenerator)
    assert list(configs.fresh()) == [Config({"worker": 5})]
