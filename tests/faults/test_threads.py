"""Threads, atexit, child processes made by hand and event loops at the end of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

THREADS = [
    Case(
        id="non-daemon-thread-is-awaited",
        script="""
            import threading
            x = 1
            gate = threading.Event()
            def work():
                gate.wait()
                print("worked", x, threading.main_thread().is_alive())
            threading.Thread(target=work).start()
            threading.Timer(0.05, gate.set).start()
            print("end of module")
        """,
        shows="worked 1",
    ),
    Case(
        id="non-daemon-thread-is-awaited-after-an-error",
        script="""
            import threading
            x = 1
            gate = threading.Event()
            def work():
                gate.wait()
                print("worked", x)
            threading.Thread(target=work).start()
            threading.Timer(0.05, gate.set).start()
            raise ValueError(x)
        """,
        exit=1,
        shows="worked 1",
    ),
    Case(
        id="daemon-thread-is-left",
        script="""
            import threading
            x = 1
            started = threading.Event()
            def work():
                started.set()
                threading.Event().wait()
                print("never")
            threading.Thread(target=work, daemon=True).start()
            started.wait()
            print("end", x)
        """,
        shows="end 1",
    ),
    Case(
        id="error-in-a-thread",
        script="""
            import threading
            x = 1
            def work():
                raise ValueError(x)
            thread = threading.Thread(target=work, name="worker")
            thread.start()
            thread.join()
            print("goes on")
        """,
        shows="Exception in thread worker",
    ),
    Case(
        id="own-threading-excepthook",
        script="""
            import threading
            x = 1
            threading.excepthook = lambda seen: print("hook", seen.exc_value, seen.thread.name, x)
            thread = threading.Thread(target=lambda: 1 / 0, name="worker")
            thread.start()
            thread.join()
        """,
        shows="hook division by zero worker 1",
    ),
    Case(
        id="thread-reads-globals-after-the-module-ended",
        script="""
            import threading
            x = 1
            def work():
                threading.main_thread().join()
                print(sorted(name for name in globals() if not name.startswith("__")), x)
            threading.Thread(target=work).start()
        """,
        shows="1",
    ),
    Case(
        id="executor-is-joined",
        script="""
            from concurrent.futures import ThreadPoolExecutor
            x = 1
            pool = ThreadPoolExecutor(1)
            pool.submit(lambda: print("done", x))
        """,
        shows="done 1",
    ),
    Case(
        id="thread-names-and-identity-of-the-main-thread",
        script="""
            import threading
            x = 1
            main = threading.main_thread()
            print(threading.current_thread() is main, threading.active_count(), main.name)
        """,
    ),
    Case(
        id="interrupt-main",
        script="""
            import _thread, threading
            x = 1
            threading.Thread(target=_thread.interrupt_main).start()
            threading.Event().wait()
        """,
        exit=-2,
    ),
    Case(
        id="recursion-limit-is-the-same-in-a-thread",
        script="""
            import sys, threading
            x = 1
            def dive(depth=0):
                try:
                    return dive(depth + 1)
                except RecursionError:
                    return depth
            depths = []
            thread = threading.Thread(target=lambda: depths.append(dive()))
            thread.start()
            thread.join()
            print(depths, sys.getrecursionlimit(), x)
        """,
    ),
]

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


@pytest.mark.parametrize("case", possible(THREADS), ids=lambda case: case.id)
def test_threads_end_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(ATEXIT), ids=lambda case: case.id)
def test_exit_functions_run_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(PROCESSES), ids=lambda case: case.id)
def test_processes_and_loops_end_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
