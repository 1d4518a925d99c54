"""Threads at the end of a script."""

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
        id="depth-that-is-reached-in-a-thread",
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
    Case(
        id="recursion-limit-of-a-thread",
        script="""
            import sys, threading
            x = 1
            def limit(n):
                sys.setrecursionlimit(n)
                print(sys.getrecursionlimit(), x)
            thread = threading.Thread(target=limit, args=(1234,))
            thread.start()
            thread.join()
            print(sys.getrecursionlimit())
        """,
        shows="1234 1",
    ),
]


@pytest.mark.parametrize("case", possible(THREADS), ids=lambda case: case.id)
def test_threads_end_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
