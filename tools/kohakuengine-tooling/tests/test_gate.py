"""The gate: what would bring libcst down is refused by counting, what people write passes."""

from __future__ import annotations

import pytest

from kohakuengine_tooling.gate import LONGEST_CHAIN, LONGEST_TEXT, why_refused
from kohakuengine_tooling.lexing import lex

MANY = LONGEST_CHAIN + 1
REFUSED = {
    "brackets": "(" * 101 + ")" * 101,
    "mixed brackets": "[{(" * 40 + ")}]" * 40,
    "sum": "+".join("a" * (MANY + 1)),
    "signs": "-" * MANY + "1",
    "attributes": "a" + ".b" * MANY,
    "calls": "a" + "()" * MANY,
    "subscripts": "a" + "[0]" * MANY,
    "lambdas": "lambda: " * MANY + "1",
    "not": "not " * MANY + "a",
    "conditions": "a if b else " * MANY + "c",
    "comparisons": "<".join("a" * (MANY + 1)),
    "and": " and ".join("a" * (MANY + 1)),
    "awaits": "await " * MANY + "a",
    "in brackets": "(1, [" + "+".join("a" * (MANY + 1)) + "])",
    "text": "'" + "a" * LONGEST_TEXT + "'",
}
PASSED = {
    "a sum of 900 terms": "+".join("a" * 900),
    "a long list": "[" + "-1, " * 20_000 + "]",
    "a long call": "f(" + "a.b(1), " * 5000 + ")",
    "nested brackets": "(" * 90 + ")" * 90,
    "operators between commas": ", ".join(["a + b"] * 2000),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_libcst_does_not_survive_is_refused_with_a_reason(text: str) -> None:
    reason = why_refused(lex(text))

    assert reason is not None
    assert reason.startswith(("nests", "chains", "is longer"))


@pytest.mark.parametrize("text", PASSED.values(), ids=PASSED)
def test_what_people_write_passes(text: str) -> None:
    assert why_refused(lex(text)) is None


def test_a_part_of_the_tokens_is_judged_by_itself() -> None:
    tokens = lex("a, " + "+".join("b" * (MANY + 1)))

    assert why_refused(tokens, 0, 1) is None
    assert why_refused(tokens, 2) is not None
