"""What our helper processes do with signals, and what the runs that they start find instead.

With `_signal`: `signal` wraps it into enums, whose pages each fork would copy.
"""

from __future__ import annotations

import _signal  # pyright: ignore[reportMissingImports]
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["ChildSignals"]

# A batch system, or a terminal that closes, sends these to every process: ours live until the orchestrator,
# which passes them on, has stopped the runs in good order.
_SHIELDED = (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP)


class ChildSignals:
    """The signal handling of a process that waits for children, beside other things.

    Attributes:
        wake_fd: Can be read when a child has ended.
        to_default: What a program that is started must have set to its default again.
        mask: The signals that it must have blocked.
    """

    __slots__ = ("_write_fd", "mask", "to_default", "wake_fd")

    def __init__(self) -> None:
        """Block what is meant for the runs, and be woken by the end of children."""
        self.mask: Any = _signal.pthread_sigmask(_signal.SIG_BLOCK, _SHIELDED)
        self.wake_fd = self._write_fd = -1
        self.listen()
        self.to_default = [_signal.SIGCHLD, _signal.SIGPIPE]
        if hasattr(_signal, "SIGXFSZ"):
            self.to_default.append(_signal.SIGXFSZ)

    def listen(self) -> None:
        """Be woken by the end of children; once more in a fork, which has other children."""
        self._close()
        self.wake_fd, self._write_fd = os.pipe()
        os.set_blocking(self.wake_fd, False)
        os.set_blocking(self._write_fd, False)
        _signal.signal(_signal.SIGCHLD, _do_nothing)
        _signal.set_wakeup_fd(self._write_fd, warn_on_full_buffer=False)

    def drain(self) -> None:
        """Forget what `wake_fd` has said."""
        try:
            while len(os.read(self.wake_fd, 256)) == 256:
                pass
        except BlockingIOError:
            return

    def put_back(self) -> None:
        """Give a fork that executes a script what python gives a script."""
        _signal.set_wakeup_fd(-1)
        self._close()
        _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
        _signal.pthread_sigmask(_signal.SIG_SETMASK, self.mask)

    def _close(self) -> None:
        if self.wake_fd != -1:
            os.close(self.wake_fd)
            os.close(self._write_fd)
            self.wake_fd = self._write_fd = -1


def _do_nothing(_number: int, _frame: object) -> None:
    pass
