"""Types read from annotations and guessed from defaults, nothing evaluated."""

from __future__ import annotations

import collections.abc
import datetime as dt
import pathlib
import typing
from typing import Any

import pytest

from kohakuengine.config.fitting import spec_of_type
from kohakuengine.config.tree import parse, parse_expression
from kohakuengine.engine import specs
from kohakuengine.engine.specs import Names

IMPORTS = """
import collections.abc
import datetime
import datetime as dt
import pathlib
import typing
import typing as t
from datetime import date, timedelta
from pathlib import Path, PurePath
from typing import Any, Dict, Final, List, Literal, Mapping, Optional, Sequence, Tuple, Union
from typing_extensions import Annotated
from . import local
"""
NAMES = Names(parse(IMPORTS, "script.py").body, rebound={"Mine", "complex"})
ANY, INT, STR, NONE = ("any",), ("int",), ("str",), ("none",)

ANNOTATIONS: dict[str, tuple[Any, ...] | None] = {
    "bool": ("bool",),
    "int": INT,
    "float": ("float",),
    "str": STR,
    "bytes": ("bytes",),
    "object": ANY,
    "Any": ANY,
    "typing.Any": ANY,
    "t.Text": STR,
    "None": NONE,
    "Path": ("path",),
    "PurePath": ("path",),
    "pathlib.Path": ("path",),
    "datetime.datetime": ("datetime",),
    "dt.time": ("time",),
    "date": ("date",),
    "timedelta": ("timedelta",),
    "list": ("list", ANY),
    "set": ("set", ANY),
    "frozenset": ("frozenset", ANY),
    "dict": ("dict", ANY, ANY),
    "tuple": ("tuple*", ANY),
    "List": ("list", ANY),
    "list[int]": ("list", INT),
    "List[int]": ("list", INT),
    "Sequence[str]": ("sequence", STR),
    "collections.abc.Sequence[str]": ("sequence", STR),
    "set[int]": ("set", INT),
    "frozenset[str]": ("frozenset", STR),
    "dict[str, int]": ("dict", STR, INT),
    "Dict[str, list[int]]": ("dict", STR, ("list", INT)),
    "Mapping[str, int]": ("mapping", STR, INT),
    "tuple[int, str]": ("tuple", (INT, STR)),
    "tuple[int, ...]": ("tuple*", INT),
    "Tuple[int, ...]": ("tuple*", INT),
    "tuple[int]": ("tuple", (INT,)),
    "Optional[int]": ("union", (INT, NONE)),
    "typing.Optional[Path]": ("union", (("path",), NONE)),
    "Union[int, str]": ("union", (INT, STR)),
    "Union[int, Optional[str]]": ("union", (INT, STR, NONE)),
    "int | None": ("union", (INT, NONE)),
    "int | str | None": ("union", (INT, STR, NONE)),
    "Literal['a', 'b']": ("literal", ("a", "b")),
    "Literal[-1, 0, True, None]": ("literal", (-1, 0, True, None)),
    "Literal['a']": ("literal", ("a",)),
    "Final": ANY,
    "Final[int]": INT,
    "typing.ClassVar[int]": INT,
    "'int'": INT,
    "'list[int]'": ("list", INT),
    "list['int']": ("list", INT),
    "Optional['Path']": ("union", (("path",), NONE)),
    # What only running can resolve.
    "Mine": None,
    "complex": None,
    "Unknown": None,
    "local.Thing": None,
    "list[Mine]": None,
    "tuple[Mine, ...]": None,
    "dict[str, Mine]": None,
    "Optional[Mine]": None,
    "int | Mine": None,
    "Annotated[int, f()]": None,
    "Literal[Mine.A]": None,
    "'not an expression ('": None,
    "make()": None,
    "int + str": None,
    "list[int, str]": None,
}


@pytest.mark.parametrize(("text", "spec"), ANNOTATIONS.items(), ids=ANNOTATIONS.keys())
def test_an_annotation_is_this_spec(text: str, spec: tuple[Any, ...] | None) -> None:
    tree = parse_expression(text)

    assert tree is not None
    assert specs.spec_of_annotation(tree, NAMES) == spec


# Each needs no more than typing, collections.abc, datetime and pathlib to be evaluated.
EVALUATED = [text for text, spec in ANNOTATIONS.items() if spec is not None and "'" not in text]
EVALUATED += [
    f"{home}.{name}{inside}"
    for home in ("typing", "collections.abc")
    for name, inside in (
        ("Sequence", "[int]"),
        ("MutableSequence", ""),
        ("Collection", "[str]"),
        ("Iterable", ""),
        ("Mapping", ""),
        ("MutableMapping", "[str, int]"),
    )
]
NAMESPACE = {
    **vars(typing),
    **vars(dt),
    **vars(pathlib),
    "collections": collections,
    "datetime": dt,
    "dt": dt,
    "pathlib": pathlib,
    "t": typing,
    "typing": typing,
}


