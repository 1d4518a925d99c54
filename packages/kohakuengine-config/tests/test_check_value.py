"""Objects of a Config: never converted, checked against the type of their parameter."""

from __future__ import annotations

import array
import collections
import datetime as dt
import decimal
import enum
import fractions
import numbers
import types
from pathlib import Path, PurePosixPath
from typing import Any, Protocol, runtime_checkable

import pytest

from kohakuengine.config.checking import show_value
from kohakuengine.config.fitting import FitError, check_value


class Mode(enum.Enum):
    FAST = "fast"


class Tone(str, enum.Enum):
    WARM = "warm"


class Base:
    pass


class Derived(Base):
    pass


class Closed(Protocol):
    def close(self) -> None: ...


@runtime_checkable
class Sized(Protocol):
    def __len__(self) -> int: ...


class Meters(float):
    pass


class Single:
    """A scalar of another library that says it is a real number, as numpy's do."""


numbers.Real.register(Single)

INT, FLOAT, STR, BOOL, NONE, ANY = ("int",), ("float",), ("str",), ("bool",), ("none",), ("any",)
COMPLEX, PATH, BYTES = ("complex",), ("path",), ("bytes",)
NOW = dt.datetime(2024, 1, 31, tzinfo=dt.timezone.utc)

# Value, spec: fits an annotation.
FITS: list[tuple[object, tuple[Any, ...]]] = [
    *[(value, ANY) for value in (None, 1, "x", Base(), [1])],
    ("x", ("named", "Mode")),
    (None, NONE),
    (True, BOOL),
    (3, INT),
    (True, INT),
    (3, FLOAT),
    (0.5, FLOAT),
    (Meters(1), FLOAT),
    (Single(), FLOAT),
    (fractions.Fraction(1, 2), FLOAT),
    (1, COMPLEX),
    (1j, COMPLEX),
    ("x", STR),
    (Tone.WARM, STR),
    (b"x", BYTES),
    (bytearray(b"x"), BYTES),
    (memoryview(b"x"), BYTES),
    (Path("x"), PATH),
    (PurePosixPath("x"), PATH),
    (NOW, ("datetime",)),
    (NOW.date(), ("date",)),
    (NOW, ("date",)),
    (NOW.time(), ("time",)),
    (NOW - NOW, ("timedelta",)),
    ("a", ("literal", ("a", 1))),
    (1, ("literal", ("a", 1))),
    (3, ("union", (INT, NONE))),
    (None, ("union", (INT, NONE))),
    (Derived(), ("class", Base)),
    (Mode.FAST, ("class", Mode)),
    (Base(), ("class", Closed)),
    ([], ("class", Sized)),
    (0.5, ("format", float, FLOAT)),
    ([], ("list", INT)),
    ([1, True], ("list", INT)),
    ([1, "x"], ("list", ANY)),
    ([[1], []], ("list", ("list", INT))),
    ((1, 2), ("sequence", INT)),
    (range(3), ("sequence", INT)),
    (collections.deque([1]), ("sequence", INT)),
    ({1, 2}, ("set", INT)),
    (frozenset({1}), ("frozenset", INT)),
    ((1, 2, 3), ("tuple*", INT)),
    ((1, "x"), ("tuple", (INT, STR))),
    ((), ("tuple", ())),
    ({"a": 1}, ("dict", STR, INT)),
    (collections.OrderedDict(a=1), ("dict", STR, INT)),
    (types.MappingProxyType({"a": 1}), ("mapping", STR, INT)),
]


@pytest.mark.parametrize(("value", "spec"), FITS, ids=[f"{show_value(v)} {s[0]}" for v, s in FITS])
def test_a_value_of_the_annotated_type_fits(value: object, spec: tuple[Any, ...]) -> None:
    check_value(value, spec, guided=False)


