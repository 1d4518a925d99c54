"""What runs when the script has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

ATEXIT = [
    Case(
        id="last-registered-runs-first",
        script="""
            import atexit
            x = 1
            for number in range(3):
                atexit.register(print, "exit", number, x)
            print("end")
        """,
        shows="exit 2 1\nexit 1 1\nexit 0 1",
    ),
    Case(
        id="error-in-one-does-not-stop-the-others",
        script="""
            import atexit
            x = 1
            atexit.register(print, "still runs", x)
            @atexit.register
            def fail():
                raise ValueError("at exit")
        """,
        shows="still runs 1",
    ),
    Case(
        id="sees-the-module-as-main",
        script="""
            import atexit, sys
            x = 1
            @atexit.register
            def look():
                import __main__
                print(__main__.x, __main__.__dict__ is globals(), sys.argv)
        """,
        shows="1 True",
    ),
    Case(
        id="file-is-gone-when-the-module-has-ended",
        script="""
            import atexit
            x = 1
            print(sorted(name for name in globals() if name.startswith("__")))
            atexit.register(lambda: print(sorted(name for name in globals() if name.startswith("__"))))
        """,
    ),
    Case(
        id="file-is-gone-after-an-error",
        script="""
            import atexit
            x = 1
            atexit.register(lambda: print("__file__" in globals(), "__cached__" in globals()))
            raise ValueError(x)
        """,
        exit=1,
        shows="False False",
    ),
    Case(
        id="file-is-there-after-sys-exit",
        script="""
            import atexit, sys
            x = 1
            atexit.register(lambda: print("__file__" in globals(), x))
            sys.exit(3)
        """,
        exit=3,
        shows="True 1",
    ),
    Case(
        id="unregistered",
        script="""
            import atexit
            x = 1
            atexit.register(print, "never")
            atexit.unregister(print)
            print("end", x)
        """,
        shows="end 1",
    ),
    Case(
        id="number-of-callbacks",
        script="""
            import atexit
            x = 1
            print(atexit._ncallbacks())
        """,
    ),
    Case(
        id="registered-in-atexit-and-in-finally",
        script="""
            import atexit
            x = 1
            atexit.register(lambda: atexit.register(print, "late", x))
            try:
                raise SystemExit(3)
            finally:
                atexit.register(print, "finally")
        """,
        exit=3,
    ),
    Case(
        id="logging-shutdown-and-temporary-files",
        script="""
            import atexit, logging, logging.handlers, sys, tempfile
            x = 1
            memory = logging.handlers.MemoryHandler(100, target=logging.StreamHandler(sys.stdout))
            logging.getLogger().addHandler(memory)
            logging.getLogger("own").warning("kept until shutdown %s", x)
            print("end")
        """,
        shows="kept until shutdown 1",
    ),
    Case(
        id="weakref-finalizer",
        script="""
            import weakref
            x = 1
            class Kept: pass
            kept = Kept()
            weakref.finalize(kept, print, "finalized", x)
            print("end")
        """,
        shows="finalized 1",
    ),
]


@pytest.mark.parametrize("case", possible(ATEXIT), ids=lambda case: case.id)
def test_exit_functions_run_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
