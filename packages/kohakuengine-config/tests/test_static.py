"""read_config: what a config sets, without executing it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config import Config, ConfigNotFoundError, ConfigShapeError, load_config, read_config
from kohakuengine.config.base import helpers_of
from kohakuengine.config.static import NOT_STATIC, ConfigEntry

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], str]

HEAD = "from kohakuengine.config import Config\n"


def entries(path: str) -> list[tuple[Any, ...]]:
    """List the entries of a config as tuples; a helper ends with its mark."""
    found: list[tuple[Any, ...]] = []
    for entry in read_config(path).entries:
        mark = ("helper",) if entry.is_helper else ()
        found.append((entry.name, entry.kind, entry.line, entry.value, *mark))
    return found


N = NOT_STATIC
G, K, A = "global", "kwarg", "arg"

# Code after HEAD (line 1), form, entries.
READINGS: dict[str, tuple[str, str, list[tuple[Any, ...]]]] = {
    "bare": ("lr = 0.1\nname = 'x'", "bare", [("lr", G, 2, 0.1), ("name", G, 3, "x")]),
    "bare, computed": ("lr = 2 * 3\nf = open", "bare", [("lr", G, 2, N), ("f", G, 3, N)]),
    "bare, helpers": (
        "lr = 1\ndef f(): x = 1\nclass C: y = 2",
        "bare",
        [("lr", G, 2, 1), ("f", G, 3, N, "helper"), ("C", G, 4, N, "helper")],
    ),
    "bare, own names": (
        "_x = 1\nimport os\nfor i in []: j = 1\nlr: int = -2",
        "bare",
        [("j", G, 4, 1), ("lr", G, 5, -2)],
    ),
    "bare, unpacking of a star": (
        "x = [1]\na, b = *x, 1\n(c, d), e = (*x, 2), 3",
        "bare",
        [
            ("x", G, 2, [1]),
            ("a", G, 3, N),
            ("b", G, 3, N),
            ("c", G, 4, N),
            ("d", G, 4, N),
            ("e", G, 4, 3),
        ],
    ),
    "bare, unpacking": (
        "a, (b, *c) = 1, (2, 3)\nd, e = 4, 5\nf = g = [1]",
        "bare",
        [
            ("a", G, 2, 1),
            ("b", G, 2, N),
            ("c", G, 2, N),
            ("d", G, 3, 4),
            ("e", G, 3, 5),
            ("f", G, 4, [1]),
            ("g", G, 4, [1]),
        ],
    ),
    "bare, several values": ("if __name__:\n    lr = 1\nelse:\n    lr = 2", "bare", [("lr", G, 5, N)]),
    "bare, augmented": ("lr = 1\nlr += 1", "bare", [("lr", G, 3, N)]),
    "bare, reserved": (
        "_kwargs = {'a': 1, 'b': x}\n_args = [1, f()]\n_metadata = {'m': 1}",
        "bare",
        [("a", K, 2, 1), ("b", K, 2, N), ("0", A, 3, 1), ("1", A, 3, N)],
    ),
    "bare, reserved by dict": (
        "_kwargs = dict(a=1)\n_kwargs['b'] = 2",
        "bare",
        [("a", K, 2, 1), ("b", K, 3, 2)],
    ),
    "bare, defined then assigned": ("def f(): pass\nf = 3", "bare", [("f", G, 3, 3)]),
    "config_gen": (
        "def config_gen():\n    return Config({'lr': 1,\n        'n': 'x'})",
        "config_gen",
        [("lr", G, 3, 1), ("n", G, 4, "x")],
    ),
    "config_gen, all parts": (
        "def config_gen():\n    return Config({'lr': 1}, [2, 3], {'device': 'cpu'}, {'run': 1})",
        "config_gen",
        [("lr", G, 3, 1), ("0", A, 3, 2), ("1", A, 3, 3), ("device", K, 3, "cpu")],
    ),
    "config_gen, keywords": (
        "def config_gen():\n    return Config(kwargs={'d': 1}, globals_dict={'lr': 2}, args=(3,))",
        "config_gen",
        [("d", K, 3, 1), ("lr", G, 3, 2), ("0", A, 3, 3)],
    ),
    "config_gen, prefixes": (
        "def config_gen():\n    return Config({'+new': 1, 'option:lr': 2, 'a.b': 3})",
        "config_gen",
        [("+new", G, 3, 1), ("option:lr", G, 3, 2), ("a.b", G, 3, 3)],
    ),
    "CONFIG": ("CONFIG = Config({'lr': 1})", "CONFIG", [("lr", G, 2, 1)]),
    "CONFIG beside globals": ("x = 1\nCONFIG = Config({'lr': 1})", "CONFIG", [("lr", G, 3, 1)]),
    "several calls": (
        "def config_gen():\n    yield Config({'lr': 1})\n    yield Config({'lr': 2})",
        "config_gen",
        [("lr", G, 3, 1), ("lr", G, 4, 2)],
    ),
    "dict()": ("CONFIG = Config(dict(lr=1, n=2))", "CONFIG", [("lr", G, 2, 1), ("n", G, 2, 2)]),
    "dict() of a dict": (
        "CONFIG = Config(dict({'a': 1}, lr=1, **{'b': 2}))",
        "CONFIG",
        [("a", G, 2, 1), ("lr", G, 2, 1), ("b", G, 2, 2)],
    ),
    "import alias": (
        "from kohakuengine.config import Config as C\nCONFIG = C({'lr': 1})",
        "CONFIG",
        [("lr", G, 3, 1)],
    ),
    "module alias": (
        "import kohakuengine.config as kc\nCONFIG = kc.Config({'lr': 1})",
        "CONFIG",
        [("lr", G, 3, 1)],
    ),
    "whole module": (
        "import kohakuengine\nCONFIG = kohakuengine.Config({'lr': 1})",
        "CONFIG",
        [("lr", G, 3, 1)],
    ),
    "star import": (
        "from kohakuengine.config import *\nCONFIG = Config({'lr': 1})",
        "CONFIG",
        [("lr", G, 3, 1)],
    ),
    "import inside the function": (
        "def config_gen():\n    from kohakuengine.config import Config as Z\n    return Z({'lr': 1})",
        "config_gen",
        [("lr", G, 4, 1)],
    ),
    "subclass": (
        "class Mine(Config): pass\nclass More(Mine): pass\nCONFIG = More({'lr': 1})",
        "CONFIG",
        [("lr", G, 4, 1)],
    ),
    "another Config": ("from elsewhere import Config\nCONFIG = Config({'lr': 1})", "CONFIG", []),
    "variable": (
        "def config_gen():\n    values = {'lr': 1}\n    return Config(values)",
        "config_gen",
        [("lr", G, 3, 1)],
    ),
    "variable of the module": (
        "VALUES = {'lr': 1}\ndef config_gen():\n    return Config(globals_dict=VALUES)",
        "config_gen",
        [("lr", G, 2, 1)],
    ),
    "variable of another function": (
        "def other():\n    values = {'no': 1}\ndef config_gen():\n    values = "
        "{'lr': 1}\n    return Config(values)",
        "config_gen",
        [("lr", G, 5, 1)],
    ),
    "variable of the module, not that of a function": (
        "V = {'lr': 1}\ndef other():\n    V = {'no': 1}\nCONFIG = Config(V)",
        "CONFIG",
        [("lr", G, 2, 1)],
    ),
    "annotated variable": ("V: dict = {'lr': 1}\nCONFIG = Config(V)", "CONFIG", [("lr", G, 2, 1)]),
    "items added": (
        "V = {}\nV['lr'] = 1\nV.update({'a': 2}, b=3, **{'c': 4})\nV |= {'d': 5}\nCONFIG = Config(V)",
        "CONFIG",
        [("lr", G, 3, 1), ("a", G, 4, 2), ("b", G, 4, 3), ("c", G, 4, 4), ("d", G, 5, 5)],
    ),
    "variables of variables": (
        "A = {'a': 1}\nB = {**A, 'b': 2}\nC = B | {'c': 3}\nCONFIG = Config(C)",
        "CONFIG",
        [("a", G, 2, 1), ("b", G, 3, 2), ("c", G, 4, 3)],
    ),
    "a variable of itself": (
        "V = {'a': 1}\nV = {**V, 'b': 2}\nCONFIG = Config(V)",
        "CONFIG",
        [("a", G, 2, 1), ("b", G, 3, 2)],
    ),
    "copies": (
        "import copy\nV = {'a': 1}\nCONFIG = Config(V.copy(), kwargs=copy.deepcopy(V))",
        "CONFIG",
        [("a", G, 3, 1), ("a", K, 3, 1)],
    ),
    "choice": ("CONFIG = Config({'a': 1} if BIG else {'b': 2})", "CONFIG", [("a", G, 2, 1), ("b", G, 2, 2)]),
    "parts in a variable": (
        "P = {'globals_dict': {'lr': 1}, 'kwargs': {'k': 2}}\nCONFIG = Config(**P)",
        "CONFIG",
        [("lr", G, 2, 1), ("k", K, 2, 2)],
    ),
    "load_from_dict": (
        "from kohakuengine.config import load_from_dict\nCONFIG = "
        "load_from_dict({'globals': {'lr': 1},\n 'kwargs': {'k': 2}, 'args': [3]})",
        "CONFIG",
        [("lr", G, 3, 1), ("k", K, 4, 2), ("0", A, 4, 3)],
    ),
    "ConfigLoader": (
        "from kohakuengine.config import ConfigLoader\nD = {'globals': {'lr': 1}}\n"
        "CONFIG = ConfigLoader.load_from_dict(D)",
        "CONFIG",
        [("lr", G, 3, 1)],
    ),
    "replace": (
        "import dataclasses\nBASE = Config({'lr': 1})\nCONFIG = dataclasses.replace(BASE, kwargs={'k': 2})",
        "CONFIG",
        [("lr", G, 3, 1), ("k", K, 4, 2)],
    ),
    "on a base": (
        "from kohakuengine.config import use_config\nB = use_config('b.py')\nCONFIG "
        "= Config({**B.globals_dict, 'lr': 1})",
        "CONFIG",
        [("lr", G, 4, 1)],
    ),
    "in a loop": (
        "def config_gen():\n    for lr in (1, 2):\n        yield Config({'lr': lr})",
        "config_gen",
        [("lr", G, 4, N)],
    ),
    "inline in a script": (
        "from kohakuengine import Script\nScript('train.py', config=Config({'lr': 1})).run()\nCONFIG = None",
        "CONFIG",
        [("lr", G, 3, 1)],
    ),
    "config_gen as lambda": ("config_gen = lambda: Config({'lr': 1})", "config_gen", [("lr", G, 2, 1)]),
    "empty": ("", "bare", []),
}


@pytest.mark.parametrize(("code", "form", "expected"), READINGS.values(), ids=READINGS.keys())
def test_what_a_config_sets_is_read(code: str, form: str, expected: list[Any], write: Write) -> None:
    path = write("c.py", HEAD + code)

    assert read_config(path).form == form
    assert entries(path) == expected


GENERATORS = {
    "yields": ("def config_gen():\n    yield Config()", True),
    "yields from": ("def config_gen():\n    yield from []", True),
    "returns": ("def config_gen():\n    return Config()", False),
    "a function inside yields": ("def config_gen():\n    def g(): yield 1\n    return Config()", False),
    "returns a generator expression": ("def config_gen():\n    return (Config() for _ in [])", True),
    "returns iter": ("def config_gen():\n    return iter([Config()])", True),
    "returns a generator of the file": (
        "def many():\n    yield Config()\ndef config_gen():\n    return many()",
        True,
    ),
    "returns what a plain function gives": (
        "def one():\n    return Config()\ndef config_gen():\n    return one()",
        False,
    ),
    "is a generator expression": ("config_gen = (Config() for _ in [])", True),
    "is a ConfigGenerator": (
        "from kohakuengine import ConfigGenerator\nconfig_gen = ConfigGenerator(f)",
        True,
    ),
    "CONFIG": ("CONFIG = Config()\ndef many(): yield 1", False),
    "bare": ("lr = 1\ndef many(): yield 1", False),
}


@pytest.mark.parametrize(("code", "is_generator"), GENERATORS.values(), ids=GENERATORS.keys())
def test_whether_it_yields_is_read(code: str, is_generator: bool, write: Write) -> None:
    assert read_config(write("c.py", HEAD + code)).is_generator is is_generator


COMPLETE = {
    "literal": ("CONFIG = Config({'lr': 1})", True),
    "computed value": ("CONFIG = Config({'lr': f()})", True),
    "computed key": ("CONFIG = Config({f'lr': 1})", False),
    "computed key of an item": ("V = {}\nV[key] = 1\nCONFIG = Config(V)", False),
    "computed dict": ("CONFIG = Config(make())", False),
    "unknown variable": ("CONFIG = Config(VALUES)", False),
    "comprehension": ("CONFIG = Config({k: 1 for k in 'ab'})", False),
    "base": ("CONFIG = Config(BASE.globals_dict)", True),
    "computed base": ("from kohakuengine.config import use_config\nCONFIG = use_config(path)", False),
    "bare": ("lr = 1", True),
}


@pytest.mark.parametrize(("code", "is_complete"), COMPLETE.values(), ids=COMPLETE.keys())
def test_what_only_running_could_tell_is_said(code: str, is_complete: bool, write: Write) -> None:
    assert read_config(write("c.py", HEAD + code)).is_complete is is_complete


def test_the_configs_it_uses_are_paths_beside_it(
    write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = (
        "from kohakuengine.config import use_config\nuse_config('base.py')\n"
        "base = use_config('../other.json')\nlr = 1"
    )
    write("configs/c.py", code)
    monkeypatch.chdir(tmp_path)

    reading = read_config("configs/c.py")

    assert reading.uses == [os.path.join("configs", "base.py"), os.path.join("configs", "../other.json")]
    assert [entry.name for entry in reading.entries] == ["lr"]
    assert reading.path == "configs/c.py"


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


def test_a_missing_file_is_missing() -> None:
    with pytest.raises(ConfigNotFoundError, match="no such config file"):
        read_config("nowhere.py")


def test_a_syntax_error_names_file_and_line(write: Write) -> None:
    path = write("c.py", "lr = 1\nlr = = 2")

    with pytest.raises(SyntaxError) as caught:
        read_config(path)

    assert (caught.value.filename, caught.value.lineno) == (path, 2)


@pytest.mark.parametrize("code", ["-" * 200_000 + "1", "x" + ".b" * 100_000], ids=["minus", "attributes"])
def test_code_that_is_too_deep_ends_in_an_error(code: str, write: Write) -> None:
    path = write("c.py", code)
    program = (
        "import sys; from kohakuengine.config import read_config, ConfigShapeError\n"
        f"try: read_config({path!r})\nexcept (ConfigShapeError, SyntaxError): pass"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_null_bytes_end_in_an_error(tmp_path: Path) -> None:
    (tmp_path / "c.py").write_bytes(b"lr = 1\0")

    with pytest.raises((ConfigShapeError, SyntaxError), match="null bytes"):
        read_config(tmp_path / "c.py")


CANARIES = [
    "open('canary', 'w')",
    "x: print(open('canary', 'w')) = 1",
    "@open('canary', 'w')\ndef f(): pass",
    "def f(x=open('canary', 'w')): pass",
    "class C(metaclass=open('canary', 'w')): pass",
    "from kohakuengine.config import use_config\nuse_config('evil.py')",
    "import evil",
]


@pytest.mark.parametrize("code", CANARIES)
def test_nothing_is_executed(
    code: str, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("evil.py", "open('canary', 'w')")
    monkeypatch.chdir(tmp_path)

    read_config(write("c.py", "lr = 1\n" + code))

    assert not (tmp_path / "canary").exists()


# Everything that a bare file sets when it runs is read without running it, and nothing else.
AGREEING = [
    "a = 1\nb: int = 2\nc, (d, *e) = 1, (2, 3)\nf = g = 4",
    "import os\nfrom math import pi\nfor i in range(2):\n    j = i\nwith open(__file__) as fh:\n    n = 1",
    "try:\n    import nowhere\nexcept ImportError as err:\n    nowhere = None\nlr = 1",
    "def f(): inner = 1\nclass C:\n    member = 1\n_own = 2\nif True:\n    x = 1",
    "match [1]:\n    case [first]:\n        second = 2\n[y := 1 for z in [1]]\nif (w := 1): pass",
]


@pytest.mark.parametrize("code", AGREEING)
def test_reading_agrees_with_running(code: str, write: Write) -> None:
    path = write("c.py", code)
    config = load_config(path)
    assert isinstance(config, Config)

    reading = read_config(path)

    assert {entry.name for entry in reading.entries} == set(config.globals_dict)
    assert {entry.name for entry in reading.entries if entry.is_helper} == helpers_of(config)
    static = {entry.name: entry.value for entry in reading.entries if entry.value is not NOT_STATIC}
    assert static.items() <= config.globals_dict.items() or all(
        config.globals_dict[name] == value for name, value in static.items()
    )


def test_what_is_not_static_says_so() -> None:
    assert repr(NOT_STATIC) == "NOT_STATIC"
    assert pickle.loads(pickle.dumps(NOT_STATIC)) is NOT_STATIC


def test_a_dict_of_two_configs_is_listed_once(write: Write) -> None:
    path = write(
        "c.py", HEAD + "V = {'lr': 1}\ndef config_gen():\n    yield Config(V)\n    yield Config(V, kwargs=V)"
    )

    assert entries(path) == [("lr", G, 2, 1), ("lr", K, 2, 1)]


def test_entries_are_frozen_records() -> None:
    entry = ConfigEntry(name="lr", kind="global", line=1)

    assert entry == ConfigEntry(name="lr", kind="global", line=1, value=NOT_STATIC, is_helper=False)
    with pytest.raises(AttributeError):
        entry.name = "x"  # type: ignore[misc]