@pytest.mark.parametrize("text", EVALUATED)
def test_an_annotation_says_what_python_makes_of_it(text: str) -> None:
    tree = parse_expression(text)
    assert tree is not None

    assert specs.spec_of_annotation(tree, NAMES) == spec_of_type(eval(text, dict(NAMESPACE)))


DEFAULTS: dict[str, tuple[Any, ...]] = {
    "True": ("bool",),
    "1": INT,
    "1.5": ("float",),
    "1e3": ("float",),
    "2j": ("complex",),
    "'a'": STR,
    "b'a'": ("bytes",),
    "f'{x}'": STR,
    "None": ANY,
    "...": ANY,
    "-1": INT,
    "+1.5": ("float",),
    "~1": INT,
    "not x": ("bool",),
    "x > 1": ("bool",),
    "1 + 2": INT,
    "1 / 2": ("float",),
    "3 // 2": INT,
    "2 * 1.5": ("float",),
    "2 ** 10": INT,
    "2 ** -3": ("float",),
    "2 ** n": ANY,
    "2 ** 3 ** 2": ANY,
    "2 ** (1 + 2)": ANY,
    "-True": INT,
    "True | False": ("bool",),
    "True & 1": INT,
    "True + 1": INT,
    "1 + x": ANY,
    "'a' + 'b'": STR,
    "'a' * 3": STR,
    "'a%s' % x": STR,
    "'a' / x": ANY,
    "[]": ("list", ANY),
    "[1, 2]": ("list", INT),
    "[1, 2.5]": ("list", ("any",)),
    "[1, 'a']": ("list", ANY),
    "[1, None]": ("list", ANY),
    "[[1], [2]]": ("list", ("list", INT)),
    "[*x]": ("list", ANY),
    "(1, 2)": ("tuple*", INT),
    "()": ("tuple*", ANY),
    "{1, 2}": ("set", INT),
    "{}": ("dict", ANY, ANY),
    "{'a': 1}": ("dict", STR, INT),
    "{'a': 1, **x}": ("dict", ANY, ANY),
    "{'a': [1]}": ("dict", STR, ("list", INT)),
    "Path('x')": ("path",),
    "pathlib.Path('x')": ("path",),
    "Path('x') / 'y'": ("path",),
    "float('inf')": ("float",),
    "int(x)": INT,
    "str(x)": STR,
    "list(x)": ("list", ANY),
    "tuple(x)": ("tuple*", ANY),
    "set()": ("set", ANY),
    "frozenset()": ("frozenset", ANY),
    "dict(a=1)": ("dict", ANY, ANY),
    "datetime.timedelta(1)": ("timedelta",),
    "complex(1)": ("named", "complex"),
    "Price(100)": ("named", "Price"),
    "[Price(1), Price(2)]": ("list", ANY),
    "m.Price(100)": ANY,
    "Mode.FAST": ("named", "Mode"),
    "m.Mode.FAST": ANY,
    "x": ANY,
    "x[0]": ANY,
    "[i for i in x]": ANY,
    "lambda: 1": ANY,
    "1 if x else 2": ANY,
    "x or 1": ANY,
}


@pytest.mark.parametrize(("text", "spec"), DEFAULTS.items(), ids=DEFAULTS.keys())
def test_a_default_guesses_this_spec(text: str, spec: tuple[Any, ...]) -> None:
    tree = parse_expression(text)

    assert tree is not None
    assert specs.spec_of_default(tree, NAMES) == spec


FULL_NAMES = {
    "int": "int",
    "Path": "pathlib.Path",
    "t.Optional": "typing.Optional",
    "dt.datetime": "datetime.datetime",
    "collections.abc.Sequence": "collections.abc.Sequence",
    "Annotated": "typing.Annotated",
    "local.Thing": "local.Thing",
    "Mine": None,
    "Mine.inner": None,
    "f().x": None,
}


@pytest.mark.parametrize(("text", "name"), FULL_NAMES.items(), ids=FULL_NAMES.keys())
def test_a_name_means_what_was_imported(text: str, name: str | None) -> None:
    tree = parse_expression(text)

    assert tree is not None
    assert NAMES.full_name(tree) == name


ASKED_AGAIN = {
    "Mine": True,
    "list[Mine]": True,
    "Annotated[int, f()]": True,
    "t.Annotated[int, f()]": True,
    "make()": False,
    "list[make()]": False,
    "(x := int)": False,
}


@pytest.mark.parametrize(("text", "can_be"), ASKED_AGAIN.items(), ids=ASKED_AGAIN.keys())
def test_only_what_does_nothing_is_evaluated_again(text: str, can_be: bool) -> None:
    tree = parse_expression(text)

    assert tree is not None
    assert specs.can_be_asked_again(tree) == can_be
