"""Exceptions that nobody catches, hooks that see them, and warnings."""

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
    Case(id="memory-error", script="x = 1\nb'0' * (2 ** 62)\n", exit=1, shows="MemoryError"),
]

HOOKS = [
    Case(
        id="own-excepthook",
        script="""
            import sys
            x = 1
            def hook(kind, value, traceback):
                print("hook", kind.__name__, value, traceback.tb_lineno, traceback.tb_next.tb_lineno)
                print(traceback.tb_frame.f_code.co_name)
                print(sys.last_value is value, sys.last_traceback is traceback)
            sys.excepthook = hook
            def fail():
                raise ValueError(x)
            fail()
        """,
        exit=1,
        shows="hook ValueError 1",
    ),
    Case(
        id="own-excepthook-that-calls-pythons",
        script="""
            import sys
            x = 1
            def hook(kind, value, traceback):
                print("hook", x)
                sys.__excepthook__(kind, value, traceback)
            sys.excepthook = hook
            raise ValueError(x)
        """,
        exit=1,
        shows="ValueError: 1",
    ),
    Case(
        id="own-excepthook-that-fails",
        script="""
            import sys
            x = 1
            def hook(kind, value, traceback):
                raise KeyError("in the hook")
            sys.excepthook = hook
            raise ValueError(x)
        """,
        exit=1,
        shows="Error in sys.excepthook",
    ),
    Case(
        id="own-excepthook-that-exits",
        script="""
            import sys
            x = 1
            def hook(kind, value, traceback):
                sys.exit(9)
            sys.excepthook = hook
            raise ValueError(x)
        """,
        exit=9,
    ),
    Case(
        id="excepthook-is-pythons",
        script="""
            import sys
            x = 1
            print(sys.excepthook is sys.__excepthook__, sys.displayhook is sys.__displayhook__)
            print(sys.unraisablehook is sys.__unraisablehook__, x)
        """,
        shows="True True\nTrue 1",
    ),
    Case(
        id="excepthook-gone",
        script="""
            import sys
            x = 1
            del sys.excepthook
            raise ValueError(x)
        """,
        exit=1,
        shows="sys.excepthook is missing",
    ),
    Case(
        id="excepthook-none",
        script="""
            import sys
            x = 1
            sys.excepthook = None
            raise ValueError(x)
        """,
        exit=1,
    ),
    Case(
        id="what-atexit-sees-of-the-error",
        script="""
            import atexit, sys, traceback
            x = 1
            @atexit.register
            def look():
                print(sys.last_type, sys.last_value, x, sys.excepthook is sys.__excepthook__)
                print([(f.name, f.lineno) for f in traceback.extract_tb(sys.last_traceback)])
                print(sys.last_value.__traceback__ is sys.last_traceback)
            def fail():
                raise ValueError(x)
            fail()
        """,
        exit=1,
        shows="[('<module>', 10), ('fail', 9)]",
    ),
    Case(
        id="traceback-printed-by-the-script",
        script="""
            import sys, traceback
            x = 1
            def fail():
                raise ValueError(x)
            try:
                fail()
            except ValueError as error:
                traceback.print_exc()
                traceback.print_exception(error)
                print(len(traceback.extract_tb(sys.exc_info()[2])))
        """,
        shows="2",
    ),
    Case(
        id="logging-of-an-exception",
        script="""
            import logging
            x = 1
            logging.basicConfig(format="%(pathname)s:%(lineno)d %(funcName)s %(module)s %(message)s")
            try:
                1 / 0
            except ZeroDivisionError:
                logging.exception("failed with %s", x)
        """,
        shows="failed with 1",
    ),
    Case(
        id="unraisable-in-del",
        script="""
            x = 1
            class Broken:
                def __del__(self):
                    raise ValueError(x)
            Broken()
            print("goes on")
        """,
        shows="Exception ignored in",
    ),
    Case(
        id="unraisable-at-the-end",
        script="""
            x = 1
            class Broken:
                def __del__(self):
                    raise ValueError(x)
            kept = Broken()
        """,
        shows="Exception ignored in",
    ),
    Case(
        id="own-unraisablehook",
        script="""
            import sys
            x = 1
            sys.unraisablehook = lambda seen: print("hook", seen.exc_value, seen.err_msg, x)
            class Broken:
                def __del__(self):
                    raise ValueError(x)
            Broken()
        """,
        shows="hook 1",
    ),
    Case(
        id="faulthandler-of-a-crash",
        script="""
            import faulthandler, os, signal
            x = 1
            faulthandler.enable()
            def crash():
                os.kill(os.getpid(), signal.SIGSEGV)
            crash()
        """,
        exit=-11,
        shows="Fatal Python error: Segmentation fault",
        dumps_stack=True,
    ),
    Case(
        id="faulthandler-by-flag",
        script="""
            import faulthandler, os, signal
            x = 1
            print(faulthandler.is_enabled(), x, flush=True)
            os.kill(os.getpid(), signal.SIGABRT)
        """,
        flags=("-X", "faulthandler"),
        exit=-6,
        shows="True 1",
        dumps_stack=True,
    ),
    Case(
        id="faulthandler-of-all-threads",
        script="""
            import faulthandler, sys
            x = 1
            def look():
                faulthandler.dump_traceback(all_threads=False)
            look()
        """,
        shows="in look",
        dumps_stack=True,
    ),
    Case(
        id="stack-of-the-script-itself",
        script="""
            import sys, traceback
            x = 1
            def look():
                frame = sys._getframe()
                above = frame.f_back
                print(frame.f_code.co_name, above.f_code.co_name, above.f_globals is globals(), x)
                print([f.name for f in traceback.extract_stack()][-2:])
            look()
        """,
        shows="look <module> True 1",
    ),
    Case(
        id="displayhook-in-interactive-mode",
        script="""
            x = 1
            print("ran", x)
        """,
        flags=("-i", "-q"),
        stdin=b"x + 1\nprint(__name__)\n1 / 0\nraise SystemExit(5)\n",
        exit=5,
        shows="__main__",
    ),
    Case(
        id="interactive-after-an-error",
        script="""
            x = 1
            raise ValueError(x)
        """,
        flags=("-i", "-q"),
        stdin=b"import sys\nsys.last_value, x\n",
        exit=0,
        shows="(ValueError(1), 1)",
    ),
]

