"""Every statement that binds a name, and what kind of binding it is."""

from __future__ import annotations

import sys

import pytest

from kohakuengine.config.tree import parse
from kohakuengine.engine.bindings import Bindings

# Source, and its sites: (name, kind, line).
FORMS: dict[str, tuple[str, list[tuple[str, str, int]]]] = {
    "assignment": ("x = 1", [("x", "declaration", 1)]),
    "annotated": ("x: int = 1", [("x", "declaration", 1)]),
    "annotation alone": ("x: int", []),
    "chain": ("a = b = 1", [("a", "declaration", 1), ("b", "declaration", 1)]),
    "unpacking": (
        "a, (b, *c) = v",
        [("a", "declaration", 1), ("b", "declaration", 1), ("c", "declaration", 1)],
    ),
    "list target": ("[a, b] = v", [("a", "declaration", 1), ("b", "declaration", 1)]),
    "attribute": ("x.y = 1", []),
    "subscript": ("x[0] = 1", []),
    "attribute beside a name": ("x.y, z = v", [("z", "declaration", 1)]),
    "own value": ("x = x * 2", [("x", "transformation", 1)]),
    "swap": ("a, b = b, a", [("a", "transformation", 1), ("b", "transformation", 1)]),
    "lambda that hides the name": ("x = lambda x: x", [("x", "declaration", 1)]),
    "comprehension that hides the name": ("x = [x for x in y]", [("x", "declaration", 1)]),
    "augmented": ("x += 1", [("x", "transformation", 1)]),
    "augmented attribute": ("x.y += 1", []),
    "for": ("for i in y: x = i", [("i", "loop variable", 1), ("x", "declaration", 1)]),
    "for unpacking": ("for i, (j, *k) in y: pass", [(n, "loop variable", 1) for n in "ijk"]),
    "while": ("while y: x = 1", [("x", "declaration", 1)]),
    "with": ("with o as f:\n  x = 1", [("f", "with target", 1), ("x", "declaration", 2)]),
    "with unpacking": ("with o as (f, g): pass", [("f", "with target", 1), ("g", "with target", 1)]),
    "except": (
        "try:\n  a = 1\nexcept E as e:\n  b = 2\nelse:\n  c = 3\nfinally:\n  d = 4",
        [
            ("e", "except target", 3),
            ("a", "declaration", 2),
            ("b", "declaration", 4),
            ("c", "declaration", 6),
            ("d", "declaration", 8),
        ],
    ),
    "if": (
        "if a:\n  x = 1\nelif b:\n  x = 2\nelse:\n  x = 3",
        [("x", "declaration", 2), ("x", "declaration", 4), ("x", "declaration", 6)],
    ),
    "match": (
        "match v:\n  case [a, *b]:\n    x = 1\n  case {'k': c, **d} as e if e:\n    x = 2",
        [
            *((name, "match capture", 2) for name in "ab"),
            *((name, "match capture", 4) for name in "cde"),
            ("x", "declaration", 3),
            ("x", "declaration", 5),
        ],
    ),
    "match with a wildcard": ("match v:\n  case _: x = 1", [("x", "declaration", 2)]),
    "import": ("import a, b.c, d.e as f", [("a", "import", 1), ("b", "import", 1), ("f", "import", 1)]),
    "from import": ("from a import b, c as d", [("b", "import", 1), ("d", "import", 1)]),
    "star import": ("from a import *", []),
    "def": ("def f(): x = 1", [("f", "function", 1)]),
    "async def": ("async def f(): x = 1", [("f", "function", 1)]),
    "class": ("class C: x = 1", [("C", "class", 1)]),
    "del": ("del x, (y, z)", [("x", "del", 1), ("y", "del", 1), ("z", "del", 1)]),
    "walrus": ("print(x := 1)", [("x", "declaration", 1)]),
    "walrus of its own value": ("print(x := x + 1)", [("x", "transformation", 1)]),
    "walrus in a value": ("y = (x := 1)", [("y", "declaration", 1), ("x", "declaration", 1)]),
    "walrus in a test": ("if (x := 1): pass", [("x", "declaration", 1)]),
    "walrus in a comprehension": (
        "y = [x := i for i in z]",
        [("y", "declaration", 1), ("x", "walrus in a comprehension", 1)],
    ),
    "walrus in a lambda": ("f = lambda: (x := 1)", [("f", "declaration", 1)]),
    "walrus in a lambda's default": (
        "f = lambda a=(x := 1): a",
        [("f", "declaration", 1), ("x", "declaration", 1)],
    ),
    "walrus in a default": ("def f(a=(x := 1)): pass", [("f", "function", 1), ("x", "declaration", 1)]),
    "walrus in a decorator": ("@(x := d)\ndef f(): pass", [("f", "function", 2), ("x", "declaration", 1)]),
    "walrus in a function": ("def f(): (x := 1)", [("f", "function", 1)]),
    "walrus in a base class": ("class C((x := B)): pass", [("C", "class", 1), ("x", "declaration", 1)]),
    "walrus in a with header": (
        "with (x := o) as f: pass",
        [("f", "with target", 1), ("x", "declaration", 1)],
    ),
    "walrus in a match": (
        "match (x := v):\n  case 1 if (y := 2): pass",
        [("x", "declaration", 1), ("y", "declaration", 2)],
    ),
    "two walruses": ("f(x := 1, y := 2)", [("x", "declaration", 1), ("y", "declaration", 1)]),
}
if sys.version_info >= (3, 11):
    FORMS["except*"] = (
        "try: pass\nexcept* E as e:\n  x = 1",
        [("e", "except target", 2), ("x", "declaration", 3)],
    )
