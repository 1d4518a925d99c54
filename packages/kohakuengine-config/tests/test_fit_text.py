"""Text of the command line, fitted to types: every sentence of the rules has its rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from fitted_types import (
    ANY,
    BOOL,
    BYTES,
    COMPLEX,
    FLOAT,
    INT,
    NONE,
    PATH,
    STR,
    Celsius,
    Level,
    Mode,
    Opaque,
    Padding,
    Permission,
    Tone,
    listing,
    union,
)

from kohakuengine.config.fitting import FitError, fit_text

UTC = dt.timezone.utc

# Text, spec, value: alike for an annotation and for a default.
EITHER: list[tuple[str, tuple[Any, ...], object]] = [
    # a str takes it verbatim
    ("1.10", STR, "1.10"),
    ("1e5", STR, "1e5"),
    ("", STR, ""),
    ("  spaces ", STR, "  spaces "),
    ("'quoted'", STR, "'quoted'"),
    ("None", STR, "None"),
    ("[1, 2]", STR, "[1, 2]"),
    # bool words
    *[(word, BOOL, True) for word in ("true", "True", "TRUE", "yes", "YES", "on", "1", " true ")],
    *[(word, BOOL, False) for word in ("false", "False", "no", "No", "off", "0")],
    # numbers
    ("3", INT, 3),
    (" 3 ", INT, 3),
    ("-3", INT, -3),
    ("+3", INT, 3),
    ("1e3", INT, 1000),
    ("1E3", INT, 1000),
    ("-1e3", INT, -1000),
    ("2.5e3", INT, 2500),
    ("1e23", INT, 10**23),
    ("1_000", INT, 1000),
    ("1_0e2", INT, 1000),
    ("0x10", INT, 16),
    ("0b11", INT, 3),
    ("0o17", INT, 15),
    ("007", INT, 7),
    ("10e-1", INT, 1),
    ("0e5", INT, 0),
    ("3", FLOAT, 3.0),
    ("1e-3", FLOAT, 0.001),
    ("inf", FLOAT, float("inf")),
    ("-inf", FLOAT, float("-inf")),
    ("1_000.5", FLOAT, 1000.5),
    ("0x10", FLOAT, 16.0),
    (".5", FLOAT, 0.5),
    ("1+2j", COMPLEX, 1 + 2j),
    ("1 + 2j", COMPLEX, 1 + 2j),
    ("(1+2j)", COMPLEX, 1 + 2j),
    ("3", COMPLEX, 3 + 0j),
    # Path
    ("data/x.csv", PATH, Path("data/x.csv")),
    (" spaced", PATH, Path(" spaced")),
    # bytes
    ("abc", BYTES, b"abc"),
    ("b'a\\x00'", BYTES, b"a\x00"),
    ("größe", BYTES, "größe".encode()),
    ("\udcff", BYTES, b"\xff"),
    # dates and times
    ("2024-01-31", ("date",), dt.date(2024, 1, 31)),
    ("2024-01-31", ("datetime",), dt.datetime(2024, 1, 31)),  # noqa: DTZ001
    ("2024-01-31 12:30:05", ("datetime",), dt.datetime(2024, 1, 31, 12, 30, 5)),  # noqa: DTZ001
    ("2024-01-31T12:30:05.250000", ("datetime",), dt.datetime(2024, 1, 31, 12, 30, 5, 250000)),  # noqa: DTZ001
    ("2024-01-31T12:30:05+02:00", ("datetime",), dt.datetime(2024, 1, 31, 10, 30, 5, tzinfo=UTC)),
    ("2024-01-31T12:30:05Z", ("datetime",), dt.datetime(2024, 1, 31, 12, 30, 5, tzinfo=UTC)),
    ("12:30:05", ("time",), dt.time(12, 30, 5)),
    ("90", ("timedelta",), dt.timedelta(seconds=90)),
    ("1.5", ("timedelta",), dt.timedelta(seconds=1.5)),
    ("90s", ("timedelta",), dt.timedelta(seconds=90)),
    ("250ms", ("timedelta",), dt.timedelta(milliseconds=250)),
    ("5us", ("timedelta",), dt.timedelta(microseconds=5)),
    ("2m", ("timedelta",), dt.timedelta(minutes=2)),
    ("1.5h", ("timedelta",), dt.timedelta(minutes=90)),
    ("2d", ("timedelta",), dt.timedelta(days=2)),
    ("1w", ("timedelta",), dt.timedelta(days=7)),
    ("1h 30m", ("timedelta",), dt.timedelta(minutes=90)),
    ("1:30:00", ("timedelta",), dt.timedelta(minutes=90)),
    ("1:30", ("timedelta",), dt.timedelta(seconds=90)),
    ("1 day", ("timedelta",), dt.timedelta(days=1)),
    ("2 days, 1:00:00.5", ("timedelta",), dt.timedelta(days=2, hours=1, milliseconds=500)),
    ("-1 day, 23:59:59", ("timedelta",), dt.timedelta(seconds=-1)),
    # Literal
    ("b", ("literal", ("a", "b")), "b"),
    ("2", ("literal", (1, 2)), 2),
    ("yes", ("literal", (True,)), True),
    ("none", ("literal", ("a", None)), None),
    ("none", ("literal", ("none", None)), "none"),
    ("0.5", ("literal", (0.5, "x")), 0.5),
    ("FAST", ("literal", (Mode.FAST,)), Mode.FAST),
    ("quick", ("literal", (Mode.FAST,)), Mode.FAST),
    # Enum by name or value
    ("FAST", ("class", Mode), Mode.FAST),
    ("Mode.FAST", ("class", Mode), Mode.FAST),
    ("quick", ("class", Mode), Mode.FAST),
    ("Slow", ("class", Mode), Mode.SLOW),
    (" SLOW ", ("class", Mode), Mode.SLOW),
    ("HIGH", ("class", Level), Level.HIGH),
    ("10", ("class", Level), Level.HIGH),
    ("warm", ("class", Tone), Tone.WARM),
    ("WARM", ("class", Tone), Tone.WARM),
    ("READ|WRITE", ("class", Permission), Permission.READ | Permission.WRITE),
    ("Permission.READ | Permission.WRITE", ("class", Permission), Permission.READ | Permission.WRITE),
    # any other type by its classmethod format_arg, or FormatArg
    ("20.5C", ("class", Celsius), Celsius(20.5)),
    ("abc", ("format", str.upper, STR), "ABC"),
    # read as a Python literal where no type is known
    ("0.1", ANY, 0.1),
    ("1e3", ANY, 1000.0),
    ("[1, 'a']", ANY, [1, "a"]),
    ("1,2", ANY, (1, 2)),
    ("None", ANY, None),
    ("True", ANY, True),
    ("true", ANY, "true"),
    ("adam", ANY, "adam"),
    ("3", ("named", "Mode"), 3),
    # list, tuple, set, dict
    ("64,128", listing(INT), [64, 128]),
    ("[64, 128]", listing(INT), [64, 128]),
    ("(64,128)", listing(INT), [64, 128]),
    ("{64,128}", listing(INT), [64, 128]),
    ("64", listing(INT), [64]),
    ("64,", listing(INT), [64]),
    ("", listing(INT), []),
    ("[]", listing(INT), []),
    (" [ ] ", listing(INT), []),
    ("1e3,0x10", listing(INT), [1000, 16]),
    ("a,b c, d ", listing(STR), ["a", "b c", "d"]),
    ("don't,can't", listing(STR), ["don't", "can't"]),
    ("'a,b',\"c\"", listing(STR), ["a,b", "c"]),
    ("[1.10, '2']", listing(STR), ["1.10", "2"]),
    ("a,,b", listing(STR), ["a", "", "b"]),
    ("'None',None", listing(STR), ["None", "None"]),
    ("'it\\'s',x", listing(STR), ["it's", "x"]),
    ("'a\\',b',c", listing(STR), ["a',b", "c"]),
    ("1,'1',x", listing(ANY), [1, "1", "x"]),
    ("'5',6", listing(INT), [5, 6]),
    ("FAST,quick", listing(("class", Mode)), [Mode.FAST, Mode.FAST]),
    ("a,b", listing(PATH), [Path("a"), Path("b")]),
    ("'a,b'", listing(PATH), [Path("a,b")]),
    ("yes,off", listing(BOOL), [True, False]),
    ("[[1,2],[3]]", listing(listing(INT)), [[1, 2], [3]]),
    ("[1,2],[3]", listing(listing(INT)), [[1, 2], [3]]),
    ("[1],", listing(listing(INT)), [[1]]),
    ("(1+2j),3", listing(COMPLEX), [1 + 2j, 3 + 0j]),
    ("64,128", ("sequence", INT), [64, 128]),
    ("1,2", ("tuple*", INT), (1, 2)),
    ("(1,)", ("tuple*", INT), (1,)),
    ("()", ("tuple*", INT), ()),
    ("1,a", ("tuple", (INT, STR)), (1, "a")),
    ("()", ("tuple", ()), ()),
    ("1,2,2", ("set", INT), {1, 2}),
    ("{1, 2}", ("set", INT), {1, 2}),
    ("set()", ("set", INT), set()),
    ("frozenset({1, 2})", ("frozenset", INT), frozenset({1, 2})),
    ("1,2", ("frozenset", INT), frozenset({1, 2})),
    ('{"a": 1}', ("dict", STR, INT), {"a": 1}),
    ("a=1,b=2", ("dict", STR, INT), {"a": 1, "b": 2}),
    ("a:1,b:2", ("dict", STR, INT), {"a": 1, "b": 2}),
    ("{a: 1}", ("dict", STR, INT), {"a": 1}),
    ("", ("dict", STR, INT), {}),
    ("{}", ("dict", STR, INT), {}),
    ("a=[1,2],b=[]", ("dict", STR, listing(INT)), {"a": [1, 2], "b": []}),
    ("a={x=1}", ("dict", STR, ("dict", STR, INT)), {"a": {"x": 1}}),
    ("url=http://a:80/?q=1", ("dict", STR, STR), {"url": "http://a:80/?q=1"}),
    ("1=a", ("dict", INT, STR), {1: "a"}),
    ("'a=b':1", ("dict", STR, INT), {"a=b": 1}),
    ("a=1", ("mapping", STR, INT), {"a": 1}),
]


@pytest.mark.parametrize("guided", [False, True], ids=["annotated", "default"])
@pytest.mark.parametrize(("text", "spec", "value"), EITHER, ids=[f"{t!r} {s[0]}" for t, s, _ in EITHER])
def test_text_fits(text: str, spec: tuple[Any, ...], value: object, *, guided: bool) -> None:
    fitted = fit_text(text, spec, guided=guided)

    assert fitted == value
    assert type(fitted) is type(value)


# Text, spec, value: only where the type is that of a default.
GUIDED: list[tuple[str, tuple[Any, ...], object]] = [
    # 0 accepts 0.1
    ("0.1", INT, 0.1),
    ("1.5", INT, 1.5),
    ("1.0", INT, 1.0),
    ("1e-3", INT, 0.001),
    ("inf", INT, float("inf")),
    ("True", INT, True),
    ("False", FLOAT, False),
    ("2j", INT, 2j),
    ("2j", FLOAT, 2j),
    # all accept None
    *[("None", spec, None) for spec in (INT, FLOAT, BOOL, COMPLEX, PATH, BYTES, NONE)],
    ("none", INT, None),
    ("null", FLOAT, None),
    ("None", ("datetime",), None),
    ("None", ("timedelta",), None),
    ("None", listing(STR), None),
    ("None", ("dict", STR, INT), None),
    ("None", ("class", Mode), None),
    ("None", ("class", Celsius), None),
    ("None", ("literal", ("a",)), None),
    ("1,None", listing(INT), [1, None]),
    # None accepts all
    ("5", NONE, 5),
    ("abc", NONE, "abc"),
    # the values of a dict that happen to be alike bind nothing
    ("a=1,b=adam", ("dict", STR, INT), {"a": 1, "b": "adam"}),
    ("a=[1,b=x", ("dict", STR, INT), FitError),
    # a class that nothing can be read for
    ("5", ("class", Opaque), 5),
    ("0.5,1", listing(INT), [0.5, 1]),
]


@pytest.mark.parametrize(("text", "spec", "value"), GUIDED, ids=[f"{t!r} {s[0]}" for t, s, _ in GUIDED])
def test_text_fits_a_default(text: str, spec: tuple[Any, ...], value: object) -> None:
    if value is FitError:
        with pytest.raises(FitError):
            fit_text(text, spec, guided=True)
        return
    fitted = fit_text(text, spec, guided=True)

    assert fitted == value
    assert type(fitted) is type(value)


# Text, spec, value: only where the type is annotated.
ANNOTATED: list[tuple[str, tuple[Any, ...], object]] = [
    ("1.0", INT, 1),
    ("2.50e1", INT, 25),
    # Optional, and unions
    ("None", union(INT, NONE), None),
    ("null", union(STR, NONE), None),
    ("None", union(STR, NONE), None),
    ("None", union(("class", Celsius), NONE), None),
    ("'x'", union(STR, NONE), "'x'"),
    ("5", union(INT, NONE), 5),
    ("5", union(STR, INT), 5),
    ("x", union(STR, INT), "x"),
    ("1.10", union(STR, INT), "1.10"),
    ("1e3", union(INT, FLOAT), 1000.0),
    ("1e3", union(INT, NONE), 1000),
    ("5", union(FLOAT, INT), 5),
    ("1", union(BOOL, INT), 1),
    ("yes", union(BOOL, INT), True),
    ("True", union(BOOL, STR), True),
    ("1", union(BOOL, STR), True),
    ("a,b", union(STR, listing(STR)), ["a", "b"]),
    ("[a]", union(STR, listing(STR)), ["a"]),
    ("a", union(STR, listing(STR)), "a"),
    ("5", union(INT, listing(INT)), 5),
    ("5,6", union(INT, listing(INT)), [5, 6]),
    ("auto", union(("literal", ("auto",)), INT), "auto"),
    ("7", union(("literal", ("auto",)), INT), 7),
    ("FAST", union(STR, ("class", Mode)), Mode.FAST),
    ("none", union(("literal", ("none",)), NONE), "none"),
    ("none", union(NONE, ("class", Padding)), Padding.none),
    ("None", union(NONE, ("class", Padding)), None),
    ("x", union(STR, PATH), "x"),
    ("x", union(PATH, STR), Path("x")),
    ("2024-01-31", union(STR, ("date",)), dt.date(2024, 1, 31)),
    ("x", union(INT, ANY), "x"),
]


@pytest.mark.parametrize(
    ("text", "spec", "value"), ANNOTATED, ids=[f"{t!r} {s[0]} {i}" for i, (t, s, _) in enumerate(ANNOTATED)]
)
def test_text_fits_an_annotation(text: str, spec: tuple[Any, ...], value: object) -> None:
    fitted = fit_text(text, spec, guided=False)

    assert fitted == value
    assert type(fitted) is type(value)


def test_a_path_takes_none_verbatim_where_it_is_annotated() -> None:
    assert fit_text("None", PATH, guided=False) == Path("None")
