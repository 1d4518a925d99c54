"""Script and ScriptExecutor: one run in somebody's own program."""

from __future__ import annotations

import dataclasses
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, ConfigGenerator, UnknownParameterError
from kohakuengine.config.errors import ProtectedNameError
from kohakuengine.engine import (
    ArgumentError,
    EntrypointNotFoundError,
    NoEffectError,
    NoReceiverError,
    ReplacedLaterError,
    RunInProgressError,
    Script,
    ScriptExecutor,
    ScriptExitedError,
    ScriptNotFoundError,
    ScriptTypeError,
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


def test_a_script_is_a_dataclass_with_a_path(script: Write) -> None:
    path = script("")

    made = Script(path)

    assert dataclasses.asdict(made) == {
        "path": Path(path),
        "config": None,
        "entrypoint": None,
        "run_as_main": True,
    }
    assert (made.name, repr(made)) == ("script", f"Script(path={path}, config=None)")
    assert repr(Script(path, config=Config())).endswith("config=Config)")


BAD_PATHS = {
    "missing": ("missing.py", ScriptNotFoundError, FileNotFoundError, "no such script"),
    "not python": ("notes.txt", ScriptTypeError, ValueError, "must be a .py file, not .txt"),
    "no suffix": ("notes", ScriptTypeError, ValueError, "must be a .py file, this has no suffix"),
    "folder": ("folder.py", ScriptTypeError, ValueError, "is a folder"),
}


@pytest.mark.parametrize(("name", "cls", "builtin", "message"), BAD_PATHS.values(), ids=BAD_PATHS)
def test_a_bad_path_is_refused_at_once(
    tmp_path: Path, name: str, cls: type[Exception], builtin: type[Exception], message: str
) -> None:
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    (tmp_path / "notes").write_text("", encoding="utf-8")
    (tmp_path / "folder.py").mkdir()

    with pytest.raises(cls, match=message) as caught:
        Script(tmp_path / name)

    assert isinstance(caught.value, builtin)


CONFIGS: dict[str, tuple[Config | None, Any]] = {
    "none": (None, (0.1, 0.2, 3, "cpu")),
    "globals": (Config(globals_dict={"lr": 1.0}), (1.0, 2.0, 3, "cpu")),
    "args": (Config(args=[7]), (0.1, 0.2, 7, "cpu")),
    "kwargs": (Config(kwargs={"device": "cuda"}), (0.1, 0.2, 3, "cuda")),
    "kwarg over an argument": (Config(kwargs={"epochs": 9}), (0.1, 0.2, 9, "cpu")),
    "new": (Config(globals_dict={"+extra": 1}), (0.1, 0.2, 3, "cpu")),
    "empty": (Config(), (0.1, 0.2, 3, "cpu")),
}


@pytest.mark.parametrize(("config", "expected"), CONFIGS.values(), ids=CONFIGS)
def test_a_run_gives_what_the_entrypoint_returned(
    script: Write, config: Config | None, expected: Any
) -> None:
    assert Script(script(TRAIN), config=config).run() == expected


RETURNS = {
    "uncalled main with a config": ("def main(): return 1", Config(), 1),
    "uncalled main without": ("def main(): return 1", None, None),
    "async": ("async def main(): return 1", Config(), 1),
    "flat": ("x = 1", None, None),
    "exit 0": ("import sys\ndef main(): return 1\nmain(); sys.exit(0)", None, 1),
    "asyncio.run": ("import asyncio\nasync def main(): return 1\nasyncio.run(main())", None, 1),
    "sys.exit of main": ("import sys\ndef main(): return 0\nsys.exit(main())", None, 0),
}


@pytest.mark.parametrize(("text", "config", "value"), RETURNS.values(), ids=RETURNS)
def test_a_run_returns(script: Write, text: str, config: Config | None, value: Any) -> None:
    assert Script(script(text), config=config).run() == value


REFUSALS: dict[str, tuple[str, Config, type[Exception], type[Exception]]] = {
    "unknown global": (TRAIN, Config(globals_dict={"rl": 1}), UnknownParameterError, ValueError),
    "protected": (TRAIN, Config(globals_dict={"__name__": "x"}), ProtectedNameError, ValueError),
    "unknown kwarg": (TRAIN, Config(kwargs={"divice": "x"}), ArgumentError, TypeError),
    "too many args": (TRAIN, Config(args=[1, 2]), ArgumentError, ValueError),
    "nothing takes them": ("x = 1", Config(kwargs={"a": 1}), NoReceiverError, ValueError),
    "no effect": ("if 0:\n  x = 1", Config(globals_dict={"x": 2}), NoEffectError, RuntimeError),
}


@pytest.mark.parametrize(("text", "config", "cls", "builtin"), REFUSALS.values(), ids=REFUSALS)
def test_a_config_that_does_not_fit_is_refused(
    script: Write, text: str, config: Config, cls: type[Exception], builtin: type[Exception]
) -> None:
    with pytest.raises(cls) as caught:
        Script(script(text), config=config).run()

    assert isinstance(caught.value, builtin)


def test_a_config_given_to_execute_comes_first(script: Write) -> None:
    executor = ScriptExecutor(Script(script(TRAIN), config=Config(globals_dict={"lr": 1.0})))

    assert executor.execute(Config(globals_dict={"lr": 2.0}))[0] == 2.0
    assert executor.execute()[0] == 1.0


def test_the_module_is_there_after_the_run(script: Write) -> None:
    executor = ScriptExecutor(Script(script(TRAIN), config=Config(globals_dict={"lr": 1.0})))
    before = executor.module

    executor.execute()

    module: Any = executor.module
    assert (before, type(module)) == (None, types.ModuleType)
    assert (module.double, module.__name__) == (2.0, "__main__")


def test_under_its_own_name_the_guard_is_off_and_the_entrypoint_called(script: Write) -> None:
    executor = ScriptExecutor(Script(script(TRAIN), config=Config(kwargs={"epochs": 4}), run_as_main=False))

    assert executor.execute() == (0.1, 0.2, 4, "cpu")
    assert executor.module is not None
    assert executor.module.__name__ == "script"


def test_an_entrypoint_that_was_asked_for_is_called_instead_of_the_guard(script: Write) -> None:
    text = "calls = []\ndef test(n=1): return n\nif __name__ == '__main__': calls.append(1)"
    executor = ScriptExecutor(Script(script(text), config=Config(args=[5]), entrypoint="test"))

    assert executor.execute() == 5
    assert executor.module is not None
    assert executor.module.calls == []


def test_an_entrypoint_that_is_not_there_is_an_error(script: Write) -> None:
    with pytest.raises(EntrypointNotFoundError) as caught:
        Script(script(TRAIN), entrypoint="trian").run()

    assert (caught.value.name, caught.value.candidates) == ("trian", ["train"])


@pytest.mark.parametrize("code", [1, 256, "message", True, -1])
def test_another_exit_is_an_error_with_its_very_value(script: Write, code: object) -> None:
    with pytest.raises(ScriptExitedError) as caught:
        Script(script(f"raise SystemExit({code!r})")).run()

    assert (caught.value.exit_code, caught.value.__cause__) == (code, None)


def test_a_scripts_own_exception_shows_the_script_alone(script: Write) -> None:
    path = script("def f():\n  raise KeyError(1)\nf()")

    with pytest.raises(KeyError) as caught:
        Script(path).run()

    assert [str(entry.path) for entry in caught.traceback][-2:] == [path, path]
    assert not any("launch.py" in str(entry.path) for entry in caught.traceback)


_PARSES = """
import argparse, sys
def fail(text):
  raise KeyError(text)
sys.argv = ["job.py"]
parser = argparse.ArgumentParser()
parser.add_argument("--n", type=fail)
parser.parse_args()
"""
_HAS_A_FACTORY = """
from dataclasses import dataclass, field
def fail():
  raise KeyError(1)
@dataclass
class C:
  opts: dict = field(default_factory=fail)
C()
"""


@pytest.mark.parametrize(
    ("source", "override"),
    [(_PARSES, {"n": "1"}), (_HAS_A_FACTORY, {"C.opts.lr": 1})],
    ids=["where its parser called it", "where an override reaches into a value"],
)
def test_no_frame_of_ours_stands_between_those_of_a_script(
    script: Write, source: str, override: dict[str, object]
) -> None:
    path = script(source)

    with pytest.raises(KeyError) as caught:
        Script(path, config=Config(override)).run()

    files = [str(entry.path) for entry in caught.traceback]
    assert not [file for file in files[files.index(path) :] if "kohakuengine" in file]


def test_a_generator_of_configs_is_for_a_workflow(script: Write) -> None:
    generator = ConfigGenerator(iter([Config(globals_dict={"lr": 1.0})]))

    with pytest.raises(TypeError, match="has a generator of configs"):
        Script(script(TRAIN), config=generator).run()


def test_a_run_within_a_run_is_refused(script: Write, write: Callable[[str, str], str]) -> None:
    inner = write("inner.py", "x = 1")
    text = f"from kohakuengine.engine import Script\nScript({inner!r}).run()"

    with pytest.raises(RunInProgressError):
        Script(script(text)).run()


def test_a_value_that_is_replaced_later_is_a_warning(script: Write, caplog: pytest.LogCaptureFixture) -> None:
    text = "x = 1\ndef f():\n  global x\n  x = 2\nf()"

    Script(script(text), config=Config(globals_dict={"x": 5})).run()

    notes = caplog.records
    assert [(note.levelname, "replaced later" in note.getMessage()) for note in notes] == [("WARNING", True)]
    assert issubclass(ReplacedLaterError, RuntimeError)
