"""Static values: what is data is evaluated as Python does, and nothing else is evaluated at all."""

from __future__ import annotations

import time
from typing import Any

import pytest

from kohakuengine_tooling.expression import NOT_STATIC
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.static_values import static_value

STATIC = (
    *("1", "-1", "2 ** 10", "1 + 2 * 3", "(1 + 2) * 3", "7 // 2 % 2", "1 / 4", "2 ** -1", "1 << 4 | 3"),
    *("~5 & 0xF", "'a' 'b'", "'a' * 3", "'a' + 'b'", "b'a' + b'b'", "[1] * 2 + [3]", "(1,) + (2,)"),
    *("[]", "()", "{}", "{1, 2}", "{'a': [1, (2, {3})]}", "None", "True", "not 0", "1 and 2"),
    *("0 or 'a'", "f'a{1}b'", "f'{1.5}'", "3j * 2"),
)
DYNAMIC = (
    *("x", "f()", "a.b", "a[0]", "...", "[x]", "{x: 1}", "{**{}}", "[*[]]", "1 < 2"),
    *("1 if True else 2", "lambda: 1", "[n for n in ()]", "'%d' % 1", "3 * 'a'", "f'{1:03d}'"),
    *("f'{1!r}'", "f'{None}'", "f'{[1]}'", "len('a')", "(y := 1)", "1 / 0", "1 << -1", "'a' + 1"),
    *("-'a'", "[] + ()", "{[]: 1}", "{[]}", "0 ** -1", "10.0 ** 400", "1 @ 2"),
)
HUGE = (
    *("10 ** 10 ** 10", "9 ** 9 ** 9 ** 9", "1 << 10 ** 12", "'a' * 10 ** 9", "[0] * 10 ** 9"),
    *("'a' * 5000 + 'b' * 5001", "(10 ** 999) ** 999", "[" + "1, " * 2000 + "]", "-" * 200 + "1"),
    "'" + "a" * 10_001 + "'",
)


@pytest.mark.parametrize("text", STATIC)
def test_what_is_data_has_the_value_that_python_gives_it(text: str) -> None:
    wanted = eval(text)

    found = static_value(read_expression(text))

    assert (type(found), found) == (type(wanted), wanted)


@pytest.mark.parametrize("text", DYNAMIC)
def test_what_only_running_could_tell_has_none(text: str) -> None:
    assert static_value(read_expression(text)) is NOT_STATIC


@pytest.mark.parametrize("text", HUGE, ids=lambda text: text[:24])
def test_what_is_huge_is_not_computed(text: str) -> None:
    began = time.process_time()

    assert static_value(read_expression(text)) is NOT_STATIC
    assert time.process_time() - began < 2


def test_a_name_counts_where_its_value_is_told() -> None:
    known: dict[str, Any] = {"a": 2, "b": "x"}

    def lookup(name: str) -> Any:
        return known.get(name, NOT_STATIC)

    assert static_value(read_expression("[a * 3, f'{b}{a}']"), lookup) == [6, "x2"]
    assert static_value(read_expression("a + c"), lookup) is NOT_STATIC


@pytest.mark.parametrize(
    "text", ["__import__('os')", "open('x')", "x.__class__", "().__class__", "f'{open(1)}'", "[].append(1)"]
)
def test_nothing_is_called_and_no_attribute_is_read(text: str) -> None:
    assert static_value(read_expression(text), lambda name: NOT_STATIC) is NOT_STATIC
