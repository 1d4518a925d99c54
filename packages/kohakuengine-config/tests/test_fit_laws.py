"""Laws: what a value's text is, fitted to the value's own type, is the value."""

from __future__ import annotations

import datetime as dt
import enum
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kohakuengine.config.checking import check_value
from kohakuengine.config.fitting import FitError, fit_text, spec_of_value, spec_text


class Colour(enum.Enum):
    RED = 1
    GREEN = "green"
    BLUE = (1, 2)


FINITE = st.floats(allow_nan=False)
# Strategy of values, spec, how a value is written.
WRITTEN: list[tuple[st.SearchStrategy[Any], tuple[Any, ...], Any]] = [
    (st.booleans(), ("bool",), repr),
    (st.integers(), ("int",), repr),
    (FINITE, ("float",), repr),
    (st.complex_numbers(allow_nan=False), ("complex",), repr),
    (st.text(), ("str",), str),
    (st.binary(), ("bytes",), repr),
    (st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1).map(Path), ("path",), str),
    (st.datetimes(timezones=st.none() | st.just(dt.timezone.utc)), ("datetime",), str),
    (st.dates(), ("date",), str),
    (st.times(), ("time",), str),
    (st.timedeltas(), ("timedelta",), str),
    (st.sampled_from(Colour), ("class", Colour), lambda member: member.name),
    (st.sampled_from(Colour), ("class", Colour), str),
    (st.sampled_from(Colour), ("class", Colour), lambda member: str(member.value)),
    (st.sampled_from([1, "x", None]), ("literal", (1, "x", None)), str),
]


def nested(values: st.SearchStrategy[Any], spec: tuple[Any, ...]) -> list[Any]:
    """Return every container of these values: strategy, spec."""
    return [
        (st.lists(values), ("list", spec)),
        (st.lists(values), ("sequence", spec)),
        (st.lists(values).map(tuple), ("tuple*", spec)),
        (st.tuples(values, values), ("tuple", (spec, spec))),
        (st.sets(values), ("set", spec)),
        (st.frozensets(values), ("frozenset", spec)),
        (st.dictionaries(values, values), ("dict", spec, spec)),
        (st.lists(st.lists(values)), ("list", ("list", spec))),
        (st.dictionaries(st.text(), st.lists(values)), ("dict", ("str",), ("list", spec))),
    ]


REPRS = [
    (st.booleans(), ("bool",)),
    (st.integers(), ("int",)),
    (FINITE, ("float",)),
    (st.text(), ("str",)),
    (st.binary(), ("bytes",)),
    (st.none() | st.integers(), ("union", (("int",), ("none",)))),
    (
        st.none() | st.text(min_size=1).filter(lambda t: t.lower() not in ("none", "null")),
        ("union", (("str",), ("none",))),
    ),
    (st.integers() | st.booleans() | FINITE, ("union", (("bool",), ("int",), ("float",)))),
]


@given(st.data(), st.sampled_from(WRITTEN), st.booleans())
def test_fitting_undoes_writing(data: st.DataObject, row: Any, guided: bool) -> None:
    values, spec, write = row
    value = data.draw(values)

    fitted = fit_text(write(value), spec, guided=guided)

    is_none_word = guided and str(value).strip().lower() in ("none", "null") and spec[0] == "path"
    assert fitted == value or is_none_word
    assert type(fitted) is type(value) or is_none_word


@given(st.data(), st.sampled_from(REPRS))
def test_fitting_undoes_the_repr_of_containers(data: st.DataObject, row: Any) -> None:
    values, spec = data.draw(st.sampled_from(nested(*row)))
    value = data.draw(values)

    fitted: Any = fit_text(repr(value), spec, guided=False)

    assert fitted == value
    assert repr(sorted(map(repr, fitted))) == repr(sorted(map(repr, value)))


@given(st.data(), st.sampled_from([row for row in WRITTEN if row[1][0] not in ("str", "bytes", "path")]))
def test_commas_make_a_list(data: st.DataObject, row: Any) -> None:
    values, spec, write = row
    some = data.draw(st.lists(values, min_size=1, max_size=4))
    texts = [write(value) for value in some]
    is_plain = not any(mark in text for text in texts for mark in ",'\"[](){}")

    if is_plain:
        assert fit_text(",".join(texts), ("list", spec), guided=False) == some


SPECS = st.recursive(
    st.sampled_from(
        [("any",), ("none",), ("bool",), ("int",), ("float",), ("complex",), ("str",), ("bytes",)]
    )
    | st.sampled_from([("path",), ("datetime",), ("date",), ("time",), ("timedelta",), ("class", Colour)])
    | st.sampled_from([("literal", ("a", 1)), ("named", "x")]),
    lambda inner: (
        st.tuples(st.sampled_from(["list", "set", "frozenset", "tuple*", "sequence"]), inner)
        | st.tuples(st.sampled_from(["dict", "mapping"]), inner, inner)
        | st.tuples(st.sampled_from(["union", "tuple"]), st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=4,
)
TEXTS = st.text(max_size=12) | st.text("0123456789.,=:[](){}'\"abe -", max_size=12)


@given(TEXTS, SPECS, st.booleans())
def test_any_text_fits_or_is_a_misfit_that_names_the_type(text: str, spec: Any, guided: bool) -> None:
    expected = spec_text(spec)
    try:
        fit_text(text, spec, guided=guided)
    except FitError as error:
        expected = error.expected

    assert expected == spec_text(spec)


@given(TEXTS, SPECS)
def test_what_was_fitted_to_an_annotation_passes_its_check(text: str, spec: Any) -> None:
    try:
        value = fit_text(text, spec, guided=False)
    except FitError:
        return
    check_value(value, spec, guided=False)


@given(TEXTS, SPECS)
def test_what_was_fitted_to_a_default_passes_its_check(text: str, spec: Any) -> None:
    try:
        value = fit_text(text, spec, guided=True)
    except FitError:
        return
    check_value(value, spec, guided=True)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | FINITE | st.text() | st.binary() | st.sampled_from(Colour),
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(VALUES)
def test_every_value_passes_the_check_of_its_own_type(value: object) -> None:
    spec = spec_of_value(value)

    check_value(value, spec, guided=True)


@given(st.text(), st.booleans())
def test_a_str_is_verbatim(text: str, guided: bool) -> None:
    assert fit_text(text, ("str",), guided=guided) == text
    assert fit_text(text, ("union", (("str",), ("none",))), guided=False) in (text, None)
