"""Names that an expression or a script reads, by Python's own scoping rules."""

from __future__ import annotations

import ast
import symtable
import textwrap
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kohakuengine.config.tree import parse, parse_expression
from kohakuengine.engine import scope

READS = {
    "the name": "x",
    "an operand": "1 + x",
    "an argument": "f(x)",
    "a keyword": "f(a=x)",
    "the owner of an attribute": "x.y",
    "an index": "a[x]",
    "a format": "f'{x}'",
    "a format's width": "f'{a:{x}}'",
    "a lambda's body": "lambda a: x",
    "a lambda's default": "lambda x=x: x",
    "a keyword-only default": "lambda *, x=x: x",
    "the first iterable": "[x for x in x]",
    "an element": "[x for a in b]",
    "a condition": "[a for a in b if x]",
    "a second iterable": "[a for b in c for a in x]",
    "a dict's value": "{k: x for k in a}",
    "a lambda in a comprehension": "[lambda: x for a in b]",
    "a walrus's value": "(a := x)",
}
READS_NOT = {
    "another name": "y",
    "an attribute of that name": "y.x",
    "a keyword of that name": "f(x=1)",
    "text": "'x'",
    "a lambda's parameter": "lambda x: x + 1",
    "a keyword-only parameter": "lambda *, x: x",
    "a positional-only parameter": "lambda x, /: x",
    "star parameters": "lambda *x: x",
    "double star parameters": "lambda **x: x",
    "a target": "[x for x in y]",
    "an unpacked target": "{a: x for a, (x, *b) in y}",
    "a target of the second loop": "[x for a in b for x in a]",
    "a generator's target": "(x for x in y)",
    "a set's target": "{x for x in y}",
    "a walrus": "(x := 1)",
}


@pytest.mark.parametrize("expression", READS.values(), ids=READS.keys())
def test_an_expression_reads_the_global(expression: str) -> None:
    tree = parse_expression(expression)

    assert tree is not None
    assert scope.reads_name(tree, "x")


@pytest.mark.parametrize("expression", READS_NOT.values(), ids=READS_NOT.keys())
def test_an_expression_does_not_read_the_global(expression: str) -> None:
    tree = parse_expression(expression)

    assert tree is not None
    assert not scope.reads_name(tree, "x")


EXPRESSIONS = st.recursive(
    st.sampled_from(["x", "y", "1"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} + {two[1]})"),
        st.tuples(st.sampled_from("xy"), inner, inner).map(lambda p: f"(lambda {p[0]}={p[1]}: {p[2]})"),
        st.tuples(inner, st.sampled_from("xy"), inner).map(lambda p: f"[{p[0]} for {p[1]} in {p[2]}]"),
        st.tuples(inner, inner).map(lambda two: f"f({two[0]}, k={two[1]})"),
    ),
    max_leaves=8,
)


@example("[x for x in y]")
@given(EXPRESSIONS)
def test_reading_agrees_with_the_symbol_table(expression: str) -> None:
    tree = parse_expression(expression)
    reads, _ = scope.global_names(expression, "script.py")

    assert tree is not None
    assert scope.reads_name(tree, "x") == ("x" in reads)


# Source, names read as globals, names that functions bind as globals.
GLOBALS: dict[str, tuple[str, set[str], set[str]]] = {
    "at module level": ("a = b", {"b"}, set()),
    "in a function": ("def f(): return a", {"a"}, set()),
    "a local": ("def f():\n  a = 1\n  return a", set(), set()),
    "a parameter": ("def f(a): return a", set(), set()),
    "a default": ("def f(a=b): pass", {"b"}, set()),
    "a decorator": ("@a\ndef f(): pass", {"a"}, set()),
    "a closure": ("def f(a):\n  def g(): return a\n  return g", set(), set()),
    "nested functions": ("def f():\n  def g(): return a\n  return g", {"a"}, set()),
    "a class body": ("class C:\n  a = 1\n  b = a", set(), set()),
    "a method": ("class C:\n  a = 1\n  def f(self): return a", {"a"}, set()),
    "a lambda": ("f = lambda a: a + b", {"b"}, set()),
    "global, bound": ("def f():\n  global a\n  a = 1", set(), {"a"}),
    "global, read": ("def f():\n  global a\n  return a", {"a"}, set()),
    "global, augmented": ("def f():\n  global a\n  a += 1", set(), {"a"}),
    "global in a class": ("class C:\n  global a\n  a = 1", set(), {"a"}),
    "nonlocal": ("def f():\n  a = 1\n  def g():\n    nonlocal a\n    a = 2\n    return a", set(), set()),
    "deleted": ("a = 1\ndel a", set(), set()),
}


