"""Bell: wakes the thread of the scheduler from other threads and from signals."""

from __future__ import annotations

import os
import select

__all__ = ["Bell"]


class Bell:
    """A pipe that can be read after somebody rang.

    Attributes:
        fd: Its end that can be waited for.
    """

    def __init__(self) -> None:
        self.fd, self._rung = os.pipe()
        for end in (self.fd, self._rung):
            os.set_blocking(end, False)

    def ring(self) -> None:
        """Wake whoever waits, now or next time; from any thread, also after `close`."""
        try:
            os.write(self._rung, b"\0")
        except OSError:  # full: it rings already; or closed
            return

    def wait(self, timeout_s: float | None) -> None:
        """Wait until it rings."""
        select.select([self.fd], [], [], timeout_s)

    def silence(self) -> None:
        """Forget that it rang."""
        try:
            while os.read(self.fd, 4096):
                pass
        except BlockingIOError:
            return

    def close(self) -> None:
        """Close both ends."""
        rung, self._rung = self._rung, -1
        os.close(self.fd)
        os.close(rung)
