"""What is too large or too deep is left out and named; what only looks so is read."""

from __future__ import annotations

import time

import pytest

from kohakuengine_tooling.description import read_here
from kohakuengine_tooling.expression import NOT_STATIC, Chain, Logical, Name
from kohakuengine_tooling.expression_reading import TOO_LARGE, read_expression
from kohakuengine_tooling.facts import ScriptFacts
from kohakuengine_tooling.facts_cache import FactsCache
from kohakuengine_tooling.gate import closed_gate
from kohakuengine_tooling.static_values import static_value

CALLS = "a" + "()" * 300
POWERS = "1" + " ** 1" * 300


def test_a_closed_gate_lets_nothing_through_and_leaves_nothing_behind() -> None:
    text = "a if b else c"

    with closed_gate():
        assert read_expression(text) is TOO_LARGE

    assert isinstance(read_expression(text), Logical)


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "//", "%", "@", "|", "^", "&", "<<", ">>"])
def test_a_long_chain_of_operators_is_read_operand_by_operand(sign: str) -> None:
    found = read_expression(f" {sign} ".join(["a"] * 1000))

    assert found == Chain(Name("a"), ((sign, Name("a")),) * 999)


def test_a_long_chain_is_cut_where_operators_bind_loosest() -> None:
    text = " or ".join(["a + -1 and not b"] * 300)

    found = read_expression(text)

    assert isinstance(found, Logical)
    assert (found.kind, len(found.operands)) == ("or", 300)
    assert found.operands[0] == read_expression("a + -1 and not b")


def test_a_long_comparison_is_read_with_its_operators_of_two_words() -> None:
    found = read_expression(" not in ".join(["a"] * 300) + " is not b < -c")

    assert isinstance(found, Logical)
    assert (found.kind, found.operands[299], len(found.operands)) == ("compare", Name("a"), 302)


@pytest.mark.parametrize(
    "value",
    [
        "[[0] * 900] * 900",
        "([0] * 600 + [1]) * 2",
        "['a' * 900] * 900",
        "[[[[[1] * 30] * 30] * 30] * 30] * 30",
        "2 ** 100_000",
        "1 << 100_000",
        "10 ** 10 ** 10",
        "'a' * 100_000",
        "f'{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}'",
    ],
)
def test_a_value_that_is_large_is_not_computed(value: str) -> None:
    started = time.process_time()

    found = static_value(read_expression(value), lambda name: "a" * 1000)

    assert found is NOT_STATIC
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("value", "expected"), [("[0] * 3", [0] * 3), ("'-' * 80", "-" * 80), ("2 ** 100", 2**100)]
)
def test_a_value_that_is_small_is(value: str, expected: object) -> None:
    assert static_value(read_expression(value)) == expected


def test_what_is_not_read_is_named_with_its_line() -> None:
    text = f"a = 1\nb = 2\nclass C:\n    x = 1\n    y = {CALLS}\nz = [1,\n{POWERS}]\n"

    facts = read_here(text, "x.py")

    assert [(one.code, one.line) for one in facts.diagnostics] == [("KE506", 5), ("KE506", 6)]
    assert facts.error is None
    assert {"a", "b", "C.x", "C.y", "z"} <= {one.name for one in facts.parameters}


def test_what_stands_too_deep_is_named_with_its_line() -> None:
    deep = (
        "\n".join(" " * level + "if a:" for level in range(99))
        + "\n"
        + " " * 99
        + "y = ["
        + "[" * 130
        + "b"
        + "]" * 131
    )

    facts = read_here(f"a = 1\n{deep}\nz = 2\n", "x.py")

    said = [one.line for one in facts.diagnostics if "nested too deeply" in one.message]
    assert said == [101]
    assert {"a", "y", "z"} <= {one.name for one in facts.parameters}


def test_a_record_of_records_of_records_is_listed_up_to_a_limit() -> None:
    fields = "\n".join(f"    x{number}: 'C' = C()" for number in range(40))
    text = f"from dataclasses import dataclass\n@dataclass\nclass C:\n{fields}\nc = C()\nd = C()\n"

    facts = read_here(text, "x.py")

    assert len(facts.parameters) < 12_000
    assert [(one.code, one.line) for one in facts.diagnostics] == [("KE506", 44)]


def test_the_cache_forgets_what_is_oldest_when_its_texts_are_many_or_long() -> None:
    cache = FactsCache()
    facts = ScriptFacts(script="x.py")
    cache.keep(b"first", facts, 15_000_000)
    cache.keep(b"second", facts, 1_000_000)
    assert cache.get(b"first") is facts

    cache.keep(b"third", facts, 5_000_000)
    assert cache.get(b"first") is None
    assert cache.get(b"second") is facts

    cache.keep(b"fourth", facts, 90_000_000)
    assert [cache.get(key) is None for key in (b"second", b"third", b"fourth")] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "from m import (a,) b",
        "from m import (a) b,",
        "import a) as b, c",
        "def f",
        "def f(",
        "async def",
        "class C",
        "class C(",
        "class C[",
        "def f[",
        "for",
        "with (a as b) c:",
        "case",
        "match x:\n  case",
        "x = [a) for b in (c]",
        "del (a) b,",
        "@",
        "lambda",
        "global",
        "x: ",
        "type X",
        "except (a) as",
        "f'{",
        "f'{a:{",
        "if (a)):",
    ],
)
def test_what_is_half_written_is_read_as_far_as_it_goes(text: str) -> None:
    facts = read_here(f"before = 1\n{text}\nafter = 2\n", "x.py")

    assert {"before", "after"} <= {one.name for one in facts.parameters}
    assert read_here(text, "x.py").parameters is not None
