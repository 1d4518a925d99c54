"""The laws of facts, for programs, edits and values drawn at random."""

from __future__ import annotations

import itertools
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kohakuengine_tooling import OpenScript, ScriptFacts
from kohakuengine_tooling.description import describe
from kohakuengine_tooling.script_reading import read_script_text
from kohakuengine_tooling.script_view import ScriptView
from tests.conformance.editor import declarations
from tests.conformance.programs import programs

from .agreement import disagreements
from .apart import mistaken_apart
from .comparison import differences
from .edits import CHANGES, EDITS, typed
from .laws import laws
from .shown import exact

if TYPE_CHECKING:
    from pathlib import Path

    from .edits import Edit

ATOMS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.complex_numbers(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.binary(max_size=8),
)
KEYS = st.one_of(st.integers(), st.text(max_size=4), st.tuples(st.integers(), st.booleans()))
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(KEYS, inner, max_size=3),
        st.sets(KEYS, min_size=1, max_size=3),
    ),
    max_leaves=12,
)
NUMBERS = st.one_of(st.integers(0, 40).map(str), st.sampled_from(["1.5", ".25", "2e3", "3j", "True", "0x1F"]))
ARITHMETIC = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%", "&", "|", "^"]), inner).map(
            " ".join
        ),
        st.tuples(inner, st.sampled_from(["**", "<<", ">>"]), NUMBERS).map("(({0[0]}) {0[1]} {0[2]})".format),
        st.tuples(st.sampled_from(["-", "+", "~", "not "]), inner).map("".join),
        inner.map("({})".format),
    ),
    max_leaves=6,
)
LITERALS = st.tuples(
    st.sampled_from(["", "r", "b", "rb", "u", "f", "B", "Rb"]),
    st.sampled_from(["'", '"', "'''", '"""']),
    st.text(st.sampled_from("ab01x7uNU{}\\\\\\'\"\n \t é"), max_size=10),
)
_serials = itertools.count()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the drawn programs."""
    return tmp_path_factory.mktemp("facts")


@settings(laws, max_examples=60)
@given(source=programs())
def test_what_is_bound_and_read_is_what_python_says(source: str) -> None:
    assert differences(source) == []


@settings(laws, max_examples=60)
@given(source=programs())
def test_engine_and_tooling_agree(source: str, folder: Path) -> None:
    path = folder / f"program_{next(_serials)}.py"
    path.write_text(source, encoding="utf-8")

    assert disagreements(path) == []


@settings(laws, max_examples=60)
@given(source=programs())
def test_what_is_overridable_is_what_a_person_would_edit(source: str) -> None:
    facts = read_script_text(source, "program.py")

    declared = {
        name: sorted(one.target.lineno for one in found) for name, found in declarations(source).items()
    }
    settable = [one for one in facts.parameters if one.is_overridable and one.kind != "read"]
    assert {one.name: sorted(one.lines) for one in settable} == declared


@settings(laws, max_examples=60)
@given(source=programs(), data=st.data())
def test_an_edit_changes_what_a_fresh_reading_would_say(source: str, data: st.DataObject) -> None:
    script = OpenScript("program.py")
    script.update(source)
    lines = source.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines)))
        change = data.draw(st.sampled_from(CHANGES))
        lines.insert(at, change)
        script.update("\n".join(lines))
        if data.draw(st.booleans()):
            del lines[at]

    text = "\n".join(lines)
    script.update(text)
    fresh = describe(ScriptView(text), "program.py")
    mistaken = [] if fresh.error else mistaken_apart(script, fresh)
    edited = script.facts()

    assert bool(edited.error) == bool(fresh.error)
    assert mistaken == []
    if not fresh.error:
        assert edited == fresh
        assert script.names() == ScriptView(text).module.names()


@settings(laws, max_examples=60)
@given(source=programs(), end=programs(), edits=EDITS, data=st.data())
def test_edits_that_end_in_python_leave_what_a_fresh_reading_says(
    source: str, end: str, edits: list[Edit], data: st.DataObject
) -> None:
    script = OpenScript("program.py")
    texts = [end, *typed(script, source, edits, data)]

    text = data.draw(st.sampled_from(texts))
    script.update(text)

    fresh = describe(ScriptView(text), "program.py")
    mistaken = [] if fresh.error else mistaken_apart(script, fresh)
    assert bool(script.facts().error) == bool(fresh.error)
    assert mistaken == []
    if not fresh.error:
        assert script.facts() == fresh
        assert script.names() == ScriptView(text).module.names()


@settings(laws, max_examples=60)
@given(source=programs())
def test_one_parameter_alone_is_the_one_of_all(source: str) -> None:
    script = OpenScript("program.py")
    script.update(source)

    assert mistaken_apart(script, read_script_text(source, "program.py")) == []


@settings(laws, max_examples=60)
@given(source=programs())
def test_facts_move_with_the_lines_above_them(source: str) -> None:
    before = read_script_text(source, "program.py")

    after = read_script_text(source.replace('"""A program', 'pass\npass\n"""A program', 1), "program.py")

    assert after == _moved(before, 2)


@settings(laws, max_examples=60)
@given(source=programs())
def test_a_broken_line_costs_the_others_nothing(source: str) -> None:
    before = read_script_text(source, "program.py")

    after = read_script_text(f"{source}\nlast = = 1\n", "program.py")

    assert [one.line for one in after.diagnostics] == [source.count("\n") + 2]
    kept = tuple(one for one in after.parameters if one.name != "last")
    assert replace(after, parameters=kept, error=None, diagnostics=()) == before


@settings(laws, max_examples=200)
@given(value=VALUES)
def test_the_value_of_a_literal_is_the_literal(value: Any) -> None:
    text = repr(value)

    assert _value(text) == exact(eval(text))


@settings(laws, max_examples=200)
@given(text=ARITHMETIC)
def test_arithmetic_is_pythons_or_left_alone(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = _evaluated(text)

    assert _value(text) in (wanted, None)


@settings(laws, max_examples=200)
@given(parts=LITERALS)
def test_a_string_literal_says_what_python_reads(parts: tuple[str, str, str]) -> None:
    prefix, quote, body = parts
    text = f"({prefix}{quote}{body}{quote}\n)"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = _evaluated(text)

    got = _value(text)

    assert got in (wanted, None) if wanted is None or "f" in prefix else got == wanted


def _value(text: str) -> Any:
    """Return the static value of an expression, as `exact` shows it; None where there is none."""
    facts = read_script_text(f"x = {text}\n", "script.py")
    found = [one for one in facts.parameters if one.name == "x" and one.is_static]
    return exact(found[0].value) if found and not facts.error else None


def _evaluated(text: str) -> Any:
    """Return what Python makes of an expression, None where it makes nothing of it."""
    try:
        return exact(eval(text, {"__builtins__": {}}))
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it has no value
        return None


def _moved(facts: ScriptFacts, count: int) -> ScriptFacts:
    """Return facts as they are when lines are put above all of them."""

    def lines(numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(number + count for number in numbers)

    parameters = tuple(
        replace(
            one,
            line=one.line + count,
            lines=lines(one.lines),
            transformations=lines(one.transformations),
        )
        for one in facts.parameters
    )
    entrypoints = tuple(
        replace(one, line=one.line + count, call_line=one.call_line and one.call_line + count)
        for one in facts.entrypoints
    )
    options = tuple(replace(one, line=one.line + count) for one in facts.options)
    return replace(facts, parameters=parameters, entrypoints=entrypoints, options=options)
