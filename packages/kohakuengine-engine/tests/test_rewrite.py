"""What the tree of a script becomes: source before, source after; markers are written as `value_0`."""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.config.errors import NotOverridableError
from kohakuengine.config.overrides import parse_set
from kohakuengine.engine.reading import Reading
from kohakuengine.engine.rewrite import Rewriter
from kohakuengine.engine.targets import find_target

if TYPE_CHECKING:
    from collections.abc import Callable

DIGEST = "\0marker:"


def rewriter_of(source: str) -> tuple[Reading, Rewriter]:
    reading = Reading(source.encode(), "script.py")
    return reading, Rewriter(reading, DIGEST)


def shown(reading: Reading, rewriter: Rewriter) -> str:
    """Write the tree as source, markers as names."""

    class Named(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            if not (isinstance(node.value, str) and node.value.startswith(DIGEST)):
                return node
            kind, index, _ = rewriter.slots[int(node.value[len(DIGEST) :])]
            return ast.Name(id=kind if index < 0 else f"{kind}_{index}")

    return ast.unparse(Named().visit(copy.deepcopy(reading.tree)))


def written(source: str) -> str:
    """Write source as `ast.unparse` does, whose parentheses differ between versions."""
    return ast.unparse(ast.parse(source))


def landed(source: str, names: str) -> str:
    reading, rewriter = rewriter_of(source)
    overrides = [parse_set(f"{name}=1") for name in names.split()]
    rewriter.land([find_target(reading, o.key, o.name, o.scope) for o in overrides])
    return shown(reading, rewriter)


LANDINGS: dict[str, tuple[str, str, str]] = {
    "assignment": ("x = 1 + f()", "x", "x = value_0.__next__()"),
    "class to ask": ("x = Price(1)", "x", "x = dynamic_0.land(lambda: Price)"),
    "annotated": ("x: int = 1", "x", "x: int = value_0.__next__()"),
    "annotation to ask for": ("x: Mode = 1", "x", "x: Mode = dynamic_0.land(lambda: Mode)"),
    "enum": ("x = Mode.FAST", "x", "x = dynamic_0.land(lambda: Mode)"),
    "walrus": ("print((x := 1))", "x", "print((x := value_0.__next__()))"),
    "element": ("a, b = (1, f())", "a", "a, b = (value_0.__next__(), f())"),
    "both elements": ("a, b = (1, 2)", "b a", "a, b = (value_1.__next__(), value_0.__next__())"),
    "nested element": ("a, (b, c) = (1, (2, 3))", "c", "a, (b, c) = (1, (2, value_0.__next__()))"),
    "part of a call": ("a, b = f()", "b", "a, b = f()\nb = value_0.__next__()"),
    "all of a call": ("a, b = f()", "a b", "a = value_0.__next__()\nb = value_1.__next__()"),
    "star": ("a, *b = f()", "b", "a, *b = f()\nb = value_0.__next__()"),
    "part of a chain": ("a = b = 1 + f()", "b", "a = b = 1 + f()\nb = value_0.__next__()"),
    "all of a chain": ("a = b = 1 + f()", "a b", "a = value_0.__next__()\nb = value_1.__next__()"),
    "chain with an attribute": ("a = o.b = 1 + f()", "a", "a = o.b = 1 + f()\na = value_0.__next__()"),
    "two declarations": (
        "x = 1\nif y:\n    x = 2",
        "x",
        "x = value_0.__next__()\nif y:\n    x = value_0.__next__()",
    ),
    "transformation": ("x = 1\nx = x * 2", "x", "x = value_0.__next__()\nx = x * 2"),
    "member": ("class C:\n    x = 1", "C.x", "class C:\n    x = value_0.__next__()"),
    "path into a global that a field() makes": ("x = ti.field(1)", "x.y", "x = reach_0.reach(ti.field(1))"),
    "read, to ask for": ("x: Mode\nprint(x)", "x", "x: Mode\nx = dynamic_0.land(lambda: Mode)\nprint(x)"),
    "read, annotated where nothing can be asked": (
        "if y:\n    x: Mode\nprint(x)",
        "x",
        "x = value_0.__next__()\nif y:\n    x: Mode\nprint(x)",
    ),
    "new in an empty script": ("# nothing", "+x", "x = value_0.__next__()"),
    "new behind a docstring alone": ('"""doc"""', "+x", '"""doc"""\nx = value_0.__next__()'),
    "all of an unpacking in an Enum": (
        "class C(Enum):\n    A, B = range(2)",
        "C.A C.B",
        "class C(Enum):\n    A = value_0.__next__()\n    B = value_1.__next__()",
    ),
    "read": ("print(x)", "x", "x = value_0.__next__()\nprint(x)"),
    "read behind a docstring and the future": (
        '"""doc"""\nfrom __future__ import annotations\nprint(x)',
        "x",
        '"""doc"""\nfrom __future__ import annotations\nx = value_0.__next__()\nprint(x)',
    ),
    "new": ("y = 1", "+x", "x = value_0.__next__()\ny = 1"),
    "path": ("cfg = {}", "cfg.a.b", "cfg = reach_0.reach({})"),
    "two paths": ("cfg = {}", "cfg.a cfg.b", "cfg = reach_1.reach(reach_0.reach({}))"),
    "path into an unpacking": ("a, cfg = f()", "cfg.a", "a, cfg = f()\ncfg = reach_0.reach(cfg)"),
    "whole, then path": ("cfg = {}", "cfg.a cfg", "cfg = reach_0.reach(value_1.__next__())"),
    "whole of an unpacking, then path": (
        "a, cfg = f()",
        "cfg.a cfg",
        "a, cfg = f()\ncfg = value_1.__next__()\ncfg = reach_0.reach(cfg)",
    ),
}


@pytest.mark.parametrize(("before", "names", "after"), LANDINGS.values(), ids=LANDINGS.keys())
def test_overrides_land_in_the_source(before: str, names: str, after: str) -> None:
    assert landed(before, names) == written(after)


# A member of class C: its statement before, names, its statement after.
FIELDS = {
    "field": (
        "x: int = field(default=1, repr=False)",
        "C.x",
        "x: int = field(repr=False, **field_0.__next__())",
    ),
    "field with a factory": (
        "x: list = field(default_factory=list)",
        "C.x",
        "x: list = field(**field_0.__next__())",
    ),
    "positional field": ("x: int = Field(1, ge=0)", "C.x", "x: int = Field(ge=0, **field_0.__next__())"),
    "field with more than one place": (
        "x = attr.ib(0, validator, repr=False)",
        "C.x",
        "x = attr.ib(value_0.__next__(), validator, repr=False)",
    ),
    "field to ask for": (
        "x: Mode = field(default=Mode.FAST, repr=False)",
        "C.x",
        "x: Mode = field(repr=False, **dynamic_0.land(lambda: Mode))",
    ),
    "path into a field": (
        "x: Optim = field(default=Optim(), repr=False)",
        "C.x.lr",
        "x: Optim = field(default=reach_0.reach(Optim()), repr=False)",
    ),
    "path into what a field makes": (
        "x: dict = field(default_factory=make)",
        "C.x.lr",
        "x: dict = field(default_factory=reach_0.reach_made(make))",
    ),
    "path into a positional default": (
        "x: dict = Field({}, **more)",
        "C.x.lr",
        "x: dict = Field(reach_0.reach({}), **reach_0.reach_default(more))",
    ),
    "path into a factory of attrs": (
        "x = attr.ib(default=attr.Factory(dict))",
        "C.x.lr",
        "x = attr.ib(default=attr.Factory(reach_0.reach_made(dict)))",
    ),
    "whole of a field, then path": (
        "x: dict = field(default_factory=dict)",
        "C.x C.x.lr",
        "x: dict = field(**reach_1.reach_default(field_0.__next__()))",
    ),
}


@pytest.mark.parametrize(("before", "names", "after"), FIELDS.values(), ids=FIELDS.keys())
def test_overrides_land_in_fields(before: str, names: str, after: str) -> None:
    assert landed(f"class C:\n    {before}", names) == written(f"class C:\n    {after}")


ENUMS = {
    "unpacking": "class C(enum.IntEnum):\n    A, B = range(2)",
    "chain": "from enum import Flag\nclass C(Flag):\n    A = B = 1",
    "base in the file": "class Base(enum.Enum):\n    pass\nclass C(Base):\n    A, B = range(2)",
}


@pytest.mark.parametrize("source", ENUMS.values(), ids=ENUMS.keys())
def test_a_member_of_an_enum_bound_with_others_is_refused(source: str) -> None:
    with pytest.raises(NotOverridableError) as caught:
        landed(source, "C.A")

    assert caught.value.line == len(source.splitlines())


HEAD = "def main(a=1, *, b=2):\n    pass\nx = 1\n"
GUARD = "if __name__ == '__main__':\n    "


def change(source: str, act: Callable[[Rewriter, Any], None]) -> str:
    """Return the last lines of a script whose entrypoint is rewritten."""
    reading, rewriter = rewriter_of(HEAD + source)
    act(rewriter, reading.entries[0])
    return shown(reading, rewriter).removeprefix(HEAD)


CALLS: dict[str, tuple[str, bool, tuple[str, ...], str]] = {
    "kwargs": ("main(3)", False, ("b",), "main(*call.bind(main, 3), **call.keywords)"),
    "kwargs over the call's own": (
        "main(b=f(), c=g())",
        False,
        ("b",),
        "main(*call.bind(main, b=None, c=g()), **call.keywords)",
    ),
    "args": ("main(f(), c=1)", True, (), "main(*call.bind(main, c=1), **call.keywords)"),
    "starred": ("main(*a, **k)", False, ("b",), "main(*call.bind(main, *a, **k), **call.keywords)"),
    "exit": ("sys.exit(main())", False, ("b",), "sys.exit(main(*call.bind(main), **call.keywords))"),
    "framework": ("fire.Fire(main)", False, ("b",), "fire.Fire(call.wrap(main))"),
}


@pytest.mark.parametrize(("call", "has_args", "kwargs", "after"), CALLS.values(), ids=CALLS.keys())
def test_a_configs_arguments_take_their_place(
    call: str, has_args: bool, kwargs: tuple[str, ...], after: str
) -> None:
    found = change(GUARD + call, lambda r, entry: r.call_with(entry, has_args=has_args, kwargs=kwargs))

    assert found == GUARD + after


RESULTS = {
    "main(3)": "result.setdefault('value', main(3))",
    "sys.exit(main())": "sys.exit(result.setdefault('value', main()))",
    "asyncio.run(main())": "result.setdefault('value', asyncio.run(main()))",
    "rc = main()": "rc = result.setdefault('value', main())",
    "fire.Fire(main)": "fire.Fire(result.wrap(main))",
}


@pytest.mark.parametrize(("call", "after"), RESULTS.items(), ids=RESULTS.keys())
def test_the_result_is_kept_where_it_arises(call: str, after: str) -> None:
    assert change(GUARD + call, lambda r, entry: r.keep_result(entry)) == GUARD + after


CLOSED = {
    '__name__ == "__main__"': "False",
    '"__main__" == __name__': "False",
    '__name__ != "__main__"': "True",
    '__name__ == "__main__" and x': "False and x",
    'x or __name__ == "__main__"': "x or False",
    'not __name__ == "__main__"': "not False",
    "__name__ == 'train'": "__name__ == 'train'",
    "x": "x",
}


@pytest.mark.parametrize(("test", "after"), CLOSED.items(), ids=CLOSED.keys())
@pytest.mark.parametrize("form", ["if {}:\n    pass", "try:\n    if {}:\n        pass\nfinally:\n    pass"])
def test_a_closed_guard_does_not_run(form: str, test: str, after: str) -> None:
    reading, rewriter = rewriter_of(form.format(test))
    rewriter.close_guard()

    assert shown(reading, rewriter) == form.format(after)


def test_a_guard_in_a_function_is_not_closed() -> None:
    source = "def f():\n    if __name__ == '__main__':\n        pass"
    reading, rewriter = rewriter_of(source)
    rewriter.close_guard()

    assert shown(reading, rewriter) == source
