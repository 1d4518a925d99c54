"""Uses of a global: those that Python's scoping rules give it, and no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from drawn_scopes import NAMES, programs
from global_uses import global_uses
from hypothesis import HealthCheck, given, settings
from statements_of import statements_of

from kohakuengine_tooling.uses import Uses, find_uses

_LIBRARY = Path(os.__file__).parent
_MODULES = sorted(path for path in _LIBRARY.glob("*.py") if 1_000 < path.stat().st_size < 12_000)[:45]


def uses_of(text: str, name: str) -> Uses:
    """Find the uses of a global in a text."""
    return find_uses(statements_of(text), name)


# A text in which every use of `lr` is marked: [bound], <read>, and a string {"lr"}.
TEXTS = {
    "bound and read": "[lr] = 1\nprint(<lr>)\n",
    "read by functions": "[lr] = 1\ndef f(x=<lr>):\n    return <lr>\n",
    "a parameter of its name": "[lr] = 1\ndef f(lr):\n    return lr\n",
    "a default that reads it for a parameter of its name": "[lr] = 1\ndef f(lr=<lr>):\n    return lr\n",
    "a variable of its name": "[lr] = 1\ndef f():\n    lr = 2\n    return lr\n",
    "a variable of a function around": (
        "[lr] = 1\ndef f():\n    lr = 2\n    def g():\n        return lr\n    return g\n"
    ),
    "declared global": "[lr] = 1\ndef f():\n    global [lr]\n    [lr] = <lr> + 1\n",
    "declared global, beside an attribute": "def f():\n    global [lr]\n    x.lr = [lr] = 2\n",
    "declared global, beside a keyword argument": "def f():\n    global [lr]\n    [lr] = g(lr=1)\n",
    "declared global in one line": "[lr] = 1\ndef f(): global [lr]; [lr] = 2\n",
    "declared global and a default": "[lr] = 1\ndef f(x=<lr>):\n    global [lr]\n    [lr] = x\n",
    "an attribute": "[lr] = 1\nx.lr = args.lr + <lr>\n",
    "a keyword argument": "[lr] = 1\nf(lr=<lr>, x=dict(lr=2))\n",
    "a comprehension of its own": "[lr] = 1\nx = [lr for lr in <lr>]\n",
    "a lambda of its own": "[lr] = 1\nf = lambda lr, x=<lr>: lr\n",
    "a formatted string": "[lr] = 1\nprint(f'{<lr>:>{<lr>}} lr {x.lr}')\n",
    "strings": '[lr] = 1\nx["{lr}"] = "not lr"\n',
    "unpacked, looped, deleted": "a, ([lr], *b) = c\nfor [lr] in <lr>: pass\ndel [lr]\n",
    "the target of an except": "try: pass\nexcept <lr> as [lr]: pass\n",
    "added to": "[lr] = 1\n[lr] += <lr>\n",
    "only annotated": "[lr]: <lr>\n",
    "a walrus": "[lr] = 1\nif ([lr] := f(<lr>)): pass\nx = [([lr] := y) for y in z]\n",
    "a pattern": "match x:\n    case C(lr=[lr]): pass\n",
    "a decorator": "[lr] = 1\n@d(<lr>)\nclass C(b, lr=<lr>):\n    def f(self, x=<lr>): pass\n",
    "a class of other scopes": ("[lr] = 1\nclass C:\n    x = [lr for lr in (<lr>,)]\n    z = d(lr=<lr>)\n"),
    "a class of functions": "[lr] = 1\nclass C:\n    x = <lr>\n    def f(self):\n        return <lr>\n",
    "a comment": "[lr] = 1  # lr\n",
    "behind what is no Python": "[lr] = 1\ny = = 2\nprint(<lr>)\n",
}
_KINDS = {"[": "]", "<": ">", "{": "}"}


def _read_marks(marked: str, name: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """Take the marks out of a text; return where each kind of them stood around a name."""
    text = ""
    places: dict[str, list[tuple[int, int]]] = {opening: [] for opening in _KINDS}
    at = 0
    while at < len(marked):
        closing = _KINDS.get(marked[at])
        if closing and marked.startswith(f"{name}{closing}", at + 1):
            start = len(text) - (marked[at] == "{")  # with its quotes
            end = len(text) + len(name) + (marked[at] == "{")
            places[marked[at]].append((start, end))
            text += name
            at += len(name) + 2
        else:
            text += marked[at]
            at += 1
    return text, places


@pytest.mark.parametrize("marked", TEXTS.values(), ids=TEXTS.keys())
def test_each_use_is_found_and_no_other(marked: str) -> None:
    text, places = _read_marks(marked, "lr")

    found = uses_of(text, "lr")

    assert found.problem is None
    assert sorted(found.bindings) == places["["]
    assert sorted(found.reads) == places["<"]
    assert found.strings == places["{"]


PROBLEMS = {
    "import lr": "it is bound by an import",
    "from m import lr": "it is bound by an import",
    "def lr(): pass": "it is bound by a function",
    "class lr: pass": "it is bound by a class",
    "class C:\n    lr = lr": "a class of the script binds the same name",
    "class C:\n    def lr(self): pass": "a class of the script binds the same name",
    "def f():\n    global lr\n    lr, (x, lr) = 1, y": "a function binds it that declares it global",
    "def f():\n    global lr\n    x = lambda lr: lr": "a function binds it that declares it global",
    "x = lr" + " + lr" * 900: "it is used too often for all uses to be found",
}


@pytest.mark.parametrize(("text", "problem"), PROBLEMS.items(), ids=range(len(PROBLEMS)))
def test_what_may_not_be_all_is_said(text: str, problem: str) -> None:
    assert (uses_of(f"{text}\n", "lr").problem or "").startswith(problem)


@pytest.mark.parametrize(
    "binding", ["lr = 1", "for lr in x: pass", "def lr(self): pass", "y = [lr, (lr := 2)]", "(lr, y) = 1, 2"]
)
@pytest.mark.parametrize("around", ["class C:", "def f():"])
def test_a_class_inside_of_something_may_bind_it_too(around: str, binding: str) -> None:
    text = f"{around}\n    class D:\n        x = lr\n        {binding}\n"

    assert uses_of(text, "lr").problem == "a class of the script binds the same name"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=programs)
def test_uses_are_those_of_the_compiler(text: str) -> None:
    expected = global_uses(text)

    for name in NAMES:
        found = uses_of(text, name)
        if found.problem is None:
            assert set(found.all) == expected.get(name, set())


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.name)
def test_uses_in_the_standard_library_are_those_of_the_compiler(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    statements = statements_of(text)
    found = {}
    for name, expected in global_uses(text).items():
        uses = find_uses(statements, name)
        if uses.problem is None and name[:1] != "_":
            found[name] = (set(uses.all), expected)

    assert {name: both for name, both in found.items() if both[0] != both[1]} == {}
