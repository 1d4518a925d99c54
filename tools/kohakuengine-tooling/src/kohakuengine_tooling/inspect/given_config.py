"""What a config of the line sets, read without executing it, configs that it inherits from included."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from kohakuengine.config.errors import ConfigShapeError, KohakuError
from kohakuengine.config.static import read_config

if TYPE_CHECKING:
    from kohakuengine.config.static import ConfigEntry, ConfigReading

__all__ = ["GivenConfig", "Setting", "read_given_config"]


class Setting:
    """What a config sets for one name.

    Attributes:
        path: The file that it stands in.
        entries: Its entries there: several in a sweep, or in branches.
    """

    __slots__ = ("entries", "path")

    def __init__(self, path: str, entries: list[ConfigEntry]) -> None:
        self.path = path
        self.entries = entries

    @property
    def name(self) -> str:
        """The name, as written with its prefix; the position of an argument."""
        return self.entries[0].name

    @property
    def kind(self) -> str:
        """What it sets: global, axis, kwarg or arg."""
        return self.entries[0].kind

    @property
    def line(self) -> int:
        """1-based line of the first entry."""
        return self.entries[0].line

    @property
    def is_helper(self) -> bool:
        """Whether it is a function or class that the script need not know."""
        return all(entry.is_helper for entry in self.entries)


class GivenConfig:
    """A config of the line.

    Attributes:
        path: As typed.
        settings: What it sets, in the order of its lines, after what it inherits.
        is_complete: Whether nothing is hidden in code that only running could tell.
        error: Why it could not be read, or None.
    """

    __slots__ = ("error", "is_complete", "path", "settings")

    def __init__(
        self, path: str, settings: list[Setting], *, is_complete: bool = True, error: str | None = None
    ) -> None:
        self.path = path
        self.settings = settings
        self.is_complete = is_complete
        self.error = error


def read_given_config(path: str) -> GivenConfig:
    """Read a config; nothing is raised for what a file may hold."""
    found: dict[tuple[str, str], Setting] = {}
    try:
        is_complete = _collect(path, found, ())
    except KohakuError as error:
        return GivenConfig(path, [], error=str(error))
    except SyntaxError as error:
        return GivenConfig(path, [], error=f"{error.filename}:{error.lineno}: {error.msg}")
    return GivenConfig(path, list(found.values()), is_complete=is_complete)


def _collect(path: str, found: dict[tuple[str, str], Setting], within: tuple[str, ...]) -> bool:
    """Collect what a config inherits, then what it sets itself, which wins; return whether that is all.

    Args:
        path: Of the config.
        found: What is known so far, by kind and name; added to.
        within: Real paths of the configs that inherit from it; a circle ends there.
    """
    real = os.path.realpath(path)
    if real in within:
        return True
    reading = _read(path)
    parts = [_collect(used, found, (*within, real)) for used in reading.uses]
    own: dict[tuple[str, str], Setting] = {}
    for entry in reading.entries:
        own.setdefault((entry.kind, entry.name), Setting(path, [])).entries.append(entry)
    for key in own:
        found.pop(key, None)
    found.update(own)
    return all(parts) and reading.is_complete


def _read(path: str) -> ConfigReading:
    """Read one file; a FIFO would wait for ever."""
    try:
        is_other = not stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        is_other = False
    if is_other:
        raise ConfigShapeError(path=path, reason="a config is a regular file")
    return read_config(path)
