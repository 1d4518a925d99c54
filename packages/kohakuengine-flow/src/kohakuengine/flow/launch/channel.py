"""Channel: messages between our own processes, over one end of a pair of sockets."""

from __future__ import annotations

import contextlib
import marshal
import os
import socket
from typing import Any

__all__ = ["Channel", "ChannelClosedError"]

_CHUNK_BYTES = 65_536
_LENGTH_BYTES = 4
_NO_FD = -1

Message = tuple[Any, ...]


class ChannelClosedError(Exception):
    """The other end is closed, or its process is gone."""


class Channel:
    """Sends and receives tuples of plain data; a file descriptor may come along with one.

    Both ends are processes of this user that we have started from this interpreter: `marshal` will do.

    """

    def __init__(self, end: socket.socket) -> None:
        """Take one end."""
        self._socket = end
        self._buffer = b""
        self._descriptors: list[int] = []

    @classmethod
    def of_fd(cls, descriptor: int) -> Channel:
        """Take an end that was inherited, or received."""
        return cls(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, descriptor))

    @classmethod
    def pair(cls) -> tuple[Channel, int]:
        """Make both ends; the second is a descriptor, to be sent away and closed."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        return cls(ours), theirs.detach()

    def fileno(self) -> int:
        """Return the descriptor, -1 once it is closed."""
        return self._socket.fileno()

    def send(self, *message: Any, descriptor: int = _NO_FD) -> None:
        """Send one message, with a copy of a descriptor where one is given.

        Raises:
            ChannelClosedError: Nobody is there to receive it.
        """
        data = marshal.dumps(message)
        data = len(data).to_bytes(_LENGTH_BYTES, "little") + data
        try:
            if descriptor != _NO_FD:
                sent = socket.send_fds(self._socket, [data], [descriptor])
                data = data[sent:]
            self._socket.sendall(data)
        except OSError as error:  # EPIPE, ECONNRESET
            raise ChannelClosedError from error

    def receive(self) -> list[Message]:
        """Return the messages that have come; waits for the first part of one.

        Raises:
            ChannelClosedError: The other end is gone, and all that it sent was returned.
        """
        try:
            data, descriptors, _, _ = socket.recv_fds(self._socket, _CHUNK_BYTES, 16)
        except OSError as error:  # ECONNRESET: it died with something of ours unread
            raise ChannelClosedError from error
        for descriptor in descriptors:
            os.set_inheritable(descriptor, False)
        self._descriptors += descriptors
        if not data:
            raise ChannelClosedError
        self._buffer += data
        return self._whole_messages()

    def receive_one(self) -> Message:
        """Wait for one whole message, where only one can come."""
        while True:
            for message in self.receive():
                return message

    def take_descriptor(self) -> int:
        """Return the descriptor that came with the message in hand."""
        return self._descriptors.pop(0)

    def shut(self) -> None:
        """Let the other end read the end, and go on to receive what it says last."""
        with contextlib.suppress(OSError):  # it is gone already
            self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Close this end: the other one reads the end."""
        self._socket.close()

    def _whole_messages(self) -> list[Message]:
        found = []
        while len(self._buffer) >= _LENGTH_BYTES:
            end = _LENGTH_BYTES + int.from_bytes(self._buffer[:_LENGTH_BYTES], "little")
            if len(self._buffer) < end:
                break
            found.append(marshal.loads(self._buffer[_LENGTH_BYTES:end]))
            self._buffer = self._buffer[end:]
        return found
