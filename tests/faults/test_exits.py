"""Every way in which a script can end by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_STATUSES: list[tuple[str, str, int]] = [
    ("nothing", "", 0),
    ("none", "None", 0),
    ("zero", "0", 0),
    ("one", "1", 1),
    ("two-which-is-also-ours", "2", 2),
    ("255", "255", 255),
    ("256-which-the-system-makes-0", "256", 0),
    ("257", "257", 1),
    ("minus-one", "-1", 255),
    ("a-huge-number", "2**70", 255),
    ("true", "True", 1),
    ("false", "False", 0),
    ("a-float", "1.5", 1),
    ("text", "'stop here'", 1),
    ("empty-text", "''", 1),
    ("text-beyond-ascii", "'größe'", 1),
    ("a-tuple", "(1, 'two')", 1),
    ("an-empty-list", "[]", 1),
    ("an-exception", "ValueError('inside')", 1),
    ("an-int-of-its-own", "type('Status', (int,), {})(7)", 7),
    ("an-object", "type('Status', (), {'__str__': lambda self: 'shown'})()", 1),
    ("an-object-that-cannot-be-shown", "type('Status', (), {'__str__': lambda self: 1 / 0})()", 1),
]

STATUSES = [
    Case(
        id=name,
        script=f"""
            import sys
            x = 1
            print("before", x)
            sys.exit({status})
        """,
        exit=code,
        shows="before 1",
    )
    for name, status, code in _STATUSES
]

WAYS = [
    Case(
        id="raised-by-hand",
        script="""
            x = 1
            print(x)
            raise SystemExit(3)
        """,
        exit=3,
    ),
    Case(
        id="raised-as-a-class",
        script="""
            x = 1
            raise SystemExit
        """,
    ),
    Case(
        id="raised-with-two-arguments",
        script="""
            x = 1
            raise SystemExit(1, 2)
        """,
        exit=1,
        shows="(1, 2)",
    ),
    Case(
        id="subclass-of-system-exit",
        script="""
            x = 1
            class Enough(SystemExit):
                def __str__(self):
                    return "never shown"
            raise Enough(4)
        """,
        exit=4,
    ),
    Case(
        id="code-set-after-raising",
        script="""
            x = 1
            try:
                raise SystemExit(1)
            except SystemExit as error:
                error.code = 6
                raise
        """,
        exit=6,
    ),
    Case(
        id="code-is-a-property-that-raises",
        script="""
            x = 1
            class Enough(SystemExit):
                @property
                def code(self):
                    raise ValueError("no code")
            raise Enough
        """,
        exit=1,
    ),
    Case(
        id="through-finally",
        script="""
            import sys
            x = 1
            def main():
                try:
                    sys.exit(3)
                finally:
                    print("cleaned", x)
            main()
        """,
        exit=3,
        shows="cleaned 1",
    ),
    Case(
        id="replaced-in-finally",
        script="""
            import sys
            x = 1
            try:
                sys.exit(3)
            finally:
                sys.exit(x + 4)
        """,
        exit=5,
    ),
    Case(
        id="caught",
        script="""
            import sys
            x = 1
            try:
                sys.exit(3)
            except SystemExit as error:
                print("caught", error.code, x)
        """,
        shows="caught 3 1",
    ),
    Case(
        id="turned-into-an-error",
        script="""
            import sys
            x = 1
            try:
                sys.exit(3)
            except SystemExit as error:
                raise ValueError(x)
        """,
        exit=1,
        shows="During handling of the above exception",
    ),
    Case(
        id="in-a-generator-that-is-closed",
        script="""
            import sys
            x = 1
            def numbers():
                try:
                    yield 1
                finally:
                    print("closed", x)
            kept = numbers()
            next(kept)
            sys.exit(2)
        """,
        exit=2,
    ),
    Case(
        id="in-a-thread",
        script="""
            import sys, threading
            x = 1
            thread = threading.Thread(target=sys.exit, args=(3,))
            thread.start()
            thread.join()
            print("after", x)
        """,
        shows="after 1",
    ),
    Case(
        id="in-atexit",
        script="""
            import atexit, sys
            x = 1
            atexit.register(sys.exit, 3)
            atexit.register(print, "first", x)
        """,
        shows="first 1",
    ),
    Case(
        id="in-main-of-a-guard",
        script="""
            import sys
            x = 1
            def main():
                print(__name__, x)
                return 4
            if __name__ == "__main__":
                sys.exit(main())
        """,
        exit=4,
    ),
    Case(
        id="builtin-exit-and-quit",
        script="""
            x = 1
            try:
                quit(1)
            except SystemExit as error:
                print(error.code, x)
            exit("bye")
        """,
        exit=1,
        shows="bye",
    ),
    Case(
        id="os-exit-loses-what-is-not-flushed",
        script="""
            import atexit, os
            x = 1
            atexit.register(print, "never")
            os.write(1, b"before %d" % x)
            print("never flushed", end="")
            os._exit(4)
        """,
        exit=4,
    ),
    Case(
        id="abort",
        script="""
            import os
            x = 1
            print(x, flush=True)
            os.abort()
        """,
        exit=-6,
    ),
    Case(
        id="exec-of-another-program",
        script="""
            import os
            x = 1
            print("before", x, flush=True)
            os.execvp("sh", ["sh", "-c", "echo after; exit 9"])
        """,
        exit=9,
        shows="after",
    ),
    Case(
        id="while-being-imported-by-it",
        script="""
            x = 1
            import early
            print("never")
        """,
        files={"early.py": "import sys\nprint('early')\nsys.exit(5)\n"},
        exit=5,
    ),
    Case(
        id="del-runs-at-the-end",
        script="""
            x = 1
            class Last:
                def __del__(self):
                    print("deleted", x)
            kept = Last()
            print("end")
        """,
        shows="deleted 1",
    ),
    Case(
        id="del-runs-after-an-error",
        script="""
            x = 1
            class Last:
                def __del__(self):
                    print("deleted", x)
            kept = Last()
            raise ValueError(x)
        """,
        exit=1,
        shows="deleted 1",
    ),
    Case(
        id="del-runs-after-exit",
        script="""
            import sys
            x = 1
            class Last:
                def __init__(self, name):
                    self.name = name
                def __del__(self):
                    print("deleted", self.name, x)
            kept = Last("global")
            def main():
                local = Last("local")
                sys.exit(3)
            main()
        """,
        exit=3,
        shows="deleted global 1",
    ),
    Case(
        id="main-is-deleted",
        script="""
            import sys
            x = 1
            del sys.modules["__main__"]
            print("end", x)
        """,
        shows="end 1",
    ),
    Case(
        id="main-is-none",
        script="""
            import sys
            x = 1
            sys.modules["__main__"] = None
            print("end", x)
        """,
        shows="end 1",
    ),
    Case(
        id="main-is-another-object",
        script="""
            import atexit, sys
            x = 1
            class Lazy:
                __slots__ = ()
                def __getattr__(self, name):
                    raise AttributeError(name)
            atexit.register(lambda: print(x, "__file__" in globals()))
            sys.modules["__main__"] = Lazy()
        """,
        shows="1 False",
    ),
    Case(
        id="main-is-a-module-of-its-own",
        script="""
            import atexit, sys, types
            x = 1
            other = types.ModuleType("other")
            other.__file__ = "kept"
            other.x = 7
            atexit.register(lambda: print(x, other.__file__, "__file__" in globals()))
            sys.modules["__main__"] = other
        """,
        shows="1 kept False",
    ),
    Case(
        id="main-is-deleted-by-a-module",
        script="import sys\nx = 1\ndel sys.modules[__name__]\nprint(x)\n",
        words=("-m", "script"),
        shows="1",
    ),
    Case(
        id="cycles-are-collected-at-the-end",
        script="""
            x = 1
            class Last:
                def __del__(self):
                    print("deleted", x)
            one = Last()
            one.other = Last()
            one.other.one = one
            del one
        """,
        shows="deleted 1",
    ),
]


@pytest.mark.parametrize("case", possible(STATUSES), ids=lambda case: case.id)
def test_exit_status_is_pythons(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(WAYS), ids=lambda case: case.id)
def test_the_way_out_is_pythons(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
