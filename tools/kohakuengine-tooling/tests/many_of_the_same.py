"""Texts of many of the same: each form of statement, expression and declaration, as often as one likes."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["FORMS", "Form"]


class Form(NamedTuple):
    """A text that grows: a beginning, what is repeated (`§` is its number), and an end.

    Attributes:
        head: What stands before it.
        part: What is repeated.
        tail: What stands behind it; repeated, too, where it has a number.
    """

    head: str
    part: str
    tail: str = "\n"

    def text(self, count: int, first: int = 0) -> str:
        """Return it with so many parts; `first` is the number of the first."""
        numbers = range(first, first + count)
        part, tail = ("".join(one.replace("§", str(number)) for number in numbers) for one in self[1:])
        return self.head + part + (tail if "§" in self.tail else self.tail)


_ARGPARSE = "import argparse\np = argparse.ArgumentParser()\n"
_RECORD = "from dataclasses import dataclass\n@dataclass\nclass R:\n"
_MAIN = "def main(x=1): pass\n"
_IN_GUARD = f"{_MAIN}if __name__ == '__main__':\n"

STATEMENTS = {
    "assignments": Form("", "a§ = §\n"),
    "of one name": Form("", "a = §\n"),
    "annotated": Form("", "a§: int = §\n"),
    "annotations": Form("", "a§: int\n"),
    "transformations": Form("a = 1\n", "a += 1\n"),
    "derived": Form("a = 1\n", "b§ = a + §\n"),
    "behind semicolons": Form("", "a§ = §; "),
    "chained targets": Form("", "a§ = ", "1\n"),
    "unpacked": Form("", "a§, ", "= f()\n"),
    "walruses": Form("f(", "(a§ := §), ", ")\n"),
    "imports": Form("", "import a§\n"),
    "imported names": Form("from m import (", "a§, ", ")\n"),
    "star imports": Form("", "from m§ import *\na§ = 1\n"),
    "functions": Form("", "def f§(a, b=§): return a\n"),
    "arguments": Form("def main(", "a§: int = §, ", "): pass\nmain()\n"),
    "decorators": Form("", "@d§\n", "def f(): pass\n"),
    "coroutines": Form("", "async def f§(): await x\n"),
    "yields": Form("def f():\n", "    x§ = yield §\n"),
    "globals of functions": Form("", "def f§():\n    global a§\n    a§ = 1\n"),
    "one global of functions": Form("", "def f§():\n    global a\n    a = §\nb§ = a\n"),
    "calls": Form(_MAIN, "main(§)\n"),
    "calls in the guard": Form(_IN_GUARD, "    main(§)\n"),
    "guards": Form(_MAIN, "if __name__ == '__main__':\n    main(§)\n"),
    "marked functions": Form("import kohakuengine\n", "@kohakuengine.entrypoint\ndef f§(): pass\nf§()\n"),
    "if": Form("", "if x: a§ = §\n"),
    "elif": Form("if x: pass\n", "elif x§: a§ = §\n"),
    "for": Form("", "for i§ in y: a§ = §\n"),
    "while": Form("", "while x:\n    a§ = §\n    break\n"),
    "try": Form("", "try:\n    a§ = §\nexcept E as e§: pass\n"),
    "except": Form("try: pass\n", "except E§ as e§: pass\n"),
    "with": Form("", "with f() as a§: pass\n"),
    "with several": Form("with (", "f() as a§, ", "): pass\n"),
    "case": Form("match x:\n", "    case {'a': a§}: pass\n"),
    "del": Form("", "del a§\n"),
    "docstrings": Form("", "'doc'\n"),
    "future imports": Form("", "from __future__ import annotations\n"),
    "no Python": Form("", "a§ = = §\n"),
    "open functions": Form("", "def f§(\n"),
    "open brackets": Form("", "a§ = (\n"),
    "open strings": Form("", "a§ = 'x\n"),
    "open long strings": Form("", "a§ = '''x\n"),
}
EXPRESSIONS = {
    "list": Form("x = [", "§, ", "]\n"),
    "dict": Form("x = {", "'a§': §,\n", "}\n"),
    "dicts in a dict": Form("x = {", "'a§': {'b': {'c': §}},\n", "}\n"),
    "dict(...)": Form("x = dict(", "a§=§, ", ")\n"),
    "dict of globals": Form("g = 1\nx = {", "'a§': g, ", "}\n"),
    "ConfigDict": Form("x = ConfigDict(dict(", "a§=§, ", "))\n"),
    "sum": Form("x = a", " + a§"),
    "power": Form("x = a", " ** a§"),
    "and": Form("x = a", " and a§"),
    "comparison": Form("x = a", " < a§"),
    "conditions": Form("x = ", "a§ if b§ else ", "1\n"),
    "strings side by side": Form("x = (", "'a§'\n", ")\n"),
    "formatted strings": Form("x = (", "f'a{y}'\n", ")\n"),
    "fields": Form("x = f'", "{a§}", "'\n"),
    "lambdas": Form("x = [", "lambda a§: a§ + b, ", "]\n"),
    "comprehensions": Form("x = [", "[i§ for i§ in y], ", "]\n"),
    "loops of one": Form("x = [0", " for i§ in y", "]\n"),
    "signs": Form("x = ", "- ", "1\n"),
    "attributes": Form("x = a", ".b"),
    "items": Form("x = a", "[§]"),
    "calls of calls": Form("x = a", "(§)"),
    "a chain of calls": Form("x = a", ".b(§)"),
    "stars": Form("x = f(", "*a§, **b§, ", ")\n"),
    "slices": Form("x = a[", "§:§, ", "]\n"),
    "union": Form("x: A", " | A§", " = 1\n"),
    "Literal": Form("x: Literal[", "'a§', ", "] = 'a1'\n"),
    "lines that go on": Form("x = 1", " + \\\n 1"),
}
DECLARATIONS = {
    "comments behind": Form("", "a§ = §  # doc §\n"),
    "comments above": Form("", "# doc §\na§ = §\n"),
    "marked comments": Form("", "#: doc §\na§ = §\n"),
    "strings below": Form("", "a§ = §\n'''doc §'''\n"),
    "one long comment": Form("", "# doc §\n", "a = 1\n"),
    "comments in a string": Form("x = '''\n", "# doc §\n", "'''\n# doc\ny = 1\n"),
    "headings": Form("", "# part §\na§ = §\nb§ = §\n\n"),
    "lasting headings": Form("", "# --- part § ---\na§ = §\n\n"),
    "lasting headings in a class": Form("class C:\n", "    # --- part § ---\n    a§ = §\n\n"),
    "cells": Form("", "# %% cell §\na§ = §\n"),
    "below one heading": Form("# --- part ---\n", "a§ = §\n"),
    "below one heading of a class": Form("class C:\n    # --- part ---\n", "    a§ = §\n"),
    "brackets below comments": Form("", "# part §\na§ = [\n"),
    "members": Form("class C:\n", "    a§: int = §\n"),
    "fields": Form("class C:\n", "    a§: int = field(default=§)\n"),
    "methods": Form("class C:\n", "    def f§(self): return self.a§\n"),
    "classes": Form("", "class C§:\n    a = §\n"),
    "classes of one name": Form("", "class C:\n    a§ = §\n"),
    "classes in a class": Form("class C:\n", "    class D§:\n        a = §\n"),
    "members of an Enum": Form("class E(Enum):\n", "    A§ = §\n", "x: E = E.A1\n"),
    "of an Enum": Form("class E(Enum):\n    A = 1\n", "x§: E = E.A\n"),
    "attrs defaults": Form(
        "@attr.s\nclass C:\n", "    a§ = attr.ib()\n    @a§.default\n    def _d§(self): pass\n"
    ),
    "records": Form(f"{_RECORD}    a: int = 1\n    b: int = 2\n", "r§ = R(b=§)\n"),
    "fields of a record": Form(_RECORD, "    a§: int = §\n", "r = R()\n"),
    "given fields": Form(f"{_RECORD}    a: int = 1\nr = R(", "a§=§, ", ")\n"),
    "private fields": Form(_RECORD, "    _a§: int = §\n", "r§ = R()\n"),
    "argparse": Form(_ARGPARSE, "p.add_argument('--a§', type=int, default=§)\n"),
    "argparse in a chain": Form(f"{_ARGPARSE}p", ".add_argument('--a§', type=int)"),
    "argparse's values": Form(
        f"{_ARGPARSE}args = f()\n", "p.add_argument('--a§')\nargs = f()\na§ = args.a§\n"
    ),
    "click": Form("import click\n", "@click.option('--a§', default=§)\n", "def main(**k): pass\n"),
    "absl in a chain": Form("from absl import flags\nflags", ".DEFINE_float('a§', 1, 'h')"),
    "typer": Form("import typer\ndef main(", "a§: int = typer.Option(§), ", "): pass\ntyper.run(main)\n"),
    "typer in a chain": Form("import typer\np = P()\np", ".run(x)"),
    "typer's commands": Form(
        "import typer\napp = typer.Typer()\n", "@app.command()\ndef f§(a: int = 1): pass\n"
    ),
    "fire": Form("import fire\ndef main(", "a§=§, ", "): pass\nfire.Fire(main)\n"),
    "tyro": Form(f"import tyro\n{_RECORD}", "    a§: int = §  # doc\n", "tyro.cli(R)\n"),
    "tyro's calls": Form(f"import tyro\n{_RECORD}    a: int = 1\n", "tyro.cli(R)\n"),
    "simple-parsing": Form(f"import simple_parsing\n{_RECORD}", "    a§: int = §\n", "p.add_arguments(R)\n"),
    "names that are read": Form("def f():\n", "    print(u§)\n"),
    "names that are read at import": Form("", "print(u§)\n"),
}
FORMS = {
    f"{kind}/{name}": form
    for kind, forms in (
        ("statements", STATEMENTS),
        ("expressions", EXPRESSIONS),
        ("declarations", DECLARATIONS),
    )
    for name, form in forms.items()
}
