"""Children that libraries start in ways of their own; the others stand in tests/conformance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

_BESIDE = """
    import sys

    def look():
        main = sys.modules.get("__mp_main__") or sys.modules["__main__"]
        return getattr(main, "x", "no such name"), getattr(main, "derived", "no such name")
"""

CHILDREN = [
    Case(
        id="loky-that-imports-main",
        script="""
            import beside
            from joblib.externals.loky import ProcessPoolExecutor
            from joblib.externals.loky.backend import get_context
            x = 1
            derived = x * 10
            if __name__ == "__main__":
                with ProcessPoolExecutor(1, context=get_context("loky_init_main")) as pool:
                    print(pool.submit(beside.look).result(timeout=60))
        """,
        files={"beside.py": _BESIDE},
        shows="(1, 10)",
    ),
    Case(
        id="child-that-dies-by-a-signal",
        script="""
            import multiprocessing, os, signal
            x = 1
            def die():
                os.kill(os.getpid(), signal.SIGKILL)
            if __name__ == "__main__":
                child = multiprocessing.get_context("spawn").Process(target=die)
                child.start()
                child.join()
                print(child.exitcode, x)
        """,
        shows="-9 1",
    ),
    Case(
        id="child-that-exits",
        script="""
            import multiprocessing, sys
            x = 1
            def leave():
                sys.exit(x + 2)
            if __name__ == "__main__":
                child = multiprocessing.get_context("spawn").Process(target=leave)
                child.start()
                child.join()
                print(child.exitcode, x)
        """,
        shows="3 1",
    ),
    Case(
        id="error-while-a-child-imports-main",
        script="""
            import multiprocessing
            x = 1
            if __name__ == "__mp_main__":
                raise ValueError(x)
            def work():
                print("never")
            if __name__ == "__main__":
                child = multiprocessing.get_context("spawn").Process(target=work)
                child.start()
                child.join()
                print(child.exitcode)
        """,
        shows="ValueError: 1",
    ),
    Case(
        id="error-in-a-pool",
        script="""
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context
            x = 1
            def work(n):
                raise ValueError(x + n)
            if __name__ == "__main__":
                with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                    pool.submit(work, 1).result()
        """,
        exit=1,
        shows="ValueError: 2",
    ),
]


@pytest.mark.parametrize("case", possible(CHILDREN), ids=lambda case: case.id)
def test_children_end_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
