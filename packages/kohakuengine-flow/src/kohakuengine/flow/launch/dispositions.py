"""What our helper processes do with signals, and what the runs that they start find instead."""

from __future__ import annotations

import os
import signal

__all__ = ["ChildSignals"]

# A batch system, or a terminal that closes, sends these to every process: ours live until the orchestrator,
# which passes them on, has stopped the runs in good order.
_SHIELDED = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class ChildSignals:
    """The signal handling of a process that waits for children, beside other things.

    Attributes:
        wake_fd: Can be read when a child has ended.
        to_default: What a program that is started must have set to its default again.
    """

    def __init__(self) -> None:
        """Ignore what is meant for the runs, and be woken by the end of children."""
        self._found = {number: signal.getsignal(number) for number in _SHIELDED}
        for number in _SHIELDED:
            signal.signal(number, signal.SIG_IGN)
        self.wake_fd = -1
        self._write_fd = -1
        self.listen()
        own = [number for number in _SHIELDED if self._found[number] is not signal.SIG_IGN]
        self.to_default = [*own, signal.SIGCHLD, signal.SIGPIPE, *_of_this_platform("SIGXFSZ")]

    def listen(self) -> None:
        """Be woken by the end of children; once more in a fork, which has other children."""
        self._close()
        self.wake_fd, self._write_fd = os.pipe()
        os.set_blocking(self.wake_fd, False)
        os.set_blocking(self._write_fd, False)
        signal.signal(signal.SIGCHLD, _do_nothing)
        signal.set_wakeup_fd(self._write_fd, warn_on_full_buffer=False)

    def drain(self) -> None:
        """Forget what `wake_fd` has said."""
        try:
            while len(os.read(self.wake_fd, 512)) == 512:
                pass
        except BlockingIOError:
            pass

    def put_back(self) -> None:
        """Give a fork that executes a script what python gives a script."""
        signal.set_wakeup_fd(-1)
        self._close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for number, handler in self._found.items():
            signal.signal(number, handler)

    def _close(self) -> None:
        for descriptor in (self.wake_fd, self._write_fd):
            if descriptor != -1:
                os.close(descriptor)
        self.wake_fd = self._write_fd = -1


def _do_nothing(_number: int, _frame: object) -> None:
    pass


def _of_this_platform(*names: str) -> list[signal.Signals]:
    return [getattr(signal, name) for name in names if hasattr(signal, name)]
