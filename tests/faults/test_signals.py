"""Signals that meet the script: sent by itself, sent from outside, handled or deadly."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from .agreement import check_agreement
from .case import Case, possible

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stage import Stage

FROM_INSIDE = [
    Case(
        id=f"kills-itself-by-{number.name.lower()}",
        script=f"""
            import os, signal
            x = 1
            print("before", x, flush=True)
            os.kill(os.getpid(), signal.{number.name})
            signal.pause()
        """,
        exit=-number,
    )
    for number in (
        signal.SIGTERM,
        signal.SIGKILL,
        signal.SIGSEGV,
        signal.SIGHUP,
        signal.SIGUSR1,
        signal.SIGQUIT,
    )
] + [
    Case(
        id="keyboard-interrupt-raised",
        script="""
            import atexit
            x = 1
            atexit.register(print, "atexit ran", x)
            def main():
                raise KeyboardInterrupt
            main()
        """,
        exit=-2,
        shows="atexit ran 1",
    ),
    Case(
        id="keyboard-interrupt-with-text",
        script="""
            x = 1
            raise KeyboardInterrupt("enough", x)
        """,
        exit=-2,
    ),
    Case(
        id="subclass-of-keyboard-interrupt",
        script="""
            x = 1
            class Stop(KeyboardInterrupt): pass
            raise Stop(x)
        """,
        exit=1,
    ),
    Case(
        id="keyboard-interrupt-chained",
        script="""
            x = 1
            try:
                {}["k"]
            except KeyError:
                raise KeyboardInterrupt
        """,
        exit=-2,
        shows="KeyError",
    ),
    Case(
        id="error-while-handling-a-keyboard-interrupt",
        script="""
            x = 1
            try:
                raise KeyboardInterrupt
            except KeyboardInterrupt:
                raise ValueError(x)
        """,
        exit=1,
    ),
    Case(
        id="real-segmentation-fault",
        script="""
            import ctypes
            x = 1
            print(x, flush=True)
            ctypes.string_at(0)
        """,
        exit=-11,
    ),
    Case(
        id="raise-signal",
        script="""
            import signal
            x = 1
            def handle(number, frame):
                print("handled", number, frame.f_lineno, frame.f_code.co_name, x)
            signal.signal(signal.SIGUSR1, handle)
            signal.raise_signal(signal.SIGUSR1)
        """,
        shows="<module> 1",
    ),
    Case(
        id="handler-that-raises",
        script="""
            import os, signal
            x = 1
            def handle(number, frame):
                raise TimeoutError(x)
            signal.signal(signal.SIGALRM, handle)
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            signal.pause()
        """,
        exit=1,
        shows="TimeoutError: 1",
    ),
    Case(
        id="handler-that-exits",
        script="""
            import os, signal, sys
            x = 1
            signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(number))
            os.kill(os.getpid(), signal.SIGTERM)
            print("never")
        """,
        exit=15,
    ),
    Case(
        id="default-handlers-seen",
        script="""
            import signal
            x = 1
            for number in sorted(signal.valid_signals()):
                try:
                    print(number, signal.getsignal(number))
                except ValueError:
                    pass
        """,
        shows="default_int_handler",
    ),
    Case(
        id="alarm-without-handler",
        script="""
            import signal
            x = 1
            print(x, flush=True)
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            signal.pause()
        """,
        exit=-14,
    ),
    Case(
        id="sigpipe-restored-by-the-script",
        script="""
            import os, signal
            x = 1
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            reader, writer = os.pipe()
            os.close(reader)
            os.write(writer, b"lost")
        """,
        exit=-13,
    ),
]

_READY = """
            import signal, time
            x = 1
            print("ready", flush=True)
"""

FROM_OUTSIDE = [
    Case(
        id="sigint-while-it-sleeps",
        script=_READY
        + """
            time.sleep(60)
        """,
        signal=signal.SIGINT,
        exit=-2,
        shows="KeyboardInterrupt",
    ),
    Case(
        id="sigint-in-signal-pause",
        script=_READY
        + """
            try:
                signal.pause()
            finally:
                print("cleaned", x)
        """,
        signal=signal.SIGINT,
        exit=-2,
        shows="cleaned 1",
    ),
    Case(
        id="sigint-while-it-reads",
        script=_READY
        + """
            import os
            reader, writer = os.pipe()
            os.read(reader, 1)
        """,
        signal=signal.SIGINT,
        exit=-2,
    ),
    Case(
        id="sigint-in-a-lock",
        script="""
            import threading
            x = 1
            lock = threading.Lock()
            lock.acquire()
            print("ready", flush=True)
            lock.acquire()
        """,
        signal=signal.SIGINT,
        exit=-2,
    ),
    Case(
        id="sigint-caught",
        script=_READY
        + """
            try:
                time.sleep(60)
            except KeyboardInterrupt:
                print("saved", x)
                raise SystemExit(130)
        """,
        signal=signal.SIGINT,
        exit=130,
        shows="saved 1",
    ),
    Case(
        id="sigint-in-main-with-atexit",
        script="""
            import atexit, sys, time
            x = 1
            atexit.register(lambda: print("last", sys.last_type.__name__, x))
            def main():
                print("ready", flush=True)
                time.sleep(60)
            if __name__ == "__main__":
                main()
        """,
        signal=signal.SIGINT,
        exit=-2,
        shows="last KeyboardInterrupt 1",
    ),
    Case(
        id="sigint-in-asyncio",
        script="""
            import asyncio
            x = 1
            async def main():
                try:
                    print("ready", flush=True)
                    await asyncio.sleep(60)
                finally:
                    print("cancelled", x)
            try:
                asyncio.run(main())
            except KeyboardInterrupt:
                print("interrupted")
        """,
        signal=signal.SIGINT,
        shows="cancelled 1",
    ),
    Case(
        id="sigint-ignored",
        script="""
            import signal
            x = 1
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            signal.signal(signal.SIGALRM, lambda *seen: print("woken", x))
            print("ready", flush=True)
            signal.pause()
        """,
        signal=signal.SIGINT,
        shows="woken 1",
    ),
    Case(
        id="sigterm-without-handler",
        script=_READY
        + """
            try:
                time.sleep(60)
            finally:
                print("never")
        """,
        signal=signal.SIGTERM,
        exit=-15,
    ),
    Case(
        id="sigterm-with-handler",
        script="""
            import signal, sys
            x = 1
            def stop(number, frame):
                print("stopped", number, frame.f_lineno, x)
                sys.exit(5)
            signal.signal(signal.SIGTERM, stop)
            print("ready", flush=True)
            signal.pause()
        """,
        signal=signal.SIGTERM,
        exit=5,
        shows="stopped 15 8 1",
    ),
    Case(id="sigkill", script=_READY + "            time.sleep(60)\n", signal=signal.SIGKILL, exit=-9),
    Case(id="sighup", script=_READY + "            time.sleep(60)\n", signal=signal.SIGHUP, exit=-1),
]


@pytest.mark.parametrize("case", possible(FROM_INSIDE), ids=lambda case: case.id)
def test_a_signal_of_its_own_ends_it_as_under_python(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))


@pytest.mark.parametrize("case", possible(FROM_OUTSIDE), ids=lambda case: case.id)
def test_a_signal_from_outside_meets_the_script(case: Case, stage: Callable[[Case], Stage]) -> None:
    check_agreement(stage(case))