if sys.version_info >= (3, 12):
    FORMS["type"] = ("type X = int", [("X", "type alias", 1)])


def scan(source: str, *, skip: int | None = None) -> Bindings:
    """Scan a module; `skip` is the index of the statement of the entrypoint call."""
    body = parse(source, "script.py").body
    return Bindings(body, has_walrus=":=" in source, skip=None if skip is None else body[skip])


def sites(bindings: Bindings) -> list[tuple[str, str, int]]:
    return [(site.name, site.kind, site.line) for found in bindings.sites.values() for site in found]


@pytest.mark.parametrize(("source", "expected"), FORMS.values(), ids=FORMS.keys())
def test_a_form_binds_these_names(source: str, expected: list[tuple[str, str, int]]) -> None:
    assert sorted(sites(scan(source))) == sorted(expected)


def test_a_star_import_is_noted_by_its_line() -> None:
    assert scan("x = 1\nfrom a import *\nfrom b import *").star_imports == [2, 3]


ORDER = {
    "statement by statement": "a = 1\nb = 2\na = 3\nc = 4",
    "nested": "if y:\n  a = 1\n  if z:\n    b = 2\n  b = 3\nelse:\n  a = 4\nc = 5",
    "try": "try:\n  a = 1\nexcept E:\n  b = 1\nelse:\n  a = 2\nfinally:\n  c = 1",
    "with": "with o:\n  with p:\n    a = 1\n  b = 2\nc = 3",
}


@pytest.mark.parametrize("source", ORDER.values(), ids=ORDER.keys())
def test_sites_of_a_name_come_in_source_order(source: str) -> None:
    bindings = scan(source)

    assert all([s.line for s in found] == sorted(s.line for s in found) for found in bindings.sites.values())
    assert bindings.names() == ["a", "b", "c"]


def test_an_elif_chain_of_thousands_is_scanned() -> None:
    source = "if y == 0: x = 0\n" + "".join(f"elif y == {i}: x = {i}\n" for i in range(1, 900))

    assert len(scan(source).declared("x")) == 900


DECLARED = {
    "in order": ("x = 1\nx = 2", [1, 2]),
    "a transformation stays": ("x = 1\nx = x + 1\nx += 1", [1]),
    "in a loop where there is one outside": ("x = 1\nfor i in y:\n  x = 2", [1]),
    "in a loop alone": ("for i in y:\n  x = 2\n  x = 3", [2, 3]),
    "in a while loop's header": ("while (x := f()): pass", [1]),
    "in a while loop's header where there is one outside": ("x = 1\nwhile (x := f()): pass", [1]),
    "in a for loop's header where there is one outside": ("for i in (x := y): pass\nx = 1", [2]),
    "in a header within a branch": ("x = 1\nif y:\n  while (x := f()): pass", [1]),
    "in a loop's else": ("for i in y: pass\nelse:\n  x = 1", [3]),
    "in a branch within a loop": ("for i in y:\n  if i:\n    x = 1\nx = 2", [4]),
    "never": ("import x", []),
    "nowhere": ("y = 1", []),
}


