"""What the name of an override means in a script: its target, or the error that says why there is none."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from kohakuengine.config.errors import (
    AmbiguousNameError,
    InheritedMemberError,
    KohakuError,
    NotOverridableError,
    ProtectedNameError,
    UnknownParameterError,
)
from kohakuengine.config.overrides import parse_set
from kohakuengine.config.tree import parse_expression
from kohakuengine.engine.fields import default_holders, field_default
from kohakuengine.engine.reading import Reading
from kohakuengine.engine.refusal import candidates
from kohakuengine.engine.targets import Target, find_target

ANY, INT, FLOAT = ("any",), ("int",), ("float",)
PARSER = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float)\n"
CHOICES = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--m', choices=['a', 'b'])\n"


def find(source: str, text: str) -> Target:
    override = parse_set(text + "=1")
    reading = Reading(source.encode(), "script.py")
    return find_target(reading, override.key, override.name, override.scope)


def row(target: Target) -> tuple[Any, ...]:
    lines = [site.line for site in target.sites]
    return (target.kind, target.name, target.path, target.spec, target.is_annotated, target.line, lines)


# Source, override, and (kind, name, path, spec, is annotated, line, lines of the declarations).
TARGETS: dict[str, tuple[str, str, tuple[Any, ...]]] = {
    "global": ("\nx = 1", "x", ("global", "x", (), INT, False, 2, [2])),
    "annotated": ("x: float = 1", "x", ("global", "x", (), FLOAT, True, 1, [1])),
    "annotated before": ("x: float\nx = 1", "x", ("global", "x", (), FLOAT, True, 2, [2])),
    "annotated Any": ("x: object = 1", "x", ("global", "x", (), ("union", (INT, ANY)), True, 1, [1])),
    "quoted annotation": ("x: 'float' = 1", "x", ("global", "x", (), FLOAT, True, 1, [1])),
    "annotation that is none": ("x: 'a rate' = 1", "x", ("global", "x", (), INT, False, 1, [1])),
    "annotation with a call": ("x: f() = 1", "x", ("global", "x", (), INT, False, 1, [1])),
    "annotation to ask for": (
        "x: Mode = 1",
        "x",
        ("global", "x", (), ("named", "Mode", INT), True, 1, [1]),
    ),
    "two declarations": ("x = 1\nif y:\n  x = 2.5", "x", ("global", "x", (), INT, False, 1, [1, 3])),
    "of an unpacking": ("x, y = f()", "x", ("global", "x", (), ANY, False, 1, [1])),
    "only read": ("\ndef main(): return x", "x", ("read", "x", (), ANY, False, 1, [])),
    "only annotated and read": ("x: int\nprint(x)", "x", ("read", "x", (), INT, True, 1, [])),
    "new": ("y = 1", "+x", ("new", "x", (), ANY, False, 1, [])),
    "new that is there": ("x = 1", "+x", ("global", "x", (), INT, False, 1, [1])),
    "new that is read": ("print(x)", "+x", ("new", "x", (), ANY, False, 1, [])),
    "member": ("class C:\n  x = 1", "C.x", ("member", "C.x", (), INT, False, 2, [2])),
    "annotated member": ("class C:\n  x: float = 1", "C.x", ("member", "C.x", (), FLOAT, True, 2, [2])),
    "nested member": (
        "class C:\n  class D:\n    x = 1",
        "C.D.x",
        ("member", "C.D.x", (), INT, False, 3, [3]),
    ),
    "member in an if": ("class C:\n  if y:\n    x = 1", "C.x", ("member", "C.x", (), INT, False, 3, [3])),
    "member of two classes": (
        "try:\n  class C: x = 1\nexcept E:\n  class C: x = 2",
        "C.x",
        ("member", "C.x", (), INT, False, 2, [2, 4]),
    ),
    "field": (
        "class C:\n  x: int = field(default=3)",
        "C.x",
        ("member", "C.x", (), INT, True, 2, [2]),
    ),
    "field without annotation": (
        "class C:\n  x = Field(3.5)",
        "C.x",
        ("member", "C.x", (), FLOAT, False, 2, [2]),
    ),
    "path": ("cfg = {}", "cfg.model.depth", ("path", "cfg", ("model", "depth"), ANY, False, 1, [1])),
    "path into a member": (
        "class C:\n  x = {}",
        "C.x.depth",
        ("path", "C.x", ("depth",), ANY, False, 2, [2]),
    ),
    "option": (PARSER, "lr", ("option", "lr", (), FLOAT, False, 3, [])),
    "option by scope": (PARSER + "lr = 1", "option:lr", ("option", "lr", (), FLOAT, False, 3, [])),
    "global by scope": (PARSER + "lr = 1", "global:lr", ("global", "lr", (), INT, False, 4, [4])),
    "global that is the option": (
        PARSER + "args = p.parse_args()\nlr = args.lr",
        "lr",
        ("option", "lr", (), FLOAT, False, 3, []),
    ),
    "global that is the option, parsed in place": (
        PARSER + "lr = p.parse_args().lr",
        "lr",
        ("option", "lr", (), FLOAT, False, 3, []),
    ),
    "global that is the option, of a dict": (
        PARSER + "lr = vars(p.parse_args())['lr']",
        "lr",
        ("option", "lr", (), FLOAT, False, 3, []),
    ),
    "global that is the option, of a dict of a name": (
        PARSER + "args = p.parse_args()\nlr = vars(args)['lr']",
        "lr",
        ("option", "lr", (), FLOAT, False, 3, []),
    ),
    "global of another name that is the option": (
        PARSER + "args = p.parse_args()\nrate = args.lr",
        "rate",
        ("option", "lr", (), FLOAT, False, 3, []),
    ),
    "option with choices": (CHOICES, "m", ("option", "m", (), ("literal", ("a", "b")), False, 3, [])),
    "loop body": ("for i in y:\n  x = 1", "x", ("global", "x", (), INT, False, 2, [2])),
    "in the cell": (
        "x = 1\n# %% kogine:config\nx = 2\n# %% kogine:script\nx = 3",
        "x",
        ("global", "x", (), INT, False, 1, [1, 3, 5]),
    ),
}


@pytest.mark.parametrize(("source", "text", "expected"), TARGETS.values(), ids=TARGETS.keys())
def test_an_override_lands_here(source: str, text: str, expected: tuple[Any, ...]) -> None:
    target = find(source, text)

    assert row(target) == expected
    assert target.key == text


# Source, override, error, and its fields.
REFUSALS: dict[str, tuple[str, str, type[KohakuError], dict[str, Any]]] = {
    "unknown": ("x = 1", "y", UnknownParameterError, {"name": "y", "line": None, "candidates": ["x"]}),
    "unknown under a star import": (
        "from m import *\nprint(y)",
        "y",
        UnknownParameterError,
        {"name": "y", "candidates": []},
    ),
    "builtin": ("print(1)", "print", UnknownParameterError, {"name": "print"}),
    "attribute alone": ("x.y = 1", "y", UnknownParameterError, {"name": "y"}),
    "python's own": ("x = 1", "__name__", ProtectedNameError, {"name": "__name__"}),
    "python's own, new": ("x = 1", "+__file__", ProtectedNameError, {"name": "__file__"}),
    "underscore": ("_x = 1", "_x", NotOverridableError, {"name": "_x", "line": 1}),
    "transformation": ("x += 1", "x", NotOverridableError, {"line": 1}),
    "loop variable": (
        "\nfor x in y: pass",
        "x",
        NotOverridableError,
        {"line": 2, "reason": "is a loop variable"},
    ),
    "with": ("with o as x: pass", "x", NotOverridableError, {"reason": "is bound by `with ... as`"}),
    "except": ("try: pass\nexcept E as x: pass", "x", NotOverridableError, {"line": 2}),
    "match": ("match y:\n  case [x]: pass", "x", NotOverridableError, {"line": 2}),
    "comprehension": (
        "[x := i for i in y]",
        "x",
        NotOverridableError,
        {"reason": "is bound inside a comprehension"},
    ),
    "import": ("import x", "x", NotOverridableError, {"reason": "is imported"}),
    "function": ("def x(): pass", "x", NotOverridableError, {"reason": "is a function"}),
    "class": (
        "class x: pass",
        "x",
        NotOverridableError,
        {"reason": "is a class; set one of its members, as in `x.member=...`"},
    ),
    "deleted": ("del x", "x", NotOverridableError, {"reason": "is only deleted"}),
    "entrypoint's result": (
        "def main(): pass\nx = main()",
        "x",
        NotOverridableError,
        {"line": 2, "reason": "is what the entrypoint returns"},
    ),
    "global in a function": (
        "def f():\n  global x\n  x = 1\nprint(x)",
        "x",
        NotOverridableError,
        {"line": 2},
    ),
    "new that is imported": ("import x", "+x", NotOverridableError, {"name": "x"}),
    "outside the cell": (
        "x = 1\n# %% kogine:config\ny = 2\n# %% kogine:script\n",
        "x",
        NotOverridableError,
        {"line": 1, "reason": "is declared outside the marked cell"},
    ),
    "read beside a cell": (
        "# %% kogine:config\ny = 2\n# %% kogine:script\nprint(x)",
        "x",
        NotOverridableError,
        {"reason": "is not declared in the marked cell"},
    ),
    "ambiguous": (PARSER + "lr = 1", "lr", AmbiguousNameError, {"name": "lr", "line": 4, "option_line": 3}),
    "no such option": (
        "lr = 1",
        "option:rl",
        UnknownParameterError,
        {"name": "option:rl", "candidates": [], "hint": ""},
    ),
    "a global that is no option": (
        "lr = 1",
        "option:lr",
        UnknownParameterError,
        {"name": "option:lr", "candidates": [], "hint": "'lr' is a global: leave the prefix out."},
    ),
    "unknown member": (
        "\nclass C:\n  lr = 1",
        "C.rl",
        UnknownParameterError,
        {"name": "C.rl", "line": 2, "candidates": ["C.lr"]},
    ),
    "method": ("class C:\n  def x(self): pass", "C.x", NotOverridableError, {"name": "C.x", "line": 2}),
    "underscored member": ("class C:\n  _x = 1", "C._x", NotOverridableError, {"name": "C._x", "line": 2}),
    "inherited": (
        "class B:\n  x = 1\nclass C(B):\n  pass",
        "C.x",
        InheritedMemberError,
        {"name": "C.x", "line": 3, "base": "B"},
    ),
    "inherited from afar": (
        "class A:\n  x = 1\nclass B(A): pass\nclass C(B): pass",
        "C.x",
        InheritedMemberError,
        {"base": "A"},
    ),
    "nested class itself": ("class C:\n  class D: pass", "C.D", NotOverridableError, {"name": "C"}),
    "path into nothing": ("x = 1", "cfg.depth", UnknownParameterError, {"name": "cfg"}),
    "path into an import": ("import cfg", "cfg.depth", NotOverridableError, {"name": "cfg"}),
}


@pytest.mark.parametrize(("source", "text", "cls", "fields"), REFUSALS.values(), ids=REFUSALS.keys())
def test_an_override_is_refused(
    source: str, text: str, cls: type[KohakuError], fields: dict[str, Any]
) -> None:
    with pytest.raises(cls) as caught:
        find(source, text)

    assert type(caught.value) is cls
    assert {name: getattr(caught.value, name) for name in fields} == fields
    assert caught.value.path == "script.py"


def test_candidates_are_all_that_can_be_set() -> None:
    source = PARSER + "import os\nx = 1\n_y = 2\nclass C:\n  z = 3\nfor i in v: pass\nprint(w, os)\n"

    assert candidates(Reading(source.encode(), "script.py")) == ["p", "x", "lr", "C.z", "v", "w"]


FIELDS = {
    "field(default=1)": "1",
    "dataclasses.field(default=1, repr=False)": "1",
    "Field(1, ge=0)": "1",
    "attr.ib(1)": "1",
    "attrs.field(default=1)": "1",
    "mapped_field(default=1)": "1",
    "field()": None,
    "field(default_factory=list)": None,
    "f(default=1)": None,
    "1": None,
}


@pytest.mark.parametrize(("text", "default"), FIELDS.items(), ids=FIELDS.keys())
def test_the_default_inside_a_field(text: str, default: str | None) -> None:
    found = field_default(parse_expression(text))

    assert (None if found is None else text[found.col_offset : found.end_col_offset]) == default


HOLDERS: dict[str, list[tuple[str, str]]] = {
    "field(default=1, repr=False)": [("1", "value")],
    "field(default_factory=list)": [("list", "factory")],
    "attr.ib(1, validator)": [("1", "value")],
    "attr.ib(factory=list)": [("list", "factory")],
    "attr.ib(default=attr.Factory(list))": [("list", "factory")],
    "attr.ib(Factory(list, True))": [("list", "factory")],
    "Field(**more)": [("more", "keywords")],
    "Field(1, **more)": [("1", "value"), ("more", "keywords")],
    "Field(...)": [],
    "Field(default=..., ge=0)": [],
    "Field(*places)": [],
    "field()": [],
}


@pytest.mark.parametrize(("text", "holders"), HOLDERS.items(), ids=HOLDERS.keys())
def test_a_field_has_its_default_here(text: str, holders: list[tuple[str, str]]) -> None:
    found = default_holders(parse_expression(text))

    values = [owner[key] if isinstance(owner, list) else getattr(owner, key) for owner, key, _ in found]
    assert [(ast.unparse(value), form) for value, (_, _, form) in zip(values, found, strict=True)] == holders
