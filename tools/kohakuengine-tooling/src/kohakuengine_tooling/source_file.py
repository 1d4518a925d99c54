"""The file of a script: read when it is a regular file, never waited for, decoded as Python would."""

from __future__ import annotations

import os
import re
import stat
import warnings
from typing import Final

__all__ = ["UnreadableError", "read_source", "read_source_as_written"]

LARGEST_BYTES: Final = 5_000_000
_LARGEST_SLOW_BYTES: Final = 20_000
_SLOW: Final = re.compile(
    rb"coding[:=][ \t]*(?:punycode|idna)", re.IGNORECASE
)  # their time grows with the square
_DATA: Final = "it is data, no Python"
_NO_SCRIPTS: Final = {
    ".ipynb": "it is a notebook: export it, as with 'jupyter nbconvert --to script'",
    **dict.fromkeys((".json", ".toml", ".yaml", ".yml"), _DATA),
}
_NON_BLOCKING: Final = getattr(os, "O_NONBLOCK", 0)  # where there are FIFOs


class UnreadableError(Exception):
    """A file that is not read; its text says why."""


def read_source(path: str) -> str:
    r"""Return the text of a file, line ends as `\n`.

    Raises:
        UnreadableError: It is none, is no regular file, is a notebook or data by its suffix, is too large, or
            is not of its encoding.
    """
    text = read_source_as_written(path)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read_source_as_written(path: str) -> str:
    """Return the text of a file with the line ends that it has; errors as `read_source`."""
    try:
        data = _read_bytes(path)
        suffix = os.path.splitext(path)[1].lower()
        if suffix in _NO_SCRIPTS:
            raise UnreadableError(_NO_SCRIPTS[suffix])
    except (OSError, ValueError) as error:
        raise UnreadableError(getattr(error, "strerror", None) or str(error)) from None
    if b"\0" in data:
        raise UnreadableError("source code cannot contain null bytes")
    return decode(data)


def _read_bytes(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | _NON_BLOCKING | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError("it is not a regular file")
        if found.st_size > LARGEST_BYTES:
            raise UnreadableError(f"it is larger than {LARGEST_BYTES // 1_000_000} MB")
        data = file.read(LARGEST_BYTES + 1)
        if len(data) > LARGEST_BYTES:  # it grows while it is read
            raise UnreadableError(f"it is larger than {LARGEST_BYTES // 1_000_000} MB")
        return data


def decode(data: bytes) -> str:
    """Decode a file by its byte order mark and cookie (PEP 263).

    Raises:
        UnreadableError: The cookie names no encoding, or the bytes are not of it.
    """
    first, _, rest = data.partition(b"\n")
    head = first + b"\n" + rest.partition(b"\n")[0]
    try:
        if b"coding" not in head:
            return data.decode("utf-8-sig")
        return _decode_by_cookie(data, head)
    except (SyntaxError, ValueError, LookupError, OverflowError) as error:
        raise UnreadableError(str(error)) from None


def _decode_by_cookie(data: bytes, head: bytes) -> str:
    if len(data) > _LARGEST_SLOW_BYTES and _SLOW.search(head):
        raise UnreadableError("it is too large for its encoding")
    from kohakuengine.config.tree import decode

    with warnings.catch_warnings():  # unicode_escape warns of its escapes
        warnings.simplefilter("ignore")
        return decode(data)
