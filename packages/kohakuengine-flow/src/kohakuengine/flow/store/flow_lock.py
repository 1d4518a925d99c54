"""FlowLock: held while anything of a flow lives, by the orchestrator and whatever inherits its descriptor."""

from __future__ import annotations

import errno
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FlowLock"]

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_POLL_S = 0.02


class FlowLock:
    """An advisory lock on a file, which the system gives back when the last holder is gone.

    A fork of this process, which may outlive it, does not hold it.

    Attributes:
        fd: Descriptor that holds it; a program that is started with it holds the lock too.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.release)

    @classmethod
    def try_take(cls, path: str) -> FlowLock | None:
        """Take the lock, or return None at once where somebody holds it.

        Raises:
            OSError: The file cannot be made or locked.
        """
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _TAKEN:
                return None
            raise
        return cls(descriptor)

    @classmethod
    def take(cls, path: str, *, wait_s: float, while_waiting: Callable[[], None]) -> FlowLock | None:
        """Take the lock, waiting for it; None where it did not come free in time.

        Args:
            path: The file.
            wait_s: Seconds to wait at most.
            while_waiting: Called again and again; what it raises ends the waiting.
        """
        deadline = time.monotonic() + wait_s
        while (lock := cls.try_take(path)) is None:
            while_waiting()
            if time.monotonic() > deadline:
                return None
            time.sleep(_POLL_S)
        return lock

    def release(self) -> None:
        """Let go of it here; programs that were started with the descriptor still hold it."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
