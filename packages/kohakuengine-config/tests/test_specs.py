"""Type specs: from values, from type objects, and as text."""

from __future__ import annotations

import collections.abc
import datetime as dt
import enum
import os
import sys
import typing
from pathlib import Path
from typing import (
    Annotated,
    Any,
    ForwardRef,
    Generic,
    Literal,
    NamedTuple,
    NewType,
    Optional,
    TypedDict,
    TypeVar,
    Union,
)

import pytest

from kohakuengine.config import FormatArg
from kohakuengine.config.fitting import spec_of_type, spec_of_value, spec_text

INT, FLOAT, STR, BOOL, NONE, ANY = ("int",), ("float",), ("str",), ("bool",), ("none",), ("any",)


class Mode(enum.Enum):
    FAST = 1


class Level(enum.IntEnum):
    LOW = 1


class Word(str):
    __slots__ = ()


class Reader:
    @classmethod
    def format_arg(cls, text: str) -> Reader:
        return cls()


class Plain:
    pass


class Point(NamedTuple):
    x: int = 0


class Options(TypedDict):
    lr: float


class Row(TypedDict, total=False):
    lr: float


T = TypeVar("T")
Bound = TypeVar("Bound", bound=int)
UserId = NewType("UserId", int)


class Box(Generic[T]):
    pass


def read(text: str) -> int:
    return len(text)


NOW = dt.datetime(2024, 1, 31, tzinfo=dt.timezone.utc)
cyclic: list[Any] = []
cyclic.append(cyclic)

VALUES: list[tuple[object, tuple[Any, ...]]] = [
    (None, ANY),
    (True, BOOL),
    (1, INT),
    (0.5, FLOAT),
    (1j, ("complex",)),
    ("x", STR),
    (Word("x"), STR),
    (b"x", ("bytes",)),
    (Path("x"), ("path",)),
    (NOW, ("datetime",)),
    (NOW.date(), ("date",)),
    (NOW.time(), ("time",)),
    (NOW - NOW, ("timedelta",)),
    (Mode.FAST, ("class", Mode)),
    (Level.LOW, ("class", Level)),
    (Reader(), ("class", Reader)),
    (Plain(), ANY),
    (Plain, ANY),
    (Point(), ANY),
    ([], ("list", ANY)),
    ([1, 2], ("list", INT)),
    ([1, 0.5], ("list", ANY)),
    ([1, None], ("list", INT)),
    ([None], ("list", ANY)),
    ([1, "x"], ("list", ANY)),
    ([True, 1], ("list", ANY)),
    ([[1], [2]], ("list", ("list", INT))),
    ([1] * 1000 + ["x"], ("list", INT)),
    ((0.9, 0.999), ("tuple*", FLOAT)),
    ((), ("tuple*", ANY)),
    ({1}, ("set", INT)),
    (frozenset({"x"}), ("frozenset", STR)),
    ({}, ("dict", ANY, ANY)),
    ({"a": 1, "b": 0.5}, ("dict", STR, ANY)),
    ({"a": 1, "b": "x"}, ("dict", STR, ANY)),
    ([Mode.FAST], ("list", ("class", Mode))),
]


@pytest.mark.parametrize(
    ("value", "spec"), VALUES, ids=[f"{i} {type(v).__name__}" for i, (v, _) in enumerate(VALUES)]
)
def test_a_default_gives_a_spec(value: object, spec: tuple[Any, ...]) -> None:
    assert spec_of_value(value) == spec


def test_a_cyclic_default_gives_a_spec() -> None:
    assert spec_of_value(cyclic)[0] == "list"


