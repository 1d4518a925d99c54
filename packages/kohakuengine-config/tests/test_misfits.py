"""Text of the command line that fits no type: the whole message, and what the error knows."""

from __future__ import annotations

from typing import Any

import pytest
from fitted_types import (
    ANY,
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    NONE,
    STR,
    Celsius,
    Level,
    Mode,
    Opaque,
    Permission,
    listing,
    union,
)

from kohakuengine.config.fitting import FitError, fit_text

# Text, spec, whole message: neither for an annotation nor for a default.
REFUSED: list[tuple[str, tuple[Any, ...], str]] = [
    ("fast", FLOAT, "expected float, got 'fast'"),
    ("", FLOAT, "expected float, got ''"),
    ("fast", INT, "expected int, got 'fast'"),
    ("", INT, "expected int, got ''"),
    ("1_", INT, "expected int, got '1_'"),
    ("yes", INT, "expected int, got 'yes'"),
    ("9" * 5000, INT, f"expected int, got '{'9' * 57}...'"),
    ("1e999999999", INT, "expected int, got '1e999999999'"),
    ("1e5000", INT, "expected int, got '1e5000'"),
    ("1e400", FLOAT, "expected float, got '1e400'"),
    ("maybe", BOOL, "expected bool, got 'maybe' (write true or false)"),
    ("2", BOOL, "expected bool, got '2' (write true or false)"),
    ("x", COMPLEX, "expected complex, got 'x'"),
    ("soon", ("datetime",), "expected datetime, got 'soon' (as in 2024-01-31T12:30:00)"),
    ("31.1.2024", ("date",), "expected date, got '31.1.2024' (as in 2024-01-31)"),
    ("noon", ("time",), "expected time, got 'noon' (as in 12:30:00)"),
    ("5 fortnights", ("timedelta",), "expected timedelta, got '5 fortnights' (as in 90s, 1.5h or 1:30:00)"),
    ("", ("timedelta",), "expected timedelta, got '' (as in 90s, 1.5h or 1:30:00)"),
    ("9e99w", ("timedelta",), "expected timedelta, got '9e99w' (as in 90s, 1.5h or 1:30:00)"),
    ("c", ("literal", ("a", "b")), "expected Literal['a', 'b'], got 'c'"),
    ("1.0", ("literal", ("1",)), "expected Literal['1'], got '1.0'"),
    ("medium", ("class", Level), "expected Level, got 'medium' (one of LOW, HIGH)"),
    ("READ|X", ("class", Permission), "expected Permission, got 'READ|X' (one of READ, WRITE)"),
    ("LOW|HIGH", ("class", Level), "expected Level, got 'LOW|HIGH' (one of LOW, HIGH)"),
    (
        "hot",
        ("class", Celsius),
        "expected Celsius, got 'hot' (ValueError: could not convert string to float: 'hot')",
    ),
    ("64,x", listing(INT), "expected list[int], got '64,x' (expected int, got 'x')"),
    ("[64", listing(INT), "expected list[int], got '[64' (']' is missing)"),
    ("64]", listing(INT), "expected list[int], got '64]' (']' closes nothing)"),
    ("(64]", listing(INT), "expected list[int], got '(64]' (']' closes nothing)"),
    ("'a,b", listing(STR), "expected list[str], got \"'a,b\" (the quote ' is not closed)"),
    (
        "1,2",
        listing(listing(INT)),
        "expected list[list[int]], got '1,2' (expected list[int], got '1' (it needs brackets of its own))",
    ),
    ("1", ("tuple", (INT, STR)), "expected tuple[int, str], got '1' (1 values where 2 are needed)"),
    ("a", ("dict", STR, INT), "expected dict[str, int], got 'a' ('a' is not key=value)"),
    ("[a=1]", ("dict", STR, INT), "expected dict[str, int], got '[a=1]' ('[a=1]' is not key=value)"),
    ("a=1,a=2", ("dict", STR, INT), "expected dict[str, int], got 'a=1,a=2' (the key 'a' is given twice)"),
    ("[1]=2", ("dict", ANY, INT), "expected dict[Any, int], got '[1]=2' (unhashable type: 'list')"),
    ("[[1]]", ("set", ANY), "expected set, got '[[1]]' (unhashable type: 'list')"),
]


@pytest.mark.parametrize("guided", [False, True], ids=["annotated", "default"])
@pytest.mark.parametrize(
    ("text", "spec", "message"),
    REFUSED,
    ids=[f"{t[:20]!r} {s[0]}" for t, s, _ in REFUSED],
)
def test_text_that_does_not_fit_is_refused(
    text: str, spec: tuple[Any, ...], message: str, *, guided: bool
) -> None:
    with pytest.raises(FitError) as caught:
        fit_text(text, spec, guided=guided)

    assert str(caught.value) == message


# Text, spec, whole message: an annotation decides.
DECIDED: list[tuple[str, tuple[Any, ...], str]] = [
    ("1.5", INT, "expected int, got '1.5'"),
    ("1e-3", INT, "expected int, got '1e-3'"),
    ("inf", INT, "expected int, got 'inf'"),
    ("nan", INT, "expected int, got 'nan'"),
    ("True", INT, "expected int, got 'True'"),
    ("True", FLOAT, "expected float, got 'True'"),
    ("2j", FLOAT, "expected float, got '2j'"),
    ("None", INT, "expected int, got 'None'"),
    ("None", FLOAT, "expected float, got 'None'"),
    ("None", BOOL, "expected bool, got 'None' (write true or false)"),
    ("None", ("class", Mode), "expected Mode, got 'None' (one of FAST, SLOW, BOTH)"),
    ("5", NONE, "expected None, got '5'"),
    ("x", ("class", Opaque), "expected Opaque, got 'x' (Opaque has no classmethod format_arg(text))"),
    ("x", union(INT, NONE), "expected int | None, got 'x'"),
    ("1,None", listing(INT), "expected list[int], got '1,None' (expected int, got 'None')"),
    (
        "a=1,b=x",
        ("dict", STR, INT),
        "expected dict[str, int], got 'a=1,b=x' (expected int, got 'x')",
    ),
]


@pytest.mark.parametrize(("text", "spec", "message"), DECIDED, ids=[f"{t!r} {s[0]}" for t, s, _ in DECIDED])
def test_an_annotation_decides(text: str, spec: tuple[Any, ...], message: str) -> None:
    with pytest.raises(FitError) as caught:
        fit_text(text, spec, guided=False)

    assert str(caught.value) == message


def test_the_cause_of_a_reader_that_fails_is_kept() -> None:
    with pytest.raises(FitError) as caught:
        fit_text("hot", ("class", Celsius), guided=False)

    assert isinstance(caught.value.__cause__, ValueError)


def test_a_misfit_names_what_was_expected_and_what_came() -> None:
    with pytest.raises(FitError) as caught:
        fit_text("64,x", listing(INT), guided=False)

    assert caught.value.expected == "list[int]"
    assert caught.value.got == "'64,x'"
    assert caught.value.detail == "expected int, got 'x'"