# Value, spec, whole message: does not fit an annotation.
REFUSED: list[tuple[object, tuple[Any, ...], str]] = [
    (1, NONE, "expected None, got 1"),
    (1, BOOL, "expected bool, got 1"),
    ("true", BOOL, "expected bool, got 'true'"),
    (0.5, INT, "expected int, got 0.5"),
    (1.0, INT, "expected int, got 1.0"),
    ("3", INT, "expected int, got '3'"),
    (None, INT, "expected int, got None"),
    (fractions.Fraction(1, 2), INT, "expected int, got a Fraction"),
    ("0.5", FLOAT, "expected float, got '0.5'"),
    (1j, FLOAT, "expected float, got 1j"),
    (decimal.Decimal(1), FLOAT, "expected float, got a Decimal"),
    (array.array("d"), FLOAT, "expected float, got an array"),
    ("1j", COMPLEX, "expected complex, got '1j'"),
    (1, STR, "expected str, got 1"),
    (b"x", STR, "expected str, got b'x'"),
    (Path("x"), STR, f"expected str, got a {type(Path()).__name__}"),
    ("x", BYTES, "expected bytes, got 'x'"),
    ("x", PATH, "expected Path, got 'x'"),
    (NOW.date(), ("datetime",), "expected datetime, got a date"),
    ("2024-01-31", ("date",), "expected date, got '2024-01-31'"),
    (90, ("timedelta",), "expected timedelta, got 90"),
    ("c", ("literal", ("a", "b")), "expected Literal['a', 'b'], got 'c'"),
    (True, ("literal", (1,)), "expected Literal[1], got True"),
    ("x", ("union", (INT, NONE)), "expected int | None, got 'x'"),
    (Base(), ("class", Derived), "expected Derived, got a Base"),
    ("fast", ("class", Mode), "expected Mode, got 'fast'"),
    (Base, ("class", Base), "expected Base, got the class Base"),
    (1, ("class", Sized), "expected Sized, got 1"),
    ("0.5", ("format", float, FLOAT), "expected float, got '0.5'"),
    ((1, 2), ("list", INT), "expected list[int], got a tuple"),
    ("ab", ("list", STR), "expected list[str], got 'ab'"),
    ([1, "x"], ("list", INT), "expected list[int], got a list (element 1: expected int, got 'x')"),
    (
        [[1], ["x"]],
        ("list", ("list", INT)),
        "expected list[list[int]], got a list (element 1: expected list[int], got a list "
        "(element 0: expected int, got 'x'))",
    ),
    ("ab", ("sequence", STR), "expected sequence[str], got 'ab'"),
    ({"a": 1}, ("sequence", STR), "expected sequence[str], got a dict"),
    (iter([]), ("sequence", ANY), "expected sequence, got a list_iterator"),
    ([1], ("set", INT), "expected set[int], got a list"),
    ({1}, ("frozenset", INT), "expected frozenset[int], got a set"),
    ([1], ("tuple*", INT), "expected tuple[int, ...], got a list"),
    ((1, "x"), ("tuple*", INT), "expected tuple[int, ...], got a tuple (element 1: expected int, got 'x')"),
    ([1], ("tuple", (INT,)), "expected tuple[int], got a list"),
    ((1,), ("tuple", (INT, STR)), "expected tuple[int, str], got a tuple (1 values where 2 are needed)"),
    ((1, 2), ("tuple", (INT, STR)), "expected tuple[int, str], got a tuple (element 1: expected str, got 2)"),
    ([("a", 1)], ("dict", STR, INT), "expected dict[str, int], got a list"),
    ({1: 1}, ("dict", STR, INT), "expected dict[str, int], got a dict (at key 1: expected str, got 1)"),
    (
        {"a": "x"},
        ("dict", STR, INT),
        "expected dict[str, int], got a dict (at key 'a': expected int, got 'x')",
    ),
    (types.MappingProxyType({}), ("dict", STR, INT), "expected dict[str, int], got a mappingproxy"),
    ([], ("mapping", STR, INT), "expected mapping[str, int], got a list"),
    ("x" * 100, INT, f"expected int, got '{'x' * 56}..."),
    (10**5000, STR, "expected str, got a huge int"),
]


@pytest.mark.parametrize(
    ("value", "spec", "message"), REFUSED, ids=[f"{show_value(v)[:20]} {s[0]}" for v, s, _ in REFUSED]
)
def test_a_value_of_another_type_is_refused(value: object, spec: tuple[Any, ...], message: str) -> None:
    if (
        isinstance(value, int)
        and value > 10**4000
        and not hasattr(__import__("sys"), "get_int_max_str_digits")
    ):
        pytest.skip("this python writes an int of any length")
    with pytest.raises(FitError) as caught:
        check_value(value, spec, guided=False)

    assert str(caught.value) == message


EVERY_SPEC: list[tuple[Any, ...]] = [
    ANY,
    NONE,
    BOOL,
    INT,
    FLOAT,
    COMPLEX,
    STR,
    BYTES,
    PATH,
    ("datetime",),
    ("date",),
    ("time",),
    ("timedelta",),
    ("literal", ("a",)),
    ("union", (INT, STR)),
    ("list", INT),
    ("set", INT),
    ("frozenset", INT),
    ("tuple*", INT),
    ("tuple", (INT,)),
    ("dict", STR, INT),
    ("sequence", INT),
    ("mapping", STR, INT),
    ("class", Mode),
    ("class", Base),
    ("format", float, FLOAT),
    ("named", "x"),
]


