"""What a config file raises: which line of it did, and what passes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import ConfigExecutionError, ConfigYieldError, load_config

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]

HEAD = "from kohakuengine.config import Config\n"

RAISING: dict[str, tuple[str, int | None, str, type[BaseException]]] = {
    "module": ("lr = 1\nlr / 0", 2, "ZeroDivisionError: division by zero", ZeroDivisionError),
    "config_gen": (
        "def config_gen():\n    x = 1\n    raise KeyError('x')",
        3,
        "KeyError: 'x'",
        KeyError,
    ),
    "deeper in the file": (
        "def deep():\n    return {}['x']\ndef config_gen():\n    return deep()",
        2,
        "KeyError: 'x'",
        KeyError,
    ),
    "in a library that it calls": (
        "import json\njson.loads('{')",
        2,
        "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ValueError,
    ),
    "in a Config that it makes": (
        "from kohakuengine.config import Config\nCONFIG = Config([])",
        2,
        "TypeError: globals_dict must be a dict, got list",
        TypeError,
    ),
    "a provider": (
        "class P:\n    def get_config(self):\n        raise OSError('gone')\nCONFIG = P()",
        3,
        "OSError: gone",
        OSError,
    ),
    "without a message": ("raise RuntimeError", 1, "RuntimeError", RuntimeError),
    "StopIteration": ("def config_gen():\n    return next(iter([]))", 2, "StopIteration", StopIteration),
    "sys.exit": ("import sys\nsys.exit(0)", 2, "SystemExit: 0", SystemExit),
    "a syntax error": ("lr = 1\nlr = = 2", 2, "SyntaxError: invalid syntax", SyntaxError),
    "a syntax error in what it imports": (
        "import broken",
        1,
        "SyntaxError: invalid syntax (broken.py, line 1)",
        SyntaxError,
    ),
    "what it imports is missing": (
        "import nowhere_at_all",
        1,
        "ModuleNotFoundError: No module named 'nowhere_at_all'",
        ImportError,
    ),
}


@pytest.mark.parametrize(("code", "line", "reason", "cause"), RAISING.values(), ids=RAISING.keys())
def test_an_exception_of_the_file_names_its_line(
    code: str,
    line: int,
    reason: str,
    cause: type[BaseException],
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("broken.py", "= 1")
    monkeypatch.chdir(os.path.dirname(write("c.py", code)))

    with pytest.raises(ConfigExecutionError) as caught:
        load_config("c.py")

    assert str(caught.value) == f"c.py:{line}: the config raised {reason} (KE604)."
    assert isinstance(caught.value.__cause__, cause)
    assert isinstance(caught.value, RuntimeError)


def test_the_traceback_of_the_cause_begins_in_the_config(write: Write) -> None:
    path = write("c.py", "def deep():\n    1 / 0\ndeep()")

    with pytest.raises(ConfigExecutionError) as caught:
        load_config(path)

    cause = caught.value.__cause__
    assert cause is not None
    assert cause.__traceback__ is not None
    assert cause.__traceback__.tb_frame.f_code.co_filename == path
    assert cause.__traceback__.tb_lineno == 3


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "GeneratorExit"])
def test_what_is_no_exception_of_the_file_passes(error: str, write: Write) -> None:
    path = write("c.py", f"raise {error}")

    with pytest.raises((KeyboardInterrupt, GeneratorExit)):
        load_config(path)


def test_a_generator_that_raises_midway_names_its_line(write: Write) -> None:
    path = write("c.py", HEAD + "def config_gen():\n    yield Config()\n    raise ValueError('late')")
    configs: Any = load_config(path)
    next(configs)

    with pytest.raises(ConfigExecutionError) as caught:
        next(configs)

    assert str(caught.value) == f"{path}:4: the config raised ValueError: late (KE604)."


def test_a_generator_that_yields_something_else_names_its_line(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(
        os.path.dirname(write("c.py", HEAD + "def config_gen():\n    yield Config()\n    yield {}"))
    )
    configs: Any = load_config("c.py")
    next(configs)

    with pytest.raises(ConfigYieldError) as caught:
        next(configs)

    assert str(caught.value) == (
        "c.py:4: Generator must yield Config objects, got dict (KE602). "
        "Write 'yield Config(globals_dict={...})'."
    )
