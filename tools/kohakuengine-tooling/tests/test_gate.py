"""The gate: what would bring libcst down is refused by weighing, what people write passes."""

from __future__ import annotations

import pytest

from kohakuengine_tooling.gate import why_refused, why_statement_refused
from kohakuengine_tooling.lexing import lex

HEAVY = {
    "signs": "-" * 300 + "1",
    "nots": "not " * 300 + "1",
    "lambdas": "lambda: " * 30 + "1",
    "lambda-defaults": "lambda a, b=" * 30 + "1" + ": 1" * 30,
    "lambdas-with-parameters": "lambda a, b: " * 100 + "1",
    "lambdas-in-defaults": "lambda a, b=lambda c, d: 1, e=2: " * 50 + "1",
    "clauses-with-commas": "[a" + " for a, b in c" * 300 + "]",
    "brackets": "f(" * 50 + "1" + ")" * 50,
    "calls": "a" + "()" * 300,
    "attributes": "a()" + ".b" * 300,
    "subscripts": "a" + "[0]" * 300,
    "conditions": "a" + " if b else a" * 150,
    "powers": "1" + " ** 1" * 300,
    "strings": "f(a) + " + "'a' " * 300,
    "formatted": "f(a) + " + "f'{a}' " * 300,
    "awaits": "await " * 300 + "a",
    "comprehension": "[a" + " for a in b" * 300 + "]",
    "signs-in-brackets": ("-" * 60 + "(") * 10 + "1" + ")" * 10,
    "text": "'" + "a" * 250_000 + "'",
    "long": "f(a) + " + ("'" + "a" * 10_000 + "' ") * 25,
}
LIGHT = {
    "arguments": "f(" + ", ".join(["a + 1"] * 500) + ")[0]",
    "lambdas": "f(" + ", ".join(["lambda a, b=1: a + b"] * 100) + ")[0]",
    "items": "[" + ", ".join(["a()[0]"] * 500) + "][0]",
    "calls": "a" + ".b(1, 2)" * 50,
    "brackets": "[" * 20 + "1" + "]" * 20 + "[0]",
}


@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY.keys())
def test_the_gate_is_closed_to_what_kills_libcst(text: str) -> None:
    reason = why_refused(lex(text))

    assert reason is not None
    assert reason.startswith(("nests", "is longer"))


@pytest.mark.parametrize("text", LIGHT.values(), ids=LIGHT.keys())
def test_the_gate_is_open_to_what_is_long_and_not_deep(text: str) -> None:
    assert why_refused(lex(text)) is None


STATEMENTS = {
    "suites": ("\n".join(" " * level + "if a:" for level in range(60)), False),
    "elif": ("if a: pass\n" + "elif a: pass\n" * 300, False),
    "sum in suites": (
        "\n".join(" " * level + "if a:" for level in range(20)) + "\n" + " " * 20 + "+".join("a" * 200),
        False,
    ),
    "long": ("def f():\n" + "    return 1\n" * 20_000, False),
    "many lines": ("def f():\n" + "    x = a + b\n" * 2000, True),
    "a few branches": ("if a:\n  pass\n" + "elif a:\n  pass\n" * 50, True),
}


@pytest.mark.parametrize(("text", "passes"), STATEMENTS.values(), ids=STATEMENTS)
def test_a_statement_is_weighed_with_what_stands_around_each_line(text: str, *, passes: bool) -> None:
    assert (why_statement_refused(lex(text)) is None) is passes


def test_a_part_of_the_tokens_is_judged_by_itself() -> None:
    tokens = lex("a, " + "+".join("b" * 300))

    assert why_refused(tokens, 0, 1) is None
    assert why_refused(tokens, 2) is not None
