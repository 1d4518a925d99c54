"""The bytes of a script."""

from __future__ import annotations


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
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise _unreadable(error, shown or path) from None


def _unreadable(error: OSError, path: str) -> Exception:
    from kohakuengine.engine.errors import ScriptNotFoundError, ScriptTypeError, SourceError

    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return ScriptNotFoundError(script=path)
    if isinstance(error, IsADirectoryError):
        return ScriptTypeError(path=path, reason="is a folder")
    return SourceError(path=path, reason=error.strerror or str(error))
