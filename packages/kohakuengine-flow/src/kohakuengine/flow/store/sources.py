"""Snapshots of source files, each stored once under the digest of its bytes."""

from __future__ import annotations

import os

try:  # hashlib loads OpenSSL, and every run names its source
    from _sha2 import sha256  # type: ignore[import-not-found, unused-ignore]
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Sources", "differing", "digest_of", "digest_of_file"]


def digest_of(data: bytes) -> str:
    """Return the digest that names some bytes: SHA-256, in hexadecimal; the same under every Python.

    >>> digest_of(b"lr = 0.1")[:16]
    'd11e5bca066cc707'
    """
    text: str = sha256(data).hexdigest()
    return text


def digest_of_file(path: str) -> str | None:
    """Return the digest of a file's bytes as they are now, None where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return digest_of(file.read())
    except OSError:
        return None


def differing(recorded: Mapping[str, str], now: Mapping[str, str | None]) -> list[str]:
    """List the paths whose digest is another one, or that only one side has.

    >>> differing({"a.py": "1", "b.py": "2"}, {"a.py": "1", "b.py": "3", "c.py": "4"})
    ['b.py', 'c.py']
    """
    return sorted(path for path in {*recorded, *now} if recorded.get(path) != now.get(path))


class Sources:
    """The folder of the snapshots.

    Attributes:
        folder: Where they lie; made when the first is added.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, data: bytes) -> str:
        """Store some bytes, unless they are there, and return their digest.

        Raises:
            OSError: They cannot be written.
        """
        digest = digest_of(data)
        path = self.path(digest)
        if not _has_size(path, len(data)):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, data)
        return digest

    def read(self, digest: str) -> bytes:
        """Return the bytes of a digest.

        Raises:
            FileNotFoundError: They were never stored.
            RecordDamagedError: They are not what was stored.
        """
        path = self.path(digest)
        with open(path, "rb") as file:
            data = file.read()
        if digest_of(data) != digest:
            from kohakuengine.flow.errors import RecordDamagedError

            raise RecordDamagedError(path=path)
        return data

    def path(self, digest: str) -> str:
        """Return the file of a snapshot, which may not be there."""
        return os.path.join(self.folder, digest)


def _has_size(path: str, size_bytes: int) -> bool:
    try:
        return os.stat(path).st_size == size_bytes
    except OSError:
        return False


def _write(path: str, data: bytes) -> None:
    temporary = f"{path}.{os.getpid()}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
    os.replace(temporary, path)
