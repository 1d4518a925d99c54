"""Scanning: what one statement binds, reads, defines and calls, as whole records."""

from __future__ import annotations

import pytest

from kohakuengine_tooling.lexing import lex
from kohakuengine_tooling.scanning import scan
from kohakuengine_tooling.statement_facts import Binding, CallSite, FunctionFacts, Span, StatementFacts


def scanned(text: str) -> StatementFacts:
    return scan(lex(text))


def bound(text: str) -> list[tuple[str, str, str | None]]:
    """Return (name, kind, text of the default) of each binding."""
    facts = scanned(text)
    return [
        (one.name, one.kind, None if one.default is None else text[one.default.start : one.default.end])
        for one in facts.scope.bindings
    ]


BINDINGS: dict[str, list[Binding]] = {
    "lr = 0.1": [
        Binding("lr", "declaration", 0, 0, 8, is_in_loop=False, value=Span(5, 8), default=Span(5, 8)),
    ],
    "a, b = 1, 2": [
        Binding("a", "declaration", 0, 0, 11, is_in_loop=False, value=Span(7, 8), default=Span(7, 8)),
        Binding("b", "declaration", 3, 0, 11, is_in_loop=False, value=Span(10, 11), default=Span(10, 11)),
    ],
    "a, b = f()": [
        Binding("a", "declaration", 0, 0, 10, is_in_loop=False, value=Span(7, 10)),
        Binding("b", "declaration", 3, 0, 10, is_in_loop=False, value=Span(7, 10)),
    ],
    "for i in x:\n    n = i": [
        Binding("i", "loop variable", 4, 0, 10, is_in_loop=False),
        Binding("n", "declaration", 16, 16, 21, is_in_loop=True, value=Span(20, 21), default=Span(20, 21)),
    ],
    "x += 1": [Binding("x", "transformation", 0, 0, 6, is_in_loop=False, value=Span(5, 6))],
    "def f(): x = 1": [Binding("f", "function", 0, 0, 7, is_in_loop=False)],
}


@pytest.mark.parametrize(("text", "wanted"), BINDINGS.items(), ids=BINDINGS)
def test_a_binding_knows_its_places(text: str, wanted: list[Binding]) -> None:
    assert scanned(text).scope.bindings == wanted


KINDS: dict[str, list[tuple[str, str, str | None]]] = {
    "x = y = 1": [("x", "declaration", "1"), ("y", "declaration", "1")],
    "x = x + 1": [("x", "transformation", "x + 1")],
    "x = [x for x in y]": [("x", "declaration", "[x for x in y]")],
    "x, *y = z": [("x", "declaration", None), ("y", "declaration", None)],
    "(x), [y] = (1), [(2)]": [("x", "declaration", "1"), ("y", "declaration", "2")],
    "x: int": [],
    "x: int = 1": [("x", "declaration", "1")],
    "x.y, z[0] = 1, 2": [],
    "import a.b as c, d.e": [("c", "import", None), ("d", "import", None)],
    "from a import b as c": [("c", "import", None)],
    "del x, (y, z)": [("x", "del", None), ("y", "del", None), ("z", "del", None)],
    "with a as (b, c): pass": [("b", "with target", None), ("c", "with target", None)],
    "try: pass\nexcept E as e: pass": [("e", "except target", None)],
    "class C: x = 1": [("C", "class", None)],
    "type X[T] = list[T]": [("X", "type alias", None)],
    "match a:\n  case [b, *c] | {**d}: pass": [
        ("b", "match capture", None),
        ("c", "match capture", None),
        ("d", "match capture", None),
    ],
    "f(x := 1)": [("x", "declaration", "1")],
    "[x := y for y in z]": [("x", "walrus in a comprehension", None)],
}


@pytest.mark.parametrize(("text", "wanted"), KINDS.items(), ids=KINDS)
def test_every_way_to_bind_a_name_has_its_kind(text: str, wanted: list[tuple[str, str, str | None]]) -> None:
    assert bound(text) == wanted


