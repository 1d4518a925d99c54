"""The sweep over the standard library, sampled: `python -m tests.facts sweep` takes all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import disagreements
from .comparison import by_tooling, differences
from .oracle import by_ast
from .sweep import sampled_files, sweep

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = 150
AGREED = 60
SEED = 20


def test_the_facts_of_the_standard_library_are_those_of_its_syntax_trees() -> None:
    paths = sampled_files(SAMPLE, seed=SEED)

    assert len(paths) >= SAMPLE
    assert list(sweep(paths)) == []


@pytest.mark.parametrize(
    "text",
    [
        "x = [x for x in y]\nprint(x)\n",
        "class C:\n    x = [x for x in y]\n    def f(self):\n        return x\n",
        "def f():\n    def g():\n        nonlocal x\n        x = 1\n    x = 2\n    return x, y\n",
        "def top(a):\n    return a\n",
        "def f(a=(b := 1)):\n    global c, d\n    c += 1\n    import d\n",
        "lambda a, *b, c=d, **e: (a, b, c, e, f)\n",
        "try:\n    pass\nexcept (a, b) as c:\n    c\nfinally:\n    c = 1\n",
        "with a as b.c, d as (e, *f[0]):\n    pass\n",
        "for a[0], (b.c, d) in e:\n    pass\nelse:\n    f = 1\n",
        "match a:\n    case {'x': b,\n          **c\n          }:\n        c\n",
        "match a:\n    case [*_, (d | d) as e]: pass\n    case f(g=h) if i: pass\n",
        "a = b = c, (d, *e) = f\n",
        "(a), [b, (c)] = (1), [2, (3)]\n",
        "a: (b)\n(c): d = 1\ne.f: g = 2\nh[0]: i\n",
        "del a, (b, [c]), d.e, f[0]\n",
        "if (a := 1) and [b := 2 for _ in c]: d = a\nelif (e := 3): pass\n",
        "@a(b := 1)\nclass C(d := object, metaclass=e):\n    class D:\n        f = g = 1\n",
        "import a.b, c.d as e\nfrom f import *\nfrom .g import (h as i, j,)\n",
        "async def f():\n    return [a async for a in b if await c]\n",
        "x = f'{a!r:{b}} {c:%H}' f\"{d['e']}\"\n",
        "if __name__ == '__main__' and a: pass\nelif '__main__' == __name__: pass\n",
        "while (a := b): a = a + 1\nelse: c = a\n",
    ],
)
def test_the_facts_of_a_hard_text_are_those_of_its_syntax_tree(text: str) -> None:
    assert differences(text) == []


def test_the_comparison_sees_what_differs() -> None:
    wanted, got = by_ast("lr = 1\n"), by_tooling("lr = 2\n")

    assert wanted.bound != got.bound


def test_engine_and_tooling_agree_on_the_standard_library() -> None:
    paths = [path for path in sampled_files(AGREED, seed=SEED) if path.parent.name != "test"]

    found = [f"{path}: {one}" for path in paths for one in _disagreements(path)]

    assert found == []


def _disagreements(path: Path) -> list[str]:
    """Compare both readings of a file, none where it is no Python to the engine."""
    try:
        path.read_text(encoding="utf-8")
        return disagreements(path)
    except (SyntaxError, UnicodeDecodeError):
        return []
