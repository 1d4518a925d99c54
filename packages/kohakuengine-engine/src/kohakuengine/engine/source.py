"""The bytes of a script."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.errors import ScriptNotFoundError


_CHUNK_BYTES = 1 << 13  # more is taken from the system anew each time, and most files have less
BINARY: int = getattr(os, "O_BINARY", 0)
"""Flag of `os.open` for bytes as they are, on Windows."""


def read_source(path: str, *, shown: str | None = None) -> bytes:
    """Read a script as it lies on disk; `compile` decodes it by its cookie (PEP 263).

    Args:
        path: The file.
        shown: How messages name it, None for `path` itself.

    Raises:
        ScriptNotFoundError: No such file.
        ScriptTypeError: A folder.
        SourceError: The file cannot be read.
    """
    try:
        return read_bytes(path)
    except OSError as error:
        raise _unreadable(error, shown or path) from None


def read_bytes(path: str) -> bytes:
    """Read a file with as few objects as can be: a fork copies each page that it touches.

    Raises:
        OSError: It cannot be read, or is a folder.
    """
    descriptor = os.open(path, os.O_RDONLY | BINARY)
    try:
        parts = []
        while part := os.read(descriptor, _CHUNK_BYTES):  # a pipe gives less than it will have
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def _unreadable(error: OSError, path: str) -> Exception:
    from kohakuengine.engine.errors import ScriptTypeError, SourceError

    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return not_found(path)
    if isinstance(error, IsADirectoryError):
        return ScriptTypeError(path=path, reason="this is a folder")
    return SourceError(path=path, reason=error.strerror or str(error))


def not_found(path: str) -> ScriptNotFoundError:
    """Return the error for a script that is not there, with what may have been meant."""
    from kohakuengine.engine.errors import ScriptNotFoundError

    folder = os.path.dirname(path)
    try:
        names = sorted(os.listdir(folder or os.curdir))
    except OSError:
        names = []
    scripts = [os.path.join(folder, name) for name in names if name.endswith(".py")]
    module = path if _is_module(path) else ""
    return ScriptNotFoundError(script=path, candidates=scripts, module=module)


def _is_module(name: str) -> bool:
    """Say whether a dotted name is one that `python -m NAME` would find."""
    from kohakuengine.config.kohaku_error import KohakuError
    from kohakuengine.engine.modules import find_module

    if "." not in name or not all(part.isidentifier() for part in name.split(".")):
        return False
    try:
        return bool(find_module(name))
    except KohakuError:
        return False