TYPES: list[tuple[Any, tuple[Any, ...]]] = [
    (bool, BOOL),
    (int, INT),
    (float, FLOAT),
    (complex, ("complex",)),
    (str, STR),
    (bytes, ("bytes",)),
    (object, ANY),
    (None, NONE),
    (type(None), NONE),
    (Any, ANY),
    (Path, ("path",)),
    (os.PathLike, ("path",)),
    (os.PathLike[str], ("path",)),
    (dt.datetime, ("datetime",)),
    (dt.date, ("date",)),
    (dt.time, ("time",)),
    (dt.timedelta, ("timedelta",)),
    (list, ("list", ANY)),
    (list[int], ("list", INT)),
    (typing.List, ("list", ANY)),  # noqa: UP006
    (typing.List[int], ("list", INT)),  # noqa: UP006
    (set[int], ("set", INT)),
    (frozenset[str], ("frozenset", STR)),
    (dict, ("dict", ANY, ANY)),
    (dict[str, int], ("dict", STR, INT)),
    (typing.Dict[str, float], ("dict", STR, FLOAT)),  # noqa: UP006
    (tuple, ("tuple*", ANY)),
    (typing.Tuple, ("tuple*", ANY)),  # noqa: UP006
    (tuple[int, ...], ("tuple*", INT)),
    (tuple[int, str], ("tuple", (INT, STR))),
    (tuple[()], ("tuple", ())),
    (typing.Tuple[()], ("tuple", ())),  # noqa: UP006
    (typing.Sequence[int], ("sequence", INT)),
    (collections.abc.Sequence, ("sequence", ANY)),
    (collections.abc.Iterable[str], ("sequence", STR)),
    (typing.Mapping[str, int], ("mapping", STR, INT)),
    (collections.abc.MutableMapping, ("mapping", ANY, ANY)),
    (collections.abc.Set[int], ("union", (("set", INT), ("frozenset", INT)))),
    (Options, ("dict", STR, ANY)),
    (Row, ("dict", STR, ANY)),
    (Optional[int], ("union", (INT, NONE))),  # noqa: UP045
    (Union[int, str], ("union", (INT, STR))),  # noqa: UP007
    (int | None, ("union", (INT, NONE))),
    (Union[Annotated[Optional[int], "x"], str], ("union", (INT, NONE, STR))),  # noqa: UP007, UP045
    (list[int] | Path | None, ("union", (("list", INT), ("path",), NONE))),
    (Literal["a", 1, None], ("literal", ("a", 1, None))),  # noqa: PYI061
    (Annotated[int, "note"], INT),
    (Annotated[int, "note", FormatArg(read)], ("format", read, INT)),
    (Optional[Annotated[int, FormatArg(read)]], ("union", (("format", read, INT), NONE))),  # noqa: UP045
    (list[Annotated[int, FormatArg(read)]], ("list", ("format", read, INT))),
    (typing.Final[int], INT),
    (typing.ClassVar[int], INT),
    (UserId, INT),
    (T, ANY),
    (Bound, INT),
    ("Mode", ("named", "Mode")),
    (ForwardRef("Mode"), ("named", "Mode")),
    (list["Mode"], ("list", ("named", "Mode"))),
    (Mode, ("class", Mode)),
    (Level, ("class", Level)),
    (Reader, ("class", Reader)),
    (Plain, ("class", Plain)),
    (Point, ("class", Point)),
    (Box[int], ("class", Box)),
    (collections.abc.Callable[[int], str], ("class", collections.abc.Callable)),
    (typing.Callable, ("class", collections.abc.Callable)),
    (type[int], ("class", type)),
    (typing.Hashable, ("class", collections.abc.Hashable)),
]


@pytest.mark.parametrize(("tp", "spec"), TYPES, ids=[str(tp) for tp, _ in TYPES])
def test_a_type_gives_a_spec(tp: Any, spec: tuple[Any, ...]) -> None:
    assert spec_of_type(tp) == spec


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the type statement is of Python 3.12")
def test_a_type_alias_is_what_it_stands_for() -> None:
    namespace: dict[str, Any] = {}
    exec("type Pair = tuple[int, str]\ntype Many[T] = list[T]", namespace)

    assert spec_of_type(namespace["Pair"]) == ("tuple", (INT, STR))
    assert spec_of_type(namespace["Many"][int]) == ("list", ANY)


TEXTS = [
    (ANY, "any value"),
    (NONE, "None"),
    (INT, "int"),
    (("path",), "Path"),
    (("datetime",), "datetime"),
    (("list", ANY), "list"),
    (("list", INT), "list[int]"),
    (("sequence", INT), "sequence[int]"),
    (("set", STR), "set[str]"),
    (("frozenset", STR), "frozenset[str]"),
    (("tuple*", ANY), "tuple"),
    (("tuple*", INT), "tuple[int, ...]"),
    (("tuple", (INT, STR)), "tuple[int, str]"),
    (("tuple", ()), "tuple[()]"),
    (("dict", ANY, ANY), "dict"),
    (("dict", STR, ANY), "dict[str, Any]"),
    (("mapping", STR, INT), "mapping[str, int]"),
    (("union", (INT, NONE)), "int | None"),
    (("literal", ("a", 1)), "Literal['a', 1]"),
    (("class", Mode), "Mode"),
    (("format", read, FLOAT), "float"),
    (("named", "Mode"), "Mode"),
]


@pytest.mark.parametrize(("spec", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_a_spec_is_written_like_an_annotation(spec: tuple[Any, ...], text: str) -> None:
    assert spec_text(spec) == text


def test_format_arg_takes_a_function() -> None:
    with pytest.raises(TypeError, match="FormatArg takes a function of the text, not 3"):
        FormatArg(3)  # type: ignore[arg-type]


def test_format_arg_is_compared_by_its_function() -> None:
    assert FormatArg(read) == FormatArg(read)
    assert hash(FormatArg(read)) == hash(FormatArg(read))
    assert FormatArg(read) != FormatArg(len)
    assert FormatArg(read) != read
    assert repr(FormatArg(read)) == f"FormatArg({read!r})"
