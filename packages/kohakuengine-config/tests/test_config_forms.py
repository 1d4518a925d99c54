"""Loading Python config files: `config_gen`, `CONFIG`, and what is neither."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import (
    Config,
    ConfigExecutionError,
    ConfigGenerator,
    ConfigLoader,
    ConfigNotFoundError,
    ConfigProvider,
    ConfigShapeError,
    Configurable,
    ConfigYieldError,
    load_config,
)
from kohakuengine.config.base import source_of

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


@pytest.mark.parametrize("convert", [str, Path, os.fsencode], ids=["str", "Path", "bytes"])
def test_a_path_of_any_kind_is_taken(convert: Any, write: Write) -> None:
    assert globals_of(load_config(convert(write("c.py", "lr = 1")))) == {"lr": 1}


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


# -- missing files, other files --------------------------------------------------------------------


def test_a_missing_file_names_its_nearest_neighbour(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(os.path.dirname(os.path.dirname(write("configs/sweep.py", "lr = 1"))))
    write("configs/notes.txt", "")

    with pytest.raises(ConfigNotFoundError) as caught:
        load_config("configs/sweeep.py")

    assert str(caught.value) == (
        f"{os.path.join('configs', 'sweeep.py')}: no such config file (KE502). "
        f"Did you mean '{os.path.join('configs', 'sweep.py')}'?"
    )
    assert isinstance(caught.value, FileNotFoundError)


def test_a_missing_file_in_a_missing_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigNotFoundError) as caught:
        load_config(tmp_path / "no" / "c.py")

    assert str(caught.value) == f"{tmp_path / 'no' / 'c.py'}: no such config file (KE502)."


@pytest.mark.parametrize("name", ["c.ini", "c", "c.py.txt"])
def test_a_file_of_no_config_format_is_refused(name: str, write: Write) -> None:
    path = write(name, "lr = 1")
    suffix = os.path.splitext(name)[1]

    with pytest.raises(ConfigShapeError) as caught:
        load_config(path)

    assert str(caught.value) == (
        f"{path}: no config format has the suffix '{suffix}' (KE601). Known are .py, "
        f".json, .toml, .yaml, .yml."
    )


def test_a_missing_file_of_no_config_format_is_missing() -> None:
    with pytest.raises(ConfigNotFoundError):
        load_config("no.ini")


@pytest.mark.parametrize("name", ["configs", "configs.py"])
def test_a_folder_is_no_config(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()

    with pytest.raises(ConfigShapeError) as caught:
        load_config(tmp_path / name)

    assert str(caught.value) == f"{tmp_path / name}: a config is a file, not a folder (KE601)."


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_refused(write: Write) -> None:
    path = write("c.py", "lr = 1")
    os.chmod(path, 0)

    with pytest.raises(ConfigShapeError, match="cannot be read: Permission denied"):
        load_config(path)


def test_a_path_with_a_null_character_is_refused() -> None:
    with pytest.raises(ConfigShapeError, match="cannot be read: embedded null"):
        load_config("a\0.py")


# -- exceptions of the file ------------------------------------------------------------------------

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


def test_a_latin_1_cookie_counts(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_bytes("# -*- coding: latin-1 -*-\nname = 'größe'".encode("latin-1"))

    assert globals_of(load_config(path)) == {"name": "größe"}


def test_a_byte_order_mark_and_crlf_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_bytes(b"\xef\xbb\xbflr = 1\r\nseed = 2\r\n")

    assert globals_of(load_config(path)) == {"lr": 1, "seed": 2}


def test_bytes_that_are_no_text_are_a_syntax_error(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_bytes(b"lr = '\xff'")

    with pytest.raises(ConfigExecutionError, match="SyntaxError"):
        load_config(path)


def test_null_bytes_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "c.py"
    path.write_bytes(b"lr = 1\0")

    with pytest.raises(ConfigExecutionError, match="null bytes"):
        load_config(path)


# -- worker_id -------------------------------------------------------------------------------------

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

    found = globals_of(load_config(path, worker_id=worker_id))

    assert found == ({"worker": expected} if verb == "return" else [{"worker": expected}])


def test_a_callable_object_may_take_the_worker(write: Write) -> None:
    code = (
        "class Make:\n    def __call__(self, worker_id): return Config({'worker': "
        "worker_id})\nconfig_gen = Make()"
    )

    assert globals_of(load_config(write("c.py", HEAD + code), worker_id=2)) == {"worker": 2}


def test_a_fresh_pass_has_the_same_worker(write: Write) -> None:
    path = write("c.py", HEAD + "def config_gen(worker_id):\n    yield Config({'worker': worker_id})")

    configs = load_config(path, worker_id=5)

    assert isinstance(configs, ConfigGenerator)
    assert globals_of(configs.fresh()) == [{"worker": 5}]


# -- generators of files ---------------------------------------------------------------------------


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

    assert globals_of(fresh) == [{"n": 1}, {"n": 2}]
    assert globals_of(configs) == [{"n": 2}]


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


# -- where a config comes from ---------------------------------------------------------------------


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
    import copy
    import dataclasses
    import pickle

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


def test_the_protocols_are_checked_at_run_time() -> None:
    class Provider:
        def get_config(self) -> Config:
            return Config()

    class Consumer:
        def apply_config(self, config: Config) -> None: ...

    assert isinstance(Provider(), ConfigProvider)
    assert not isinstance(Consumer(), ConfigProvider)
    assert isinstance(Consumer(), Configurable)
    assert not isinstance(Provider(), Configurable)
