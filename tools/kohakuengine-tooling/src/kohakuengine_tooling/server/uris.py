"""URIs of files."""

from __future__ import annotations

from pathlib import Path

from pygls.uris import from_fs_path, to_fs_path

__all__ = ["path_of", "uri_of"]


def uri_of(path: Path) -> str:
    """Return the URI of a file."""
    return from_fs_path(str(path)) or path.as_uri()


def path_of(uri: str) -> Path | None:
    """Return the file that a URI names, None where it names none (an untitled document)."""
    found = to_fs_path(uri)
    return Path(found) if found else None
