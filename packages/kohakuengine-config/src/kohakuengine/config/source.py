"""The bytes of a config file."""

from __future__ import annotations

import os

__all__ = ["DATA_SUFFIXES", "SUFFIXES", "read_source"]

DATA_SUFFIXES = (".json", ".toml", ".yaml", ".yml")
SUFFIXES = (".py", *DATA_SUFFIXES)


def read_source(path: str) -> bytes:
    """Read a config file.

    Raises:
        ConfigNotFoundError: There is none; `.candidates` are the config files of its folder.
        ConfigShapeError: A folder, or a file that cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        from kohakuengine.config.errors import ConfigNotFoundError

        raise ConfigNotFoundError(path=path, candidates=_beside(path)) from None
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        from kohakuengine.config.errors import ConfigShapeError

        is_folder = os.path.isdir(path)
        why = "a folder" if is_folder else getattr(error, "strerror", None) or str(error)
        reason = "a config is a file, not a folder" if is_folder else f"cannot be read: {why}"
        raise ConfigShapeError(path=path, reason=reason) from None


def _beside(path: str) -> list[str]:
    folder = os.path.dirname(path)
    try:
        names = os.listdir(folder or os.curdir)
    except OSError:
        return []
    return [os.path.join(folder, name) for name in sorted(names) if name.endswith(SUFFIXES)]