@pytest.mark.parametrize(("source", "reads", "bound"), GLOBALS.values(), ids=GLOBALS.keys())
def test_a_script_reads_and_binds_these_globals(source: str, reads: set[str], bound: set[str]) -> None:
    assert scope.global_names(source, "script.py") == (reads, bound)


def test_an_import_through_global_binds() -> None:
    assert scope.global_names("def f():\n  global a\n  import a", "script.py") == (set(), {"a"})


def test_the_variable_of_a_comprehension_is_not_read() -> None:
    assert scope.global_names("y = [a for a in b if c]", "script.py") == ({"b", "c"}, set())


def names_by_symtable(source: str) -> tuple[set[str], set[str]]:
    """Collect the globals read and the names bound, as the standard library's `symtable` tells them."""
    found: set[str] = set()
    top = symtable.symtable(source, "script.py", "exec")
    tables = [top]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        found |= {s.get_name() for s in table.get_symbols() if s.is_referenced() and s.is_global()}
    return found, {symbol.get_name() for symbol in top.get_symbols() if symbol.is_local()}


@pytest.mark.parametrize("module", [ast, textwrap, symtable], ids=lambda module: module.__name__)
def test_a_large_module_reads_what_symtable_says(module: Any) -> None:
    with open(module.__file__, encoding="utf-8") as file:
        source = file.read()
    expected, bound = names_by_symtable(source)

    reads, _ = scope.global_names(source, module.__file__)

    assert reads - bound == expected - bound


def test_names_of_encoded_sources_are_read() -> None:
    source = "# coding: latin-1\nprint('\xe9', n)".encode("latin-1")

    assert scope.global_names(source, "script.py")[0] == {"print", "n"}


SOURCE = """
def f():
    global n
    n = 1
    n += 1
    n = n * 2

def main():
    for i in m:
        print(n)

class C:
    global n
"""


def test_the_first_reading_is_the_first_in_the_source() -> None:
    tree = parse(SOURCE, "script.py")

    assert [scope.first_read(tree, name) for name in ("n", "m", "nowhere")] == [6, 9, 1]


def test_global_statements_are_found_in_functions_and_classes() -> None:
    assert scope.global_statements(parse(SOURCE, "script.py"), "n") == [3, 13]


ASSIGNMENTS = {
    "new and from the old": (SOURCE, [(4, False), (5, True), (6, True)]),
    "unpacked": ("def f():\n  global n\n  n, m = 1, 2", [(3, False)]),
    "annotated elsewhere": ("def f():\n  global m\n  n = 1", []),
    "loop": ("def f():\n  global n\n  for n in y: pass", [(3, False)]),
    "async": ("async def f():\n  global n\n  n = 1", [(3, False)]),
    "walrus": ("def f():\n  global n\n  print(n := 1)", [(3, False)]),
    "none": ("n = 1", []),
}


@pytest.mark.parametrize(("source", "expected"), ASSIGNMENTS.values(), ids=ASSIGNMENTS.keys())
def test_assignments_through_global_are_found(source: str, expected: list[tuple[int, bool]]) -> None:
    assert sorted(scope.global_assignments(parse(source, "script.py"), "n")) == expected


def test_setting_an_attribute_is_no_assignment() -> None:
    assert scope.global_assignments(parse("def f():\n  global n\n  n.x = 1", "script.py"), "n") == []
