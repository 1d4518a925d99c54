"""Child processes made by hand, and event loops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

PROCESSES = [
    Case(
        id="fork-by-hand",
        script="""
            import os, sys
            x = 1
            print("before", flush=True)
            child = os.fork()
            if child == 0:
                print("child", x)
                sys.exit(7)
            print("parent", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), x)
        """,
        shows="parent 7 1",
    ),
    Case(
        id="fork-whose-child-fails",
        script="""
            import os
            x = 1
            child = os.fork()
            if child == 0:
                raise ValueError(x)
            print("parent", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), x)
        """,
        shows="parent 1 1",
    ),
    Case(
        id="fork-that-ends-in-the-module",
        script="""
            import atexit, os
            x = 1
            atexit.register(print, "exit", x)
            child = os.fork()
            if child:
                os.waitpid(child, 0)
        """,
        shows="exit 1\nexit 1",
    ),
    Case(
        id="double-fork",
        script="""
            import os
            x = 1
            for _ in range(2):
                child = os.fork()
                if child:
                    os.waitpid(child, 0)
            os.write(1, b"%d\\n" % x)
        """,
        shows="1\n1\n1\n1\n",
    ),
    Case(
        id="register-at-fork",
        script="""
            import os
            x = 1
            os.register_at_fork(
                before=lambda: print("before", flush=True), after_in_child=lambda: print("child", x)
            )
            child = os.fork()
            if child:
                os.waitpid(child, 0)
        """,
        shows="child 1",
    ),
    Case(
        id="subprocess-of-another-program",
        script="""
            import subprocess, sys
            x = 1
            program = "import sys; print(sys.argv, sys.path[0] == '')"
            done = subprocess.run([sys.executable, "-c", program], check=True)
            print(done.returncode, x)
        """,
    ),
    Case(
        id="environment-that-children-see",
        script="""
            import os, subprocess
            x = 1
            print(sorted(name for name in os.environ if name not in ("_", "LINES", "COLUMNS")), x, flush=True)
            subprocess.run(["sh", "-c", "echo $PYTHONPATH $KOGINE $PWD"])
        """,
    ),
    Case(
        id="asyncio-with-an-error",
        script="""
            import asyncio
            x = 1
            async def fail():
                await asyncio.sleep(0)
                raise ValueError(x)
            async def main():
                await asyncio.gather(fail(), asyncio.sleep(0))
            asyncio.run(main())
        """,
        exit=1,
        shows="ValueError: 1",
    ),
    Case(
        id="asyncio-with-an-exit",
        script="""
            import asyncio, sys
            x = 1
            async def main():
                try:
                    sys.exit(x + 3)
                finally:
                    print("cleaned")
            asyncio.run(main())
        """,
        exit=4,
    ),
    Case(
        id="task-that-is-never-awaited",
        script="""
            import asyncio
            x = 1
            async def fail():
                raise ValueError(x)
            async def main():
                task = asyncio.create_task(fail())
                await asyncio.sleep(0)
                del task
            asyncio.run(main())
        """,
        shows="Task exception was never retrieved",
    ),
    Case(
        id="coroutine-that-is-never-awaited",
        script="""
            x = 1
            async def main():
                print(x)
            main()
        """,
        shows="was never awaited",
    ),
]


@pytest.mark.parametrize("case", possible(PROCESSES), ids=lambda case: case.id)
def test_processes_and_loops_end_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