WARNINGS = [
    Case(
        id="of-the-module",
        script="""
            import warnings
            x = 1
            warnings.warn(f"own {x}")
        """,
        shows="UserWarning: own 1",
    ),
    Case(
        id="of-a-function-at-its-caller",
        script="""
            import warnings
            x = 1
            def old():
                warnings.warn("old", DeprecationWarning, stacklevel=2)
            old()
        """,
        shows="script.py:5: DeprecationWarning: old",
    ),
    Case(
        id="of-a-library-at-the-script",
        script="import other\nx = 1\nother.old()\n",
        files={
            "other.py": """
                import warnings
                def old():
                    warnings.warn("old", DeprecationWarning, stacklevel=2)
            """
        },
        shows="script.py:3: DeprecationWarning",
    ),
    Case(
        id="turned-into-errors",
        script="""
            import warnings
            x = 1
            warnings.warn("own")
        """,
        flags=("-W", "error"),
        exit=1,
        shows="UserWarning: own",
    ),
    Case(
        id="nothing-of-ours-under-w-error",
        script="""
            import sys, warnings
            x = 1
            print(x, sys.warnoptions, len(warnings.filters))
        """,
        flags=("-W", "error"),
        shows="1 ['error']",
    ),
    Case(id="filters", script="import warnings\nx = 1\nprint(warnings.filters)\n", shows="('default', None,"),
    Case(
        id="filters-of-the-environment",
        script="import warnings\nx = 1\nprint(warnings.filters)\n",
        env={"PYTHONWARNINGS": "ignore::UserWarning,default"},
    ),
    Case(
        id="filter-by-module-main",
        script="""
            import warnings
            x = 1
            warnings.warn("own")
        """,
        flags=("-W", "error::UserWarning:__main__"),
        exit=1,
        shows="UserWarning: own",
    ),
    Case(
        id="once-for-each-place",
        script="""
            import warnings
            x = 1
            for _ in range(3):
                warnings.warn("own")
            print(sorted(k for k in globals() if "warn" in k), len(__warningregistry__))
        """,
        shows="__warningregistry__",
    ),
    Case(
        id="resource-warning",
        script="""
            x = 1
            open(__file__)
            print(x)
        """,
        flags=("-X", "dev"),
        shows="ResourceWarning",
    ),
    Case(id="syntax-warning", script="x = 1\nif x is 1:\n    print(x)\n", shows="SyntaxWarning"),
    Case(
        id="syntax-warnings-in-order",
        script="x = 1\ny = x is 1\ndef f():\n    return (1)(2)\nassert (x, 'always')\n",
        shows="assertion is always true",
    ),
    Case(id="syntax-warning-ignored", script="x = 1\nprint(x is 1)\n", flags=("-W", "ignore")),
    Case(
        id="syntax-warning-as-an-error",
        script="x = 1\nprint(x is 1)\n",
        flags=("-W", "error"),
        exit=1,
        shows="SyntaxError",
    ),
    Case(
        id="syntax-warning-under-always",
        script="x = 1\nprint(x is 1, x is 1)\n",
        flags=("-W", "always"),
        shows="SyntaxWarning",
    ),
    Case(id="invalid-escape", script="x = 1\nprint('\\d', x)\n", shows="1"),
    Case(
        id="invalid-escape-shown",
        script="x = 1\nprint('\\d', x)\n",
        flags=("-W", "default"),
        shows="invalid escape sequence",
    ),
    Case(
        id="invalid-escape-as-an-error",
        script="x = 1\nprint('\\d', x)\n",
        flags=("-W", "error"),
        exit=1,
        shows="SyntaxError",
    ),
    Case(
        id="invalid-escapes-of-many-lines",
        script="x = 1\na = '\\d'\nb = '''\n\n\\s\n'''\nc = b'\\q'\n",
        flags=("-W", "always"),
        shows="invalid escape sequence",
    ),
    Case(
        id="number-before-a-word",
        script="x = 1\nprint(1or x)\n",
        flags=("-W", "default"),
        since=12,
        shows="SyntaxWarning",
    ),
    Case(
        id="syntax-warning-under-m",
        script="x = 1\nprint(x is 1)\n",
        name="mod.py",
        words=("-m", "mod"),
        shows="SyntaxWarning",
    ),
]


@pytest.mark.parametrize("case", possible(UNCAUGHT), ids=lambda case: case.id)
def test_an_uncaught_exception_is_shown_as_by_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(HOOKS), ids=lambda case: case.id)
def test_hooks_see_what_they_see_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(WARNINGS), ids=lambda case: case.id)
def test_warnings_are_shown_as_by_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
