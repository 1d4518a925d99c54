"""Overrides tried without a run: what is refused for certain, and where only running could tell."""

from __future__ import annotations

import pytest

from kohakuengine.config.overrides import overrides_of
from kohakuengine.config.tree import NOT_STATIC
from kohakuengine.engine.reading import Reading
from kohakuengine.engine.trial import find_clash, find_refusal


def try_one(source: str, name: str, value: object) -> str:
    """Return the code of what is refused, "" where nothing is."""
    error = find_refusal(Reading(source.encode(), "train.py"), overrides_of({name: value})[0])
    return "" if error is None else error.code


OPEN = {
    "value of a call": ("cfg = load()\n", "cfg.a"),
    "name of another value": ("base = {'a': 1}\ncfg = base\n", "cfg.b"),
    "key that is computed": ("key = 'b'\ncfg = {'a': 1, key: 2}\n", "cfg.b"),
    "keywords of somebody": ("more = {}\ncfg = dict(a=1, **more)\n", "cfg.b"),
    "items of somebody": ("more = []\ncfg = [1, *more]\n", "cfg.3"),
    "star import": ("from helpers import *\ncfg = dict(a=1)\n", "cfg.b"),
    "dict of the script": ("def dict(**k): pass\ncfg = dict(a=1)\n", "cfg.b"),
    "class of another file": ("from helpers import C\ncfg = C()\n", "cfg.b"),
    "base of another file": ("from helpers import B\nclass C(B):\n    a = 1\ncfg = C()\n", "cfg.b"),
    "metaclass": ("class C(metaclass=M):\n    a = 1\ncfg = C()\n", "cfg.b"),
    "decorator of somebody": ("@deco\nclass C:\n    a = 1\ncfg = C()\n", "cfg.b"),
    "any attribute": ("class C:\n    def __getattr__(self, n): return 1\ncfg = C()\n", "cfg.b"),
    "attributes by name": (
        "class C:\n    def __init__(self, **k):\n        for n in k: setattr(self, n, 1)\ncfg = C(b=1)\n",
        "cfg.b",
    ),
    "dictionary of the object": (
        "class C:\n    def __init__(self, **k): self.__dict__.update(k)\ncfg = C(b=1)\n",
        "cfg.b",
    ),
    "class that is bound twice": ("class C:\n    a = 1\nC = wrap(C)\ncfg = C()\n", "cfg.b"),
    "unpacked": ("cfg, x = make()\n", "cfg.b"),
    "default of a field": (
        "from dataclasses import dataclass, field\n"
        "@dataclass\nclass C:\n    a: dict = field(default_factory=dict)\n",
        "C.a.b",
    ),
}


@pytest.mark.parametrize(("source", "name"), OPEN.values(), ids=OPEN)
def test_where_only_running_could_tell_nothing_is_refused(source: str, name: str) -> None:
    assert try_one(source, name, "x") == ""


CERTAIN = {
    "of a mapping in a list": ("cfg = [{'a': 1}]\n", "cfg.0.b", 1, "KE105"),
    "known key beside computed ones": ("cfg = {'a': 1, **more}\n", "cfg.a", "x", ""),
    "by position": (
        "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: object\ncfg = C(1)\n",
        "cfg.a.x",
        1,
        "KE105",
    ),
    "by position where some are by name only": (
        "from dataclasses import dataclass\n@dataclass(kw_only=True)\nclass C:\n    a: object\ncfg = C(1)\n",
        "cfg.a.x",
        1,
        "",
    ),
    "annotation of the future": (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass C:\n    a: int = 1\n    b: Gone = None\ncfg = C()\n",
        "cfg.a",
        1.5,
        "",
    ),
    "annotation of the future, and the default": (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass C:\n    a: int = 1\ncfg = C()\n",
        "cfg.a",
        "x",
        "KE201",
    ),
    "inherited field": (
        "from dataclasses import dataclass\n@dataclass\nclass B:\n    a: int = 1\n"
        "@dataclass\nclass C(B):\n    b: int = 2\ncfg = C()\n",
        "cfg.a",
        "x",
        "KE201",
    ),
    "class that takes text": (
        "class P:\n    @classmethod\n    def format_arg(cls, text): return cls()\np: P = P()\n",
        "p",
        "x",
        "KE201",
    ),
    "Protocol": ("from typing import Protocol\nclass P(Protocol): pass\np: P = 1\n", "p", "x", ""),
    "subclass of a builtin": ("class P(str): pass\np: P = P()\n", "p", "x", ""),
    "second of two declarations has it": (
        "if x:\n    cfg = {'a': 1}\nelse:\n    cfg = {'b': 1}\n",
        "cfg.b",
        2,
        "",
    ),
    "fits the second of two declarations": (
        "if x:\n    cfg = {'a': 1}\nelse:\n    cfg = {'a': 'y'}\n",
        "cfg.a",
        "z",
        "",
    ),
    "fits none of two declarations": (
        "if x:\n    cfg = {'a': 1}\nelse:\n    cfg = {'a': 2.0}\n",
        "cfg.a",
        "z",
        "KE201",
    ),
    "not known": ("lr: int = 1\n", "lr", NOT_STATIC, ""),
    "not known, no such path": ("cfg = {'a': 1}\n", "cfg.b", NOT_STATIC, "KE105"),
}


@pytest.mark.parametrize(("source", "name", "value", "code"), CERTAIN.values(), ids=CERTAIN)
def test_what_a_run_refuses_for_certain_is_refused(source: str, name: str, value: object, code: str) -> None:
    assert try_one(source, name, value) == code


@pytest.mark.parametrize(
    ("names", "text"), [(("lr", "global:lr"), "global:lr"), (("lr", "x"), ""), (("nope", "lr"), "")]
)
def test_two_overrides_of_one_parameter_are_refused(names: tuple[str, ...], text: str) -> None:
    overrides = overrides_of(dict.fromkeys(names, 1))

    error = find_clash(Reading(b"lr = 1\nx = 2\n", "train.py"), overrides)

    assert getattr(error, "text", "") == text
