"""The editor that pairs are made with: what it calls a literal global, and what it writes."""

from __future__ import annotations

import pytest

from .editor import apply_change, edit_bytes, find_changes


def edit(source: str, name: str) -> str:
    """Apply the change of one name."""
    (change,) = (c for c in find_changes(source) if c.name == name)
    return apply_change(source, change)


EDITS = {
    "int": ("n = 3\n", "n", "n = 4\n"),
    "negative": ("n = -1  # why\n", "n", "n = 0  # why\n"),
    "float": ("x = 2.0; y = 1\n", "x", "x = 3.0; y = 1\n"),
    "zero": ("x = 0.0\n", "x", "x = 0.5\n"),
    "bool": ("on = True\n", "on", "on = False\n"),
    "text": ("s = 'a' \\\n  'b'\n", "s", "s = 'abx'\n"),
    "list": ("v = [1, 2]\n", "v", "v = [1]\n"),
    "bare tuple": ("v = 1, 2\n", "v", "v = (1,)\n"),
    "annotated": ("n: int = 3\n", "n", "n: int = 4\n"),
    "float by annotation": ("x: float = 2\n", "x", "x: float = 3.0\n"),
    "chain": ("a = b = 1\n", "a", "b = 1; a = 2\n"),
    "unpacking": ("a, (b, c) = 1, (2, 3)\n", "b", "a, (b, c) = 1, (3, 3)\n"),
    "walrus": ("print(n := 1)\n", "n", "print(n := 2)\n"),
    "every declaration": (
        "if c:\n    n = 1\nelse:\n    n = 5\n",
        "n",
        "if c:\n    n = 2\nelse:\n    n = 2\n",
    ),
    "a transformation stays": ("n = 1\nn = n * k\n", "n", "n = 2\nn = n * k\n"),
    "a loop stays": ("n = 1\nfor i in v:\n    n = 7\n", "n", "n = 2\nfor i in v:\n    n = 7\n"),
    "a loop alone": ("for i in v:\n    n = 7\n", "n", "for i in v:\n    n = 8\n"),
    "after other alphabets": ("é = 'ü'; n = 1\n", "n", "é = 'ü'; n = 2\n"),
}


@pytest.mark.parametrize(("source", "name", "expected"), EDITS.values(), ids=EDITS.keys())
def test_the_value_alone_is_replaced(source: str, name: str, expected: str) -> None:
    assert edit(source, name) == expected


NO_LITERALS = {
    "private": "_n = 1\n",
    "computed": "n = f(1)\n",
    "nested": "v = [[1], [2]]\n",
    "none": "v = None\n",
    "one declaration is computed": "n = 1\nif c:\n    n = f()\n",
    "two types": "n = 1\nif c:\n    n = 'a'\n",
    "other annotation": "n: Mode = 1\n",
    "unpacking a call": "a, b = f()\n",
    "starred": "a, *b = 1, 2\n",
    "in a function": "def f():\n    n = 1\n",
    "in a comprehension": "v = f([(n := 1) for i in v])\n",
    "in a class": "class C:\n    n = 1\n",
    "empty": "v = []\n",
}


@pytest.mark.parametrize("source", NO_LITERALS.values(), ids=NO_LITERALS.keys())
def test_what_is_no_literal_global_is_left_alone(source: str) -> None:
    assert find_changes(source) == []


def test_the_encoding_of_the_file_stays() -> None:
    raw = "# coding: latin-1\ns = 'é'\r\n".encode("latin-1")
    (change,) = find_changes(raw.decode("latin-1"))
    assert edit_bytes(raw, change) == "# coding: latin-1\ns = 'éx'\n".encode("latin-1")


def test_strings_are_given_without_their_quotes() -> None:
    (change,) = find_changes("s = 'a b'\n")
    assert (change.text, change.argument) == ("'a bx'", "a bx")