@pytest.mark.parametrize(("source", "lines"), DECLARED.values(), ids=DECLARED.keys())
def test_an_override_replaces_these_declarations(source: str, lines: list[int]) -> None:
    assert [site.line for site in scan(source).declared("x")] == lines


def test_names_leave_out_what_is_the_scripts_own() -> None:
    assert scan("_a = 1\nb = 2\nimport c\nfor d in e: f = 1\ng += 1").names() == ["b", "f"]


def test_the_first_annotation_of_a_name_counts() -> None:
    annotations = scan("x: int\nx: str = 'a'\ny: float = 1").annotations

    assert {name: node.id for name, node in annotations.items()} == {"x": "int", "y": "float"}  # type: ignore[attr-defined]


RESULTS = {
    "assignment": "rc = main()",
    "annotated": "rc: int = main()",
    "chain": "rc = status = main()",
    "unpacking": "rc, status = main()",
}


@pytest.mark.parametrize("source", RESULTS.values(), ids=RESULTS.keys())
def test_the_entrypoint_call_declares_nothing(source: str) -> None:
    bindings = scan(source, skip=0)

    assert bindings.names() == []
    assert {kind for _, kind, _ in sites(bindings)} == {"result of the entrypoint"}


# Source, and for each name: source of its own value, whether that alone can be replaced.
PAIRS: dict[str, tuple[str, dict[str, tuple[str, bool]]]] = {
    "one": ("a = f(1)", {"a": ("f(1)", True)}),
    "element by element": ("a, b = 1, g()", {"a": ("1", True), "b": ("g()", True)}),
    "list and tuple": ("[a, b] = (1, 2)", {"a": ("1", True), "b": ("2", True)}),
    "nested": ("a, (b, c) = 1, (2, 3)", {"a": ("1", True), "b": ("2", True), "c": ("3", True)}),
    "half static": ("a, (b, c) = 1, f()", {"a": ("1", True), "b": ("f()", False), "c": ("f()", False)}),
    "a call": ("a, b = f()", {"a": ("f()", False), "b": ("f()", False)}),
    "a star": ("a, *b = 1, 2, 3", {"a": ("1, 2, 3", False), "b": ("1, 2, 3", False)}),
    "a star on the right": ("a, b = *c, 1", {"a": ("*c, 1", False), "b": ("*c, 1", False)}),
    "lengths differ": ("a, b = 1, 2, 3", {"a": ("1, 2, 3", False), "b": ("1, 2, 3", False)}),
    "chain": ("a = b = 1", {"a": ("1", False), "b": ("1", False)}),
    "name beside an attribute": ("a, o.b = 1, 2", {"a": ("1", True)}),
}


@pytest.mark.parametrize(("source", "expected"), PAIRS.values(), ids=PAIRS.keys())
def test_a_name_is_paired_with_its_own_value(source: str, expected: dict[str, tuple[str, bool]]) -> None:
    found = {
        name: (source[site.value.col_offset : site.value.end_col_offset], site.holder is not None)
        for name, [site] in scan(source).sites.items()
        if site.value is not None
    }

    assert found == expected


def test_a_holder_is_the_place_of_the_value() -> None:
    for source in ("a = 1", "a: int = 1", "a, b = 1, 2", "f(a := 1)"):
        site = scan(source).sites["a"][0]
        assert site.holder is not None
        owner, key = site.holder
        held = owner[key] if isinstance(owner, list) else getattr(owner, key)
        assert held is site.value


def test_a_site_knows_the_statement_at_module_level_around_it() -> None:
    bindings = scan("x = 1\nif y:\n  with o:\n    x = 2\nx = 3")

    assert [site.top for site in bindings.sites["x"]] == [0, 1, 2]
    assert all(site.statement in site.body for site in bindings.sites["x"])
