"""syntax: what is Python, also of a newer one than that which runs here."""

from __future__ import annotations

import pytest

from kohakuengine_tooling.statement_reading import read_statement
from kohakuengine_tooling.syntax import problem_of

_NEWER = {
    "type alias": "type Pair = tuple[int, int]",
    "type parameters": "def first[T](values: list[T]) -> T:\n    return values[0]",
    "a class with type parameters": "class Box[T]:\n    value: T",
    "quotes within quotes": "def f(d):\n    x = 1\n    return f'{d['a']} and {x}'",
    "a backslash in a field": "def f(d):\n    return f\"{'\\n'.join(d)}\"",
    "a field on several lines": "def f(d):\n    text = f'{\n        d\n    }'\n    return text",
    "a type alias among others": "if True:\n    a = 1\n    type A = int\n    b = 2",
    "a guard in a match": "match point:\n    case (x, y) if x: total = x\n    case _: total = 0",
}
_BROKEN = {
    "a number before a name": "def f(a):\n    1total = a\n    return a",
    "nothing behind a sign": "def f(a):\n    total =\n    return a",
    "an open bracket": "def f(a):\n    total = g(a\n    return a",
    "a dot at the end": "def f(a):\n    a.\n    return a",
    "two names": "if a:\n    b c\n",
    "a case without a match": "if a:\n    case 1: b = 2\n",
    "a broken line in newer Python": "def f[T](a: T) -> T:\n    total = = a\n    return a",
    "a broken line behind newer Python": "if a:\n    type A = int\n    b = = 2",
    "a header without its colon": "def f(a):\n    if a\n        return a",
    "an operator on the next line": "def f(a):\n    total = (a +\n        * a)\n    return a",
    "a break alone": "def f(a):\n    break",
}


@pytest.mark.parametrize("text", _NEWER.values(), ids=_NEWER)
def test_newer_python_is_python(text: str) -> None:
    assert problem_of(read_statement(text)) is None


@pytest.mark.parametrize("text", _BROKEN.values(), ids=_BROKEN)
def test_what_is_broken_is_told(text: str) -> None:
    assert problem_of(read_statement(text)) is not None
