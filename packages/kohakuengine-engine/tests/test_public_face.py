"""The package's face: names and signatures, `run`, and what works on modules that exist already."""

from __future__ import annotations

import asyncio
import inspect
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine import engine
from kohakuengine.config import Config
from kohakuengine.config.errors import ProtectedNameError
from kohakuengine.engine import (
    ArgumentError,
    EntrypointFinder,
    GlobalInjector,
    Script,
    ScriptExecutor,
    entrypoint,
    run,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str], str]

TRAIN = """
lr = 0.1
double = lr * 2

def train(epochs=1, *, device="cpu"):
    return lr, double, epochs, device

if __name__ == "__main__":
    train(3)
"""


@pytest.mark.parametrize("name", engine.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(engine, name).__name__ == name
    assert name in dir(engine)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        engine.nothing  # noqa: B018


SIGNATURES = {
    "Script": (Script, ["path", "config", "entrypoint", "run_as_main"]),
    "ScriptExecutor": (ScriptExecutor, ["script"]),
    "execute": (ScriptExecutor.execute, ["self", "config"]),
    "inject": (GlobalInjector.inject, ["module", "globals_dict"]),
    "get_user_globals": (GlobalInjector.get_user_globals, ["module"]),
    "find_entrypoint": (EntrypointFinder.find_entrypoint, ["module", "script_path"]),
    "call_entrypoint": (EntrypointFinder.call_entrypoint, ["func", "args", "kwargs"]),
    "run": (run, ["script_path", "config_path", "config_kwargs"]),
}


@pytest.mark.parametrize(("function", "names"), SIGNATURES.values(), ids=SIGNATURES)
def test_a_signature_is_that_of_the_first_design(function: Any, names: list[str]) -> None:
    assert list(inspect.signature(function).parameters) == names


def test_run_takes_the_fields_of_a_config_or_a_file(script: Write, write: Callable[[str, str], str]) -> None:
    path = script(TRAIN)

    assert run(path) == (0.1, 0.2, 3, "cpu")
    assert run(path, globals_dict={"lr": 1.0})[0] == 1.0
    assert run(path, write("one_config.py", "lr = 2.0"))[0] == 2.0


def test_run_gives_a_list_for_a_config_that_yields(script: Write, write: Callable[[str, str], str]) -> None:
    text = """
    from kohakuengine.config import Config
    def config_gen():
        for lr in (1.0, 2.0):
            yield Config(globals_dict={"lr": lr})
    """

    assert [value[0] for value in run(script(TRAIN), write("sweep.py", text))] == [1.0, 2.0]


def test_run_takes_a_file_or_fields_not_both(script: Write) -> None:
    with pytest.raises(TypeError, match="not both"):
        run(script(TRAIN), "config.py", args=[1])


def test_a_mark_leaves_the_function_as_it_is() -> None:
    assert entrypoint(test_a_mark_leaves_the_function_as_it_is) is test_a_mark_leaves_the_function_as_it_is


def test_a_marked_function_is_the_entrypoint(script: Write) -> None:
    text = (
        "from kohakuengine.engine import entrypoint\n@entrypoint\ndef go(): return 1\ndef main(): return 2\n"
    )

    assert Script(script(text), config=Config()).run() == 1


FOUND = {
    "guard": ("def go(): return 1\nif __name__ == '__main__': go()", "go"),
    "main": ("def main(): return 1", "main"),
    "called elsewhere": ("def main(): return 1\nschedule = [main]", "main"),
    "none": ("x = 1", None),
    "main that is data": ("main = 1", None),
}


@pytest.mark.parametrize(("text", "name"), FOUND.values(), ids=FOUND)
def test_the_finder_finds_the_function(script: Write, text: str, name: str | None) -> None:
    module = types.ModuleType("script")
    exec(text, vars(module))

    found = EntrypointFinder.find_entrypoint(module, script(text))

    assert found is (getattr(module, name) if name else None)


def test_the_finder_calls_with_a_configs_arguments() -> None:
    assert EntrypointFinder.call_entrypoint(lambda a, *, b: (a, b), [1], {"b": 2}) == (1, 2)
    with pytest.raises(ArgumentError, match="has no parameter 'c'") as caught:
        EntrypointFinder.call_entrypoint(lambda a: a, (1,), {"c": 2})
    assert caught.value.path == __file__


def test_the_injector_sets_globals_or_none_of_them() -> None:
    module = types.ModuleType("m")

    GlobalInjector.inject(module, {"a": 1})
    with pytest.raises(ProtectedNameError, match="__spec__"):
        GlobalInjector.inject(module, {"b": 2, "__spec__": None})

    assert (module.a, hasattr(module, "b")) == (1, False)


def test_the_injector_lists_public_data_alone() -> None:
    module: Any = types.ModuleType("m")
    vars(module).update(b=2, a=[1], _c=3, f=len, C=int, m=sys, loop=asyncio)

    assert list(GlobalInjector.get_user_globals(module).items()) == [("a", [1]), ("b", 2)]
