"""read_config: what the `Config(...)` calls of a file set, and whether all of it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from static_entries import HEAD, A, G, K, N, entries

from kohakuengine.config import read_config

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[str, str], str]

# Code after HEAD (line 1), form, entries.
READINGS: dict[str, tuple[str, str, list[tuple[Any, ...]]]] = {
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
}


@pytest.mark.parametrize(("code", "form", "expected"), READINGS.values(), ids=READINGS.keys())
def test_what_a_config_sets_is_read(code: str, form: str, expected: list[Any], write: Write) -> None:
    path = write("c.py", HEAD + code)

    assert read_config(path).form == form
    assert entries(path) == expected


def test_a_dict_of_two_configs_is_listed_once(write: Write) -> None:
    path = write(
        "c.py", HEAD + "V = {'lr': 1}\ndef config_gen():\n    yield Config(V)\n    yield Config(V, kwargs=V)"
    )

    assert entries(path) == [("lr", G, 2, 1), ("lr", K, 2, 1)]


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
