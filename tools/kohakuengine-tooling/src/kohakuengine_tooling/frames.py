"""Frames: data of known length on a pipe, as JSON, for a worker and who has started it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from typing import IO

__all__ = ["read_frame", "write_frame"]

_LENGTH_BYTES: Final = 8


def write_frame(pipe: IO[bytes], data: Any) -> None:
    """Write data.

    Raises:
        OSError: Nobody reads it.
    """
    text = json.dumps(data).encode("ascii")
    pipe.write(len(text).to_bytes(_LENGTH_BYTES, "big") + text)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> Any:
    """Read data.

    Raises:
        EOFError: The pipe ends before it is whole.
        ValueError: It is no JSON.
    """
    length = int.from_bytes(_exactly(pipe, _LENGTH_BYTES), "big")
    return json.loads(_exactly(pipe, length))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data