READS: dict[str, tuple[set[str], set[str], set[str]]] = {
    # text: read at once, read later, read by annotations
    "x = a + b.c": ({"a", "b"}, set(), set()),
    "def f(p=a, *q: b): return p, c": ({"a"}, {"c"}, {"b"}),
    "class C(a):\n    x = b\n    def f(self): return x, self": ({"a", "b"}, {"x"}, set()),
    "lambda p, q=a: (p, b)": ({"a"}, {"b"}, set()),
    "[p for p in a if b]": ({"a", "b"}, set(), set()),
    "x: a = b": ({"b"}, set(), {"a"}),
    "def f():\n    global g\n    g = a\n    return g": (set(), {"a", "g"}, set()),
    "def f():\n    x = 1\n    def g():\n        return x, a\n    return g": (set(), {"a"}, set()),
    "f'{a!r:{b}}'": ({"a", "b"}, set(), set()),
    "@a\ndef f() -> b: pass": ({"a"}, set(), {"b"}),
    "x.y[z] = a": ({"x", "z", "a"}, set(), set()),
    "if __name__ == '__main__':\n    f(a)": ({"__name__"}, {"f", "a"}, set()),
}


@pytest.mark.parametrize(("text", "wanted"), READS.items(), ids=READS)
def test_names_are_read_at_once_later_or_by_annotations(
    text: str, wanted: tuple[set[str], set[str], set[str]]
) -> None:
    facts = scanned(text)

    assert (set(facts.reads), set(facts.late_reads), set(facts.annotation_reads)) == wanted


def test_functions_are_described_whole() -> None:
    text = "@d(1)\nasync def f(a, /, b: int = 2, *c, e=3, **g): pass"

    [function] = scanned(text).functions

    assert isinstance(function, FunctionFacts)
    assert (function.name, function.at, function.is_async, function.is_of_module) == ("f", 6, True, True)
    assert [text[start:end] for start, end in function.decorators] == ["d(1)"]
    assert [(one.name, one.kind) for one in function.arguments] == [
        ("a", "positional"),
        ("b", "positional"),
        ("c", "varargs"),
        ("e", "keyword"),
        ("g", "varkeywords"),
    ]
    annotation, default = function.arguments[1].annotation, function.arguments[1].default
    assert annotation is not None
    assert default is not None
    assert (text[slice(*annotation)], text[slice(*default)]) == ("int", "2")


def test_classes_hold_what_is_bound_in_them() -> None:
    [outer] = scanned("@d\nclass C(B, k=1):\n    x: int = 1\n    class D:\n        y = 2\n").scope.classes
    [inner] = outer.body.classes

    assert (outer.name, outer.at, inner.name) == ("C", 3, "D")
    assert [one.name for one in outer.body.bindings] == ["x", "D"]
    assert [one.name for one in inner.body.bindings] == ["y"]
    assert len(outer.bases) == len(outer.decorators) == 1


CALLS: dict[str, list[CallSite]] = {
    "main()": [CallSite(0, Span(0, 6), "expression", None)],
    "rc = main()": [CallSite(0, Span(5, 11), "assignment", None)],
    "raise SystemExit(main())": [CallSite(0, Span(6, 24), "raise", None)],
    "if __name__ == '__main__':\n    main()": [CallSite(31, Span(31, 37), "expression", 0)],
    "x = 1": [],
}


@pytest.mark.parametrize(("text", "wanted"), CALLS.items(), ids=CALLS)
def test_statements_that_call_know_their_guard(text: str, wanted: list[CallSite]) -> None:
    assert scanned(text).calls == wanted


def test_what_functions_bind_through_global_is_the_modules() -> None:
    assert set(
        scanned("def f():\n    global a, b\n    a = 1\n    import b\n    c = 2").bound_by_functions
    ) == {"a", "b"}


def test_imports_know_what_their_names_mean() -> None:
    facts = scanned("import a.b, c.d as e\n")
    more = scanned("from f.g import h as i, j\n")

    assert facts.imports == [("a", "a"), ("e", "c.d")]
    assert more.imports == [("i", "f.g.h"), ("j", "f.g.j")]
    assert scanned("from . import k\n").imports == []
    assert scanned("from m import *\n").scope.star_imports == [0]
