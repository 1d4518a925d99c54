"""A run in a fresh interpreter, which gets the signals that this process is sent while it waits."""

from __future__ import annotations

import signal
import subprocess
from functools import partial

from kohakuengine.engine.relaunch import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.request import RunRequest

_STOPS = ("SIGINT", "SIGTERM", "SIGHUP")


class ChildEnd:
    """How a run in a fresh interpreter ended.

    Attributes:
        exit_code: Its exit code, negative where a signal ended it.
        stop: Number of the first signal that asked this process to stop meanwhile, None if none did.
    """

    __slots__ = ("exit_code", "stop")

    def __init__(self, *, exit_code: int, stop: int | None) -> None:
        self.exit_code = exit_code
        self.stop = stop


def run_in_child(request: RunRequest) -> ChildEnd:
    """Run a script in a fresh interpreter with the standard streams of this one, stdin empty.

    SIGTERM and SIGHUP are passed on, SIGINT reaches the whole process group by itself; the child may take
    its time, and the next signal kills it. Where the platform cannot wait for signals
    (`signal.sigwaitinfo`: not on macOS and Windows) nothing is passed on. For the main thread.

    Raises:
        CarryError: A value cannot travel to another process.
    """
    if not hasattr(signal, "sigwaitinfo"):
        return _wait(subprocess.Popen(command(request), stdin=subprocess.DEVNULL))
    # Where SIGCHLD is ignored, no child leaves an exit code, nor a signal to wait for: sigaction(2).
    before = signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    as_before = partial(signal.signal, signal.SIGCHLD, before) if before == signal.SIG_IGN else None
    try:
        return _attend(subprocess.Popen(command(request), stdin=subprocess.DEVNULL, preexec_fn=as_before))
    finally:
        if before is not None:  # a handler that was not set by Python
            signal.signal(signal.SIGCHLD, before)


def _attend(child: subprocess.Popen[bytes]) -> ChildEnd:
    stops = {getattr(signal, name) for name in _STOPS}
    awaited = {*stops, signal.SIGCHLD}
    came: list[int] = []
    before = signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    try:
        while child.poll() is None:
            got = signal.sigwaitinfo(awaited)
            if got.si_signo in stops:
                came.append(got.si_signo)
                _pass_on(child, got, is_first=len(came) == 1)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return ChildEnd(exit_code=child.returncode, stop=came[0] if came else None)


def _pass_on(child: subprocess.Popen[bytes], got: signal.struct_siginfo, *, is_first: bool) -> None:
    """Pass a signal on, but for what has reached the child as well: all that a terminal sends, and SIGINT.

    A SIGINT is nearly always meant for the whole process group, and a second one might end the saving of a
    checkpoint that the first has begun.
    """
    is_of_the_kernel = got.si_code > 0  # sigaction(2): those of a process have SI_USER, SI_QUEUE, SI_TKILL
    if not is_first:
        child.kill()
    elif got.si_signo != signal.SIGINT and not is_of_the_kernel:
        child.send_signal(got.si_signo)


def _wait(child: subprocess.Popen[bytes]) -> ChildEnd:
    stop = None
    while True:
        try:
            return ChildEnd(exit_code=child.wait(), stop=stop)
        except KeyboardInterrupt:  # it reached the child, too, which may be saving a checkpoint
            if stop is not None:
                child.kill()
            stop = signal.SIGINT