@pytest.mark.parametrize("spec", EVERY_SPEC, ids=[spec[0] for spec in EVERY_SPEC])
def test_every_default_accepts_none(spec: tuple[Any, ...]) -> None:
    check_value(None, spec, guided=True)


PLAIN = [1, 0.5, True, 1j, "x", b"x", [1], (1,), {1}, {"a": 1}, Path("x"), NOW, Base(), Base, Mode.FAST]


@pytest.mark.parametrize("value", PLAIN, ids=map(show_value, PLAIN))
@pytest.mark.parametrize("spec", [NONE, ANY, STR], ids=["None", "any", "str"])
def test_defaults_of_none_and_words_accept_anything(value: object, spec: tuple[Any, ...]) -> None:
    check_value(value, spec, guided=True)


# Default's spec, values that it takes, values that it refuses.
WORDS = ["x", b"x"]
CONTAINERS = [[1], (1,), {1}, {"a": 1}]
GUIDED: dict[str, tuple[tuple[Any, ...], list[object], list[object]]] = {
    "bool": (BOOL, [True, 0, 1, 0.5, Base()], [*WORDS, *CONTAINERS]),
    "int": (INT, [3, 0.1, True, 1j, decimal.Decimal(1), Base(), Single()], [*WORDS, *CONTAINERS]),
    "float": (FLOAT, [3, 0.1, True, 1j, Base()], [*WORDS, *CONTAINERS]),
    "complex": (COMPLEX, [3, 0.1, 1j], [*WORDS, *CONTAINERS]),
    "bytes": (BYTES, [b"x", bytearray(b"x"), Base()], ["x", 1, 0.5, *CONTAINERS]),
    "path": (PATH, [Path("x"), "x", b"x", Base()], [1, 0.5, *CONTAINERS]),
    "datetime": (("datetime",), [NOW, NOW.date(), Base()], ["2024-01-31", 1, 0.5, *CONTAINERS]),
    "timedelta": (("timedelta",), [NOW - NOW, Base()], ["1h", 1, *CONTAINERS]),
    "list": (
        ("list", INT),
        [[1], (1,), {1}, [], [0.5], [None], range(3), Base()],
        [1, 0.5, *WORDS, {}, ["x"]],
    ),
    "list of anything": (("list", ANY), [[1, "x"], ("x",)], [1, "x", {}]),
    "tuple": (("tuple*", INT), [(1, 2), [1]], [1, "x", {}, ("x",)]),
    "fixed tuple": (("tuple", (INT, STR)), [(1, "x"), ("x", 1), [1]], [1, "x", {}]),
    "set": (("set", STR), [{"x"}, ["x"]], [1, "x", {}]),
    "dict": (("dict", STR, INT), [{"a": 1}, {"a": "x"}, {1: None}, Base()], [1, *WORDS, [1], (1,), {1}]),
    "mapping": (("mapping", STR, INT), [{"a": "x"}], [1, "x", [1]]),
    "Enum": (("class", Mode), [Mode.FAST, Base()], ["fast", 1, *CONTAINERS]),
    "Enum of str": (("class", Tone), [Tone.WARM], ["warm", 1]),
    "class": (("class", Base), [Base(), Derived(), 1, "x"], []),
}
TAKEN = [(name, spec, value) for name, (spec, taken, _) in GUIDED.items() for value in taken]
LEFT = [(name, spec, value) for name, (spec, _, left) in GUIDED.items() for value in left]


@pytest.mark.parametrize(("name", "spec", "value"), TAKEN, ids=[f"{n} {show_value(v)}" for n, _, v in TAKEN])
def test_a_default_guides(name: str, spec: tuple[Any, ...], value: object) -> None:
    check_value(value, spec, guided=True)


@pytest.mark.parametrize(("name", "spec", "value"), LEFT, ids=[f"{n} {show_value(v)}" for n, _, v in LEFT])
def test_a_default_refuses_data_of_another_family(name: str, spec: tuple[Any, ...], value: object) -> None:
    with pytest.raises(FitError):
        check_value(value, spec, guided=True)


def test_a_number_refuses_a_word_and_says_so() -> None:
    with pytest.raises(FitError) as caught:
        check_value(["fast"], ("list", FLOAT), guided=True)

    assert str(caught.value) == ("expected list[float], got a list (element 0: expected float, got 'fast')")


def test_the_value_is_never_touched() -> None:
    class Untouchable(list[Any]):
        def __eq__(self, other: object) -> bool:
            raise AssertionError

        def __bool__(self) -> bool:
            raise AssertionError

        __hash__ = None

    check_value(Untouchable(), ("list", ANY), guided=False)
    check_value(Untouchable(), ("class", Base), guided=True)
