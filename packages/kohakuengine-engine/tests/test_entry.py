"""The entrypoint of a script: which call is recognised, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from kohakuengine.config.tree import parse, parse_expression
from kohakuengine.engine.bindings import Bindings
from kohakuengine.engine.entry import Entry, find_entries, find_guards, guard_compare, module_has

HEAD = "def main(): pass\ndef fit(n=1): pass\nasync def work(): pass\n"
GUARD = 'if __name__ == "__main__":\n'


def entries(source: str) -> list[Entry]:
    return find_entries(parse(source, "script.py"))


def rows(source: str) -> list[tuple[str, str, int, int | None]]:
    return [(entry.name, entry.kind, entry.line, entry.call_line) for entry in entries(source)]


# What stands in the guard (line 5 on) after HEAD, and the entrypoints: (name, kind, line, call line).
GUARDED: dict[str, tuple[str, list[tuple[str, str, int, int | None]]]] = {
    "call": ("main()", [("main", "guard", 1, 5)]),
    "sys.exit": ("sys.exit(main())", [("main", "guard", 1, 5)]),
    "exit": ("exit(main())", [("main", "guard", 1, 5)]),
    "quit": ("quit(main())", [("main", "guard", 1, 5)]),
    "os._exit": ("os._exit(main())", [("main", "guard", 1, 5)]),
    "raise SystemExit": ("raise SystemExit(main())", [("main", "guard", 1, 5)]),
    "raise SystemExit from": ("raise SystemExit(fit()) from None", [("fit", "guard", 2, 5)]),
    "assigned": ("rc = main()", [("main", "guard", 1, 5)]),
    "annotated": ("rc: int = main()", [("main", "guard", 1, 5)]),
    "assigned, then exit": ("rc = main()\n  sys.exit(rc)", [("main", "guard", 1, 5)]),
    "asyncio.run": ("asyncio.run(work())", [("work", "guard", 3, 5)]),
    "exit of asyncio.run": ("sys.exit(asyncio.run(work()))", [("work", "guard", 3, 5)]),
    "anyio.run": ("anyio.run(work)", [("work", "framework", 3, 5)]),
    "trio.run": ("trio.run(work)", [("work", "framework", 3, 5)]),
    "uvloop.run": ("uvloop.run(work())", [("work", "guard", 3, 5)]),
    "event loop": ("asyncio.get_event_loop().run_until_complete(work())", [("work", "guard", 3, 5)]),
    "a loop of its own": ("my_loop.run_until_complete(work())", [("work", "guard", 3, 5)]),
    "with": ("with x:\n    main()", [("main", "guard", 1, 6)]),
    "asyncio.Runner": ("with asyncio.Runner() as r:\n    r.run(work())", [("", "block", 4, None)]),
    "try": ("try:\n    main()\n  except E: raise", [("main", "guard", 1, 6)]),
    "try, else, finally": (
        "try: pass\n  except E: pass\n  else: main()\n  finally: fit()",
        [("main", "guard", 1, 7), ("fit", "guard", 2, 8)],
    ),
    "if": ("if x:\n    fit()", [("fit", "guard", 2, 6)]),
    "loop": ("for i in x:\n    fit(i)", [("fit", "guard", 2, 6)]),
    "app.run": ("app.run(main)", [("main", "framework", 1, 5)]),
    "absl.app.run": ("absl.app.run(main)", [("main", "framework", 1, 5)]),
    "fire": ("fire.Fire(fit)", [("fit", "framework", 2, 5)]),
    "tyro": ("tyro.cli(fit)", [("fit", "framework", 2, 5)]),
    "typer": ("typer.run(fit)", [("fit", "framework", 2, 5)]),
    "exit of a framework": ("sys.exit(tyro.cli(fit))", [("fit", "framework", 2, 5)]),
    "what main returns": ("main()()", [("main", "guard", 1, 5)]),
    "exit of what main returns": ("sys.exit(main()()())", [("main", "guard", 1, 5)]),
    "what another returns": ("make(1)()", [("", "block", 4, None)]),
    "named main": ("fit()\n  main()", [("main", "guard", 1, 6), ("fit", "guard", 2, 5)]),
    "main before the last": ("main()\n  fit()", [("main", "guard", 1, 5), ("fit", "guard", 2, 6)]),
    "last of this file": (
        "freeze_support()\n  fit()\n  work()",
        [("work", "guard", 3, 7), ("fit", "guard", 2, 6)],
    ),
    "imported main": ("train()", [("train", "guard", 5, 5)]),
    "imported cli": ("cli()", [("cli", "guard", 5, 5)]),
    "of no function here": ("setup()", [("", "block", 4, None)]),
    "attribute": ("Trainer().fit()", [("", "block", 4, None)]),
    "pass": ("pass", [("", "block", 4, None)]),
    "a call inside a call": ("print(fit())", [("", "block", 4, None)]),
    "a name alone": ("main", [("", "block", 4, None)]),
}


@pytest.mark.parametrize(("body", "expected"), GUARDED.values(), ids=GUARDED.keys())
def test_what_the_guard_calls_is_the_entrypoint(
    body: str, expected: list[tuple[str, str, int, int | None]]
) -> None:
    assert rows(f"{HEAD}{GUARD}  {body}") == expected


# A whole script, and its entrypoints.
SCRIPTS: dict[str, tuple[str, list[tuple[str, str, int, int | None]]]] = {
    "call at module level": (HEAD + "main()", [("main", "call", 1, 4)]),
    "last call at module level": (HEAD + "fit()\nfit(2)", [("fit", "call", 2, 5), ("fit", "call", 2, 4)]),
    "a helper's value is no entrypoint": (HEAD + "x = fit(3)\nmain()", [("main", "call", 1, 5)]),
    "main's value at module level": (HEAD + "rc = main()", [("main", "call", 1, 4)]),
    "awaited nowhere": (HEAD + "asyncio.run(work())", [("work", "call", 3, 4)]),
    "in a module-level try": (HEAD + "try:\n  main()\nfinally: pass", [("main", "call", 1, 5)]),
    "in a module-level if": (HEAD + "if x:\n  fit()", [("main", "function", 1, None)]),
    "main never called": ("def main(): pass", [("main", "function", 1, None)]),
    "run never called": ("def run(): pass", [("run", "function", 1, None)]),
    "main before run": (
        "def run(): pass\ndef main(): pass",
        [("main", "function", 2, None), ("run", "function", 1, None)],
    ),
    "main handed on": ("def main(): pass\nschedule(main)", []),
    "main called by a function only": ("def main(): pass\ndef f(): main()", [("main", "function", 1, None)]),
    "another function never called": ("def fit(): pass", []),
    "flat": ("x = 1\nprint(x)", []),
    "empty": ("", []),
    "guard with its call after an uncalled run": (
        HEAD + "def run(): pass\n" + GUARD + "  fit()",
        [("fit", "guard", 2, 6)],
    ),
    "marked": (
        "@kohakuengine.entrypoint\ndef go(): pass\ndef main(): pass\n" + GUARD + "  main()",
        [("go", "decorator", 2, None), ("main", "guard", 3, 5)],
    ),
    "marked and called": (
        "@kohakuengine.entrypoint\ndef go(): pass\ndef main(): pass\n" + GUARD + "  main()\n  go()",
        [("go", "decorator", 2, 6), ("main", "guard", 3, 5)],
    ),
    "two guards": (
        HEAD + GUARD + "  fit()\n" + GUARD + "  main()",
        [("main", "guard", 1, 7), ("fit", "guard", 2, 5)],
    ),
    "imported runner": ("from asyncio import run\nasync def w(): pass\nrun(w())", [("w", "call", 2, 3)]),
    "imported runner, renamed": (
        "import asyncio as aio\nasync def w(): pass\naio.run(w())",
        [("w", "call", 2, 3)],
    ),
    "imported framework, renamed": (
        "from tyro import cli as go\ndef f(): pass\ngo(f)",
        [("f", "framework", 2, 3)],
    ),
    "defined in an if": ("if x:\n  def fit(): pass\n" + GUARD + "  fit()", [("fit", "guard", 2, 4)]),
    "defined twice": ("def fit(): pass\ndef fit(): pass\n" + GUARD + "  fit()", [("fit", "guard", 2, 4)]),
    "in a comprehension": (HEAD + "x = [fit() for i in y]", [("main", "function", 1, None)]),
}


@pytest.mark.parametrize(("source", "expected"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_has_these_entrypoints(
    source: str, expected: list[tuple[str, str, int, int | None]]
) -> None:
    assert rows(source) == expected


REASONS = {
    "guard": (HEAD + GUARD + "  main()", "called in the __main__ guard"),
    "call": (HEAD + "main()", "called at module level"),
    "framework": (HEAD + GUARD + "  tyro.cli(fit)", "given to tyro.cli(), called in the __main__ guard"),
    "function": ("def main(): pass", "main() is defined, and nothing calls it"),
    "decorator": (
        "from kohakuengine import entrypoint\n@entrypoint\ndef go(): pass",
        "marked with @kohakuengine.entrypoint",
    ),
    "block": (GUARD + "  pass", "the body of the __main__ guard"),
}


@pytest.mark.parametrize(("source", "reason"), REASONS.values(), ids=REASONS.keys())
def test_an_entrypoint_says_why_it_is_one(source: str, reason: str) -> None:
    assert entries(source)[0].reason == reason


def test_the_result_is_that_of_the_runner_not_of_the_coroutine() -> None:
    entry: Any = entries(HEAD + GUARD + "  sys.exit(asyncio.run(work()))")[0]

    assert (entry.call.func.id, entry.result.func.attr) == ("work", "run")
    assert (entry.is_by_reference, entry.is_async, entry.guard.lineno, entry.top) == (False, True, 4, 3)


def test_a_framework_gets_the_function_by_reference() -> None:
    entry: Any = entries(HEAD + GUARD + "  fire.Fire(fit)")[0]

    assert (entry.is_by_reference, entry.call is entry.result, entry.call.args[0].id) == (True, True, "fit")


GUARDS = {
    "equal": ('__name__ == "__main__"', True),
    "turned round": ('"__main__" == __name__', True),
    "and": ('__name__ == "__main__" and x', True),
    "deep and": ('x and (y and __name__ == "__main__")', True),
    "or": ('__name__ == "__main__" or x', False),
    "not": ('not __name__ == "__main__"', False),
    "unequal": ('__name__ != "__main__"', False),
    "another text": ('__name__ == "train"', False),
    "another name": ('name == "__main__"', False),
    "chained": ('__name__ == "__main__" == x', False),
    "in": ('__name__ in ("__main__",)', False),
}


@pytest.mark.parametrize(("test", "is_guard"), GUARDS.values(), ids=GUARDS.keys())
def test_a_guard_compares_the_name(test: str, is_guard: bool) -> None:
    tree = parse_expression(test)

    assert tree is not None
    assert (guard_compare(tree) is not None) == is_guard


PLACES = {
    "top": (GUARD + "  pass", [1]),
    "in an if": ("if x:\n  " + GUARD + "    pass", [2]),
    "in an else": ("if x: pass\nelse:\n  " + GUARD + "    pass", [3]),
    "in a try": ("try:\n  " + GUARD + "    pass\nfinally: pass", [2]),
    "in a with": ("with x:\n  " + GUARD + "    pass", [2]),
    "in a function": ("def f():\n  " + GUARD + "    pass", []),
    "in a class": ("class C:\n  " + GUARD + "    pass", []),
}


@pytest.mark.parametrize(("source", "lines"), PLACES.values(), ids=PLACES.keys())
def test_a_guard_stands_at_module_level(source: str, lines: list[int]) -> None:
    assert [guard.lineno for guard, _ in find_guards(parse(source, "script.py"))] == lines


CALLABLE = {
    "function": ("def f(): pass", True),
    "class": ("class f: pass", True),
    "import": ("from m import f", True),
    "computed": ("f = partial(g)", True),
    "lambda": ("f = lambda: 1", True),
    "number": ("f = 1", False),
    "list": ("f = []", False),
    "loop variable": ("for f in x: pass", False),
    "unknown": ("g = 1", False),
}


@pytest.mark.parametrize(("source", "is_known"), CALLABLE.values(), ids=CALLABLE.keys())
def test_a_name_may_be_called(source: str, is_known: bool) -> None:
    bindings = Bindings(parse(source, "script.py").body, has_walrus=False)

    assert module_has(bindings, "f") == is_known
