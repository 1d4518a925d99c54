"""Log: what a run wrote, printed piece by piece as bytes."""

from __future__ import annotations

import os

from kohakuengine.cli import report
from kohakuengine.flow.store.store_faults import store_faults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Log"]

_CHUNK_BYTES = 1 << 16


class Log:
    """A file that a run writes, or has written; it may not be there yet.

    Attributes:
        path: The file.
        is_error: Whether it is printed on stderr.
        at: How much of it has been printed or left out, in bytes.
    """

    def __init__(self, path: Path, *, is_error: bool = False) -> None:
        self.path = path
        self.is_error = is_error
        self.at = 0

    def skip_to_last(self, lines: int | None) -> None:
        """Leave all but the last lines out; None leaves nothing out."""
        if lines is not None and self.path.exists():
            with store_faults(str(self.path)), open(self.path, "rb") as file:
                self.at = _start_of_last(file.fileno(), lines)

    def skip_to_end(self, lines: int, *, most_bytes: int, heading: bytes) -> None:
        """Leave all but the end out.

        Args:
            lines: The last ones, as far as these are not
            most_bytes: more than so many bytes,
            heading: or what begins with this among them, however many lines it has.
        """
        if not self.path.exists():
            return
        self.skip_to_last(lines)
        with store_faults(str(self.path)), open(self.path, "rb") as file:
            start = max(0, os.fstat(file.fileno()).st_size - most_bytes)
            found = os.pread(file.fileno(), most_bytes, start).rfind(heading)
        self.at = max(self.at, start) if found < 0 else min(max(self.at, start), start + found)

    def write_rest(self) -> None:
        """Print what has not been printed yet.

        Raises:
            StoreAccessError: It cannot be read.
            OutputError: It cannot be printed.
        """
        if not self.path.exists():
            return
        with store_faults(str(self.path)):
            file = open(self.path, "rb")  # noqa: SIM115  # only opening it is the store's matter
        with file:
            file.seek(self.at)
            while chunk := file.read(_CHUNK_BYTES):
                report.write_bytes(chunk, is_error=self.is_error)
                self.at += len(chunk)


def _start_of_last(descriptor: int, lines: int) -> int:
    """Return where the last lines of a file begin, reading it from its end."""
    end = os.fstat(descriptor).st_size
    position = end
    wanted = lines
    while position:
        size = min(_CHUNK_BYTES, position)
        position -= size
        chunk = os.pread(descriptor, size, position)
        if position + size == end and chunk.endswith(b"\n"):
            wanted += 1  # the last line's own end separates nothing
        found = chunk.count(b"\n")
        if found >= wanted:
            return position + _after_nth_last_newline(chunk, wanted)
        wanted -= found
    return 0


def _after_nth_last_newline(chunk: bytes, number: int) -> int:
    r"""Return the place behind the newline that is so many from the end.

    >>> _after_nth_last_newline(b"a\nb\nc", 1), _after_nth_last_newline(b"a\nb\nc", 2)
    (4, 2)
    """
    at = len(chunk)
    for _ in range(number):
        at = chunk.rindex(b"\n", 0, at)
    return at + 1
