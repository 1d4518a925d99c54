"""Channel: messages between our own processes, over one end of a pair of sockets."""

from __future__ import annotations

import marshal
import os
import sys
from _socket import (  # `socket` wraps it into enums and selectors, whose pages each fork would copy
    AF_UNIX,
    CMSG_SPACE,
    SCM_RIGHTS,
    SHUT_WR,
    SOCK_STREAM,
    SOL_SOCKET,
    socket,
    socketpair,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Message = tuple[Any, ...]

__all__ = ["Channel", "ChannelClosedError"]

_CHUNK_BYTES = 4_096  # of which a message needs a few hundred: more would be taken from the system each time
_LENGTH_BYTES = 4
_FD_BYTES = 4
_MAX_FDS = 16
_NO_FD = -1


class ChannelClosedError(Exception):
    """The other end is closed, or its process is gone."""


class Channel:
    """Sends and receives tuples of plain data; a file descriptor may come along with one.

    Both ends are processes of this user that we have started from this interpreter: `marshal` will do.
    """

    __slots__ = ("_buffer", "_descriptors", "_socket")

    def __init__(self, end: socket) -> None:
        """Take one end."""
        self._socket = end
        self._buffer = b""
        self._descriptors: list[int] = []

    @classmethod
    def of_fd(cls, descriptor: int) -> Channel:
        """Take an end that was inherited, or received."""
        return cls(socket(AF_UNIX, SOCK_STREAM, 0, descriptor))

    @classmethod
    def pair(cls) -> tuple[Channel, int]:
        """Make both ends; the second is a descriptor, to be sent away and closed."""
        ours, theirs = socketpair(AF_UNIX, SOCK_STREAM)
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
                rights = (SOL_SOCKET, SCM_RIGHTS, descriptor.to_bytes(_FD_BYTES, sys.byteorder))
                data = data[self._socket.sendmsg([data], [rights]) :]
            self._socket.sendall(data)
        except OSError as error:  # EPIPE, ECONNRESET
            raise ChannelClosedError from error

    def receive(self) -> list[Message]:
        """Return the messages that have come; waits for the first part of one.

        Raises:
            ChannelClosedError: The other end is gone, and all that it sent was returned.
        """
        try:
            data, extra, _, _ = self._socket.recvmsg(_CHUNK_BYTES, CMSG_SPACE(_MAX_FDS * _FD_BYTES))
        except OSError as error:  # ECONNRESET: it died with something of ours unread
            raise ChannelClosedError from error
        for _, _, rights in extra:
            for start in range(0, len(rights), _FD_BYTES):
                self._take(int.from_bytes(rights[start : start + _FD_BYTES], sys.byteorder))
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
        try:
            self._socket.shutdown(SHUT_WR)
        except OSError:  # it is gone already
            return

    def wait_for_end(self, timeout_s: float) -> None:
        """Wait until the other end is closed, and leave unread what comes before."""
        self._socket.settimeout(timeout_s)
        try:
            while self._socket.recv(_CHUNK_BYTES):
                pass
        except OSError:  # ECONNRESET, or the time is up
            return

    def close(self) -> None:
        """Close this end: the other one reads the end."""
        self._socket.close()

    def _take(self, descriptor: int) -> None:
        os.set_inheritable(descriptor, False)
        self._descriptors.append(descriptor)

    def _whole_messages(self) -> list[Message]:
        found = []
        while len(self._buffer) >= _LENGTH_BYTES:
            end = _LENGTH_BYTES + int.from_bytes(self._buffer[:_LENGTH_BYTES], "little")
            if len(self._buffer) < end:
                break
            found.append(marshal.loads(self._buffer[_LENGTH_BYTES:end]))
            self._buffer = self._buffer[end:]
        return found
