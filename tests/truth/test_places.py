"""The yardstick: what it calls a declaration, by the sentences of the rules."""

from __future__ import annotations

import pytest

from .places import Kind, Places

FORMS: dict[str, tuple[str, dict[Kind, list[str]]]] = {
    "plain, annotated, chained": (
        "a = 1\nb: int = 2\nc = d = 3\ne: int\n",
        {"declaration": ["a:1", "b:2", "c:3", "d:3"]},
    ),
    "unpacked": ("a, (b, *c) = f()\n[d, e] = 1, 2\n", {"declaration": ["a:1", "b:1", "c:1", "d:2", "e:2"]}),
    "attributes and items bind no name": ("a.b = 1\na[0] = 2\na.b, c = 3, 4\n", {"declaration": ["c:3"]}),
    "walrus": (
        "if (a := 1): pass\nprint(f(b := 2))\nwhile (c := 3): break\n",
        {"declaration": ["a:1", "b:2", "c:3"]},
    ),
    "in blocks": (
        "if x:\n a = 1\nelif y:\n a = 2\nelse:\n a = 3\n"
        "try:\n b = 1\nexcept E:\n b = 2\nelse:\n b = 3\nfinally:\n b = 4\n"
        "with z:\n c = 1\nmatch q:\n case 1:\n  d = 1\n",
        {"declaration": ["a:2", "a:4", "a:6", "b:8", "b:10", "b:12", "b:14", "c:16", "d:19"]},
    ),
    "in a loop where there is none outside": (
        "for i in v:\n a = 1\n b = 2\nelse:\n c = 3\nb = 3\nwhile (d := 1):\n e = 2\nd = 4\n",
        {"declaration": ["a:2", "c:5", "b:6", "e:8", "d:9"], "other": ["i:1", "b:3", "d:7"]},
    ),
    "transformations": (
        "a = 1\na = a + 1\na += 1\na, b = b, a\nc = [a for a in c]\n",
        {"declaration": ["a:1"], "transformation": ["a:2", "a:3", "a:4", "b:4", "c:5"]},
    ),
    "names of inner scopes are others": (
        "a = [a for a in v]\nb = lambda b: b\nc = lambda: c\nd = [e for e in d]\nf = lambda x=f: 1\n",
        {"declaration": ["a:1", "b:2"], "transformation": ["c:3", "d:4", "f:5"]},
    ),
    "not declarations": (
        "import a, b.c as d\nfrom e import f as g\ndef h(): i = 1\nclass j: pass\nwith k as l: pass\n"
        "try: pass\nexcept E as m: pass\nmatch n:\n case [o, *p]: pass\n case {'q': 1, **r}: pass\n"
        "[(s := t) for t in v]\ndel u\n",
        {"other": ["a:1", "d:1", "g:2", "h:3", "j:4", "l:5", "m:6", "o:8", "p:8", "r:8", "s:11"]},
    ),
    "own names": ("_a = 1\n__all__ = []\n", {"other": ["_a:1", "__all__:2"]}),
    "members": (
        "class A:\n x = 1\n class B:\n  y: int = 2\n if q:\n  z = 3\n x += 1\n _w = 4\n def f(self): u = 5\n",
        {
            "declaration": ["A.x:2", "A.B.y:4", "A.z:6"],
            "transformation": ["A.x:7"],
            "other": ["A:1", "A.B:3", "A._w:8", "A.f:9"],
        },
    ),
    "members about which the rules are silent": (
        "class _A:\n x = 1\nfor i in v:\n class B:\n  y = 2\nclass C:\n z = 3\nC = 4\n"
        "class D:\n w = attr.ib()\n @w.default\n def make(self): pass\n",
        {
            "unclear": ["_A.x:2", "B.y:5", "C.z:7", "D.w:10"],
            "declaration": ["C:8"],
            "other": ["_A:1", "i:3", "B:4", "C:6", "D:9", "D.make:11"],
        },
    ),
    "the entrypoint's result": (
        "def main(): pass\ndef fit(): pass\nif __name__ == '__main__':\n a = fit()\n b = main()\n",
        {"declaration": ["a:4"], "other": ["main:1", "fit:2", "b:5"]},
    ),
    "the last call of a function of this file": (
        "def seed(): pass\ndef fit(): pass\n"
        "if '__main__' == __name__ and x:\n a = seed()\n b = int(fit())\n c = fit()\n",
        {"declaration": ["a:4", "b:5"], "other": ["seed:1", "fit:2", "c:6"]},
    ),
    "a result without a guard": (
        "async def main(): pass\na = helper()\nb = asyncio.run(main())\n",
        {"declaration": ["a:2"], "other": ["main:1", "b:3"]},
    ),
    "a helper's result without a guard": (
        "def helper(): pass\na = helper()\n",
        {"declaration": ["a:2"], "other": ["helper:1"]},
    ),
    "a result handed on": (
        "def train(): pass\na = fire.Fire(train)\nb = 2\n",
        {"declaration": ["b:3"], "other": ["train:1", "a:2"]},
    ),
}


@pytest.mark.parametrize(("source", "kinds"), FORMS.values(), ids=FORMS.keys())
def test_what_a_place_is(source: str, kinds: dict[Kind, list[str]]) -> None:
    places = Places(source)

    found: dict[Kind, list[str]] = {}
    for place in places.all:
        found.setdefault(place.kind, []).append(f"{place.name}:{place.line}")

    assert {kind: sorted(names) for kind, names in found.items()} == {
        kind: sorted(names) for kind, names in kinds.items()
    }


LITERALS = ["1", "-1.5", "'a' 'b'", "None", "[1, (2, {'a': {3}})]", "b'x'", "1 + 2j"]
NO_LITERALS = ["f()", "set()", "x", "[x]", "1 + 2", "f'{x}'", "not True"]


@pytest.mark.parametrize("value", LITERALS)
def test_values_that_are_written_out(value: str) -> None:
    assert Places(f"a = {value}\n").all[0].is_literal


@pytest.mark.parametrize("value", NO_LITERALS)
def test_values_that_are_not(value: str) -> None:
    assert not Places(f"a = {value}\n").all[0].is_literal


def test_of_an_unpacking_the_parts_are_values() -> None:
    found = {place.name: place.is_literal for place in Places("a, (b, c) = 1, (x, 2)\nd, *e = 1, 2\n").all}

    assert found == {"a": True, "b": False, "c": True, "d": False, "e": False}
