"""Python literals: read as `ast.literal_eval` reads them, anything else stays the text."""

from __future__ import annotations

import ast
import warnings
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kohakuengine.config import read_literal

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.complex_numbers()
)
HASHABLE = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=5)
LITERALS = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(HASHABLE, inner, max_size=3)
        | st.sets(HASHABLE, max_size=3)
    ),
    max_leaves=10,
)
NEAR_LITERALS = st.text("0123456789_.+-eExXbojJ'\"\\[](){},: TrueFalsNnif#\n", max_size=12)


def by_oracle(text: str) -> Any:
    """Read text as `ast.literal_eval` does; `...` is a word for us."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            value = ast.literal_eval(text.strip())
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            return text
    return text if "Ellipsis" in repr(value) else value


@given(LITERALS)
def test_reading_undoes_repr(value: Any) -> None:
    expected = by_oracle(repr(value))

    assert repr(read_literal(repr(value))) == repr(expected)


@given(NEAR_LITERALS | st.text(max_size=8))
@example("0_1")
@example("007")
@example("-007")
@example("1_000")
@example("0_0")
@example("--1")
@example("- 1")
@example("+1")
@example("1if 2else 3")
@example("[1if 2else 3]")
@example("'\\d'")
@example("b'\\d'")
@example("rb'\\d'")
@example("f'x'")
@example("1,2")
@example("1,")
@example("(1)")
@example("1 + 2j")
@example("-1-2j")
@example("1j+2j")
@example("[...]")
@example("...")
@example("set()")
@example("set([1])")
@example("{[1]}")
@example("{[1]: 2}")
@example("{**{}}")
@example("inf")
@example("-inf")
@example("1e999")
@example("\uff11")
@example("[" * 500)
@example("9" * 5000)
@example("#")
@example("1 #x")
@example("'a' 'b'")
@example("True,1")
@example("None,")
@example("set(),1")
@example(".5j")
@example("#\n0")
@example("\\\n0")
@example("(\n1)")
@example("1\n2")
@example("/x/y")
@example("+".join(["1"] * 5000))
@example("a-b")
@example("\udcff")
@example("'\x00'")
def test_text_is_read_as_python_reads_it(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = read_literal(text)

    expected = by_oracle(text)
    assert type(found) is type(expected)
    assert repr(found) == repr(expected)


def test_a_word_stays_as_it_is_with_its_spaces() -> None:
    assert read_literal(" adam ") == " adam "


def test_nothing_is_evaluated() -> None:
    assert read_literal("__import__('os').getpid()") == "__import__('os').getpid()"
    assert read_literal("[print(1)]") == "[print(1)]"


@pytest.mark.parametrize("text", ["+".join("1" * 20_000), "-" * 20_000 + "1"], ids=["sum", "signs"])
def test_what_is_too_deep_for_the_parser_is_a_word(text: str) -> None:
    assert read_literal(text) == text


@pytest.mark.parametrize("depth", [300, 5_000, 100_000])
def test_brackets_of_any_depth_are_a_word(depth: int) -> None:
    text = "[" * depth + "]" * depth

    assert read_literal(text) == text
