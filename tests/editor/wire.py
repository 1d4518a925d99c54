"""Messages of the protocol on two pipes or a socket: JSON behind a header that says its length."""

from __future__ import annotations

import json
import os
import select
import time
from typing import Any, Final

__all__ = ["Wire", "WireClosedError", "frame"]

_PATIENCE_S: Final = 60.0
_HEADER_END: Final = b"\r\n\r\n"


class WireClosedError(Exception):
    """The other side has gone."""


def frame(message: dict[str, Any]) -> bytes:
    """Write a message as it goes over the wire."""
    body = json.dumps({"jsonrpc": "2.0", **message}).encode("utf-8")
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


class Wire:
    """One end of a connection.

    Args:
        reading: Descriptor that the other side's messages come from.
        writing: Descriptor that ours go to.
    """

    def __init__(self, reading: int, writing: int) -> None:
        self._reading = reading
        self._writing = writing
        self._held = b""

    def send(self, data: bytes) -> None:
        """Send bytes as they are: one or more messages, or none that is right."""
        while data:
            data = data[os.write(self._writing, data) :]

    def receive(self, patience_s: float = _PATIENCE_S) -> bytes:
        """Return the body of the next message.

        Raises:
            TimeoutError: None has come in time.
            WireClosedError: None will come.
        """
        until = time.monotonic() + patience_s
        while _HEADER_END not in self._held:
            self._read_more(until)
        header, _, self._held = self._held.partition(_HEADER_END)
        size = next(int(line[15:]) for line in header.split(b"\r\n") if line.startswith(b"Content-Length:"))
        while len(self._held) < size:
            self._read_more(until)
        body, self._held = self._held[:size], self._held[size:]
        return body

    def _read_more(self, until: float) -> None:
        ready, _, _ = select.select([self._reading], [], [], max(until - time.monotonic(), 0))
        if not ready:
            raise TimeoutError("the server has not said anything in time")
        data = os.read(self._reading, 1 << 20)
        if not data:
            raise WireClosedError
        self._held += data
