"""FollowedLog: whole lines of what a run writes, each with the run's number in front."""

from __future__ import annotations

from kohakuengine.cli import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FollowedLog"]

_CHUNK_BYTES = 1 << 16


class FollowedLog:
    """A log that a run is writing, printed as lines are complete; bytes stay as they are."""

    def __init__(self, path: Path, number: int, *, is_error: bool = False) -> None:
        """Begin at its start.

        Args:
            path: The file; it may not be there yet.
            number: Of the run.
            is_error: Whether it is printed on stderr.
        """
        self._path = path
        self._prefix = f"[{number}] ".encode()
        self._is_error = is_error
        self._at = 0
        self._rest = b""

    def write_lines(self) -> None:
        """Print the lines that are complete now."""
        try:
            file = open(self._path, "rb")  # noqa: SIM115 - only its opening may fail
        except OSError:
            return
        with file:
            file.seek(self._at)
            while chunk := file.read(_CHUNK_BYTES):
                self._at += len(chunk)
                self._take(chunk)

    def finish(self) -> None:
        """Print what is left, also where its last line has no end."""
        self.write_lines()
        if self._rest:
            self._print([self._rest])
            self._rest = b""

    def _take(self, chunk: bytes) -> None:
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > _CHUNK_BYTES:
            lines, self._rest = [*lines, self._rest], b""
        self._print(lines)

    def _print(self, lines: list[bytes]) -> None:
        if lines:
            text = b"".join(self._prefix + line + b"\n" for line in lines)
            report.write_bytes(text, is_error=self._is_error)
