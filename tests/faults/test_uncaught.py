"""Exceptions that nobody catches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

UNCAUGHT = [
    Case(
        id="in-a-function",
        script="""
            x = 1
            def inner(value):
                return 1 / (value - x)
            def outer():
                return inner(1) + inner(2)
            outer()
        """,
        exit=1,
        shows="ZeroDivisionError",
    ),
    Case(
        id="in-an-imported-module",
        script="import other\nx = 1\nother.fail(x)\n",
        files={"other.py": "def fail(x):\n    raise ValueError(x)\n"},
        exit=1,
        shows="other.py",
    ),
    Case(
        id="while-importing",
        script="x = 1\nimport other\n",
        files={"other.py": "1 / 0\n"},
        exit=1,
        shows="other.py",
    ),
    Case(id="import-error", script="x = 1\nimport no_such_module\n", exit=1, shows="ModuleNotFoundError"),
    Case(id="misspelt-attribute", script="x = 1\nimport os\nos.getcdw()\n", exit=1, shows="AttributeError"),
    Case(id="misspelt-name", script="x = 1\nnumber = 2\nprint(nubmer)\n", exit=1, shows="NameError"),
    Case(
        id="caused",
        script="""
            x = 1
            try:
                {}["key"]
            except KeyError as error:
                raise ValueError(x) from error
        """,
        exit=1,
        shows="direct cause",
    ),
    Case(
        id="in-the-handling-of-another",
        script="""
            x = 1
            def clean():
                raise OSError(2, "no such")
            try:
                1 / 0
            finally:
                clean()
        """,
        exit=1,
        shows="During handling",
    ),
    Case(
        id="context-suppressed",
        script="""
            x = 1
            try:
                1 / 0
            except ZeroDivisionError:
                raise ValueError(x) from None
        """,
        exit=1,
    ),
    Case(
        id="cause-that-was-never-raised",
        script="""
            x = 1
            raise ValueError(x) from TypeError("never raised")
        """,
        exit=1,
    ),
    Case(
        id="cycle-of-causes",
        script="""
            x = 1
            one, two = ValueError(x), TypeError(2)
            one.__cause__, two.__cause__ = two, one
            raise one
        """,
        exit=1,
    ),
    Case(
        id="group",
        since=11,
        script="""
            x = 1
            def fail(kind):
                try:
                    raise kind(x)
                except kind as error:
                    return error
            raise ExceptionGroup("several", [fail(ValueError), ExceptionGroup("inner", [fail(KeyError)])])
        """,
        exit=1,
        shows="Exception Group Traceback",
    ),
    Case(
        id="group-partly-handled",
        since=11,
        script="""
            x = 1
            exec('''
            try:
                raise ExceptionGroup("several", [ValueError(x), KeyError(2)])
            except* ValueError as group:
                print(group.exceptions)
            '''.replace("\\n            ", "\\n"))
        """,
        exit=1,
    ),
    Case(
        id="notes",
        since=11,
        script="""
            x = 1
            error = ValueError(x)
            error.add_note("first\\nof two lines")
            error.add_note("second")
            raise error
        """,
        exit=1,
        shows="of two lines",
    ),
    Case(
        id="raised-again",
        script="""
            x = 1
            def fail():
                raise ValueError(x)
            try:
                fail()
            except ValueError as error:
                kept = error
            raise kept
        """,
        exit=1,
    ),
    Case(
        id="with-its-traceback-set",
        script="""
            x = 1
            def fail():
                raise ValueError(x)
            try:
                fail()
            except ValueError as error:
                kept = error
            raise TypeError("other").with_traceback(kept.__traceback__)
        """,
        exit=1,
    ),
    Case(
        id="no-exception-at-all",
        script='x = 1\nraise "text"\n',
        exit=1,
        shows="must derive from BaseException",
    ),
    Case(
        id="base-exception",
        script="x = 1\nclass Odd(BaseException): pass\nraise Odd(x)\n",
        exit=1,
        shows="Odd: 1",
    ),
    Case(id="generator-exit", script="x = 1\nraise GeneratorExit\n", exit=1, shows="GeneratorExit"),
    Case(id="stop-iteration", script="x = 1\nnext(iter([]))\n", exit=1, shows="StopIteration"),
    Case(
        id="assertion", script="x = 1\nassert x == 9, f'x is {x}'\n", exit=1, shows="AssertionError: x is 1"
    ),
    Case(
        id="that-cannot-be-shown",
        script="""
            x = 1
            class Odd(Exception):
                def __str__(self):
                    raise ValueError
            raise Odd
        """,
        exit=1,
        shows="exception str() failed",
    ),
    Case(
        id="from-exec",
        script="""
            x = 1
            exec("def f():\\n    1 / 0\\nf()")
        """,
        exit=1,
        shows="<string>",
    ),
    Case(
        id="from-exec-under-its-own-name",
        script="""
            # the line that is shown
            x = 1
            exec(compile("1 / 0", __file__, "exec"))
        """,
        exit=1,
    ),
    Case(
        id="from-runpy",
        script="""
            import runpy
            x = 1
            runpy.run_path("other.py")
        """,
        files={"other.py": "1 / 0\n"},
        exit=1,
        shows="other.py",
    ),
    Case(
        id="over-several-lines",
        script="""
            x = 1
            def add(*values):
                return sum(
                    values,
                )
            print(
                add(
                    x,
                    "two",
                )
            )
        """,
        exit=1,
        shows="unsupported operand",
    ),
    Case(
        id="in-a-class-body",
        script="""
            x = 1
            class Broken:
                value = x
                other = value / 0
        """,
        exit=1,
        shows="in Broken",
    ),
    Case(
        id="in-a-comprehension-and-a-lambda",
        script="""
            x = 1
            print([(lambda n: 1 / n)(n - x) for n in (2, 1)])
        """,
        exit=1,
        shows="<lambda>",
    ),
    Case(
        id="in-a-guard",
        script="""
            x = 1
            def main():
                raise ValueError(x)
            if __name__ == "__main__":
                main()
        """,
        exit=1,
        shows="in main",
    ),
    Case(
        id="of-the-overridden-value",
        script="""
            x = 1
            y = x.no_such
        """,
        exit=1,
        shows="'int' object has no attribute",
    ),
    Case(
        id="from-a-script-that-this-one-runs",
        script="""
            from kohakuengine import Script
            x = 1
            def run(path):
                Script(path).run()
            run("other.py")
        """,
        files={"other.py": "def fail():\n    raise ValueError('other')\nfail()\n"},
        exit=1,
        shows="executor.py",
    ),
    Case(id="memory-error", script="x = 1\nb'0' * (2 ** 62)\n", exit=1, shows="MemoryError"),
]


@pytest.mark.parametrize("case", possible(UNCAUGHT), ids=lambda case: case.id)
def test_an_uncaught_exception_is_shown_as_by_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
