"""The index on disk: what was known of scripts when they were read last.

An entry counts for the same bytes only. They are read and hashed each time, which takes less than a tenth of
a millisecond for 1,000 lines. Size and time of a file say less: an edit within the clock's granularity and
one whose time was set back show in neither, and a file that was only touched looks like another.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys

from kohakuengine._version import __version__
from kohakuengine.config.user_cache import cache_key, digest, keep, kept, prune

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Source = tuple[int, bytes]

__all__ = ["KIND", "MAX_ENTRIES", "Index", "source_stamp"]

KIND = "facts"
MAX_ENTRIES = 2048

_FORMAT = 1
_LARGEST_SOURCE_BYTES = 32 << 20
_LARGEST_ENTRY_BYTES = 4 << 20


class Index:
    """Plain data of scripts, by their paths and bytes; for the time of one command."""

    __slots__ = ("_has_put", "_maker")

    def __init__(self) -> None:
        self._maker = (_FORMAT, __version__, _build(), sys.version)
        self._has_put = False

    def look_up(self, path: str, source: Source) -> Any:
        """Return what was put there for a script of these bytes, None where nothing was.

        Args:
            path: As asked for: what is shown of a script shows its path.
            source: Of `source_stamp`.
        """
        data = kept(KIND, _key(path))
        if data is None:
            return None
        try:
            stamp, value = marshal.loads(data)
        except (EOFError, ValueError, TypeError):
            return None
        return value if stamp == self._stamp(path, source) else None

    def put(self, path: str, source: Source, value: Any) -> None:
        """Keep plain data of a script, unless it is huge."""
        entry: Any = (self._stamp(path, source), value)
        data = marshal.dumps(entry)
        if len(data) <= _LARGEST_ENTRY_BYTES:
            keep(KIND, _key(path), data)
            self._has_put = True

    def tidy(self) -> None:
        """Remove the oldest entries where they have become too many."""
        if self._has_put:
            prune(KIND, MAX_ENTRIES)

    def _stamp(self, path: str, source: Source) -> tuple[object, ...]:
        """Return what must be equal for an entry to count."""
        return (self._maker, os.path.abspath(path), path, source)


def _key(path: str) -> str:
    return cache_key(os.path.abspath(path), path)


def _build() -> tuple[int, int]:
    """Tell builds of one version apart, as in a checkout: newest time and total size of our sources."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    newest = total = 0
    for path in _sources(package):
        status = os.stat(path)
        newest = max(newest, status.st_mtime_ns)
        total += status.st_size
    return newest, total


def _sources(folder: str) -> Iterator[str]:
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name.endswith(".py"):
            yield path
        elif "." not in name and name[:2] != "__":
            yield from _sources(path)


def source_stamp(path: str) -> Source | None:
    """Return size and hash of a script; None where the index holds nothing of it: no file, or a huge one."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_SOURCE_BYTES:
            return None
        with open(path, "rb", opener=_open_without_waiting) as file:
            source = file.read()
    except (OSError, ValueError):
        return None
    return len(source), digest(source)


def _open_without_waiting(path: str, flags: int) -> int:
    """Open what was a regular file a moment ago: a FIFO in its place would wait for a writer."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
