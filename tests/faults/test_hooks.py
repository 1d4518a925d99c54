"""Hooks that see errors and crashes, and what python prints by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

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


@pytest.mark.parametrize("case", possible(HOOKS), ids=lambda case: case.id)
def test_hooks_see_what_they_see_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
