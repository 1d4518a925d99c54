"""Entry points of other distributions, read from the files that installers leave on `sys.path`.

`importlib.metadata` knows more ways to be installed, and takes longer to be imported than some commands take.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["COMMAND_GROUP", "FAST_GROUP", "find_points", "point_names"]

COMMAND_GROUP = "kohakuengine.commands"
FAST_GROUP = "kohakuengine.fast_commands"

_SUFFIXES = (".dist-info", ".egg-info")


def find_points(group: str, name: str) -> dict[str, str]:
    """Find the first distribution that has an entry point of this group and name.

    Returns:
        The objects (`module:attribute`) of all its entry points of that name, by their group; {} where no
        distribution has one.
    """
    for text in _texts():
        if group in text:
            points = _points_named(name, text)
            if group in points:
                return points
    return {}


def point_names(group: str) -> list[str]:
    """List the names of all entry points of a group, sorted."""
    return sorted(
        {name for text in _texts() if group in text for at, name, _ in _points(text) if at == group}
    )


def _texts() -> Iterator[str]:
    """Yield the contents of every `entry_points.txt`, in the order in which imports look."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or os.curdir)
        except OSError:
            continue
        for name in names:
            if name.endswith(_SUFFIXES):
                try:
                    path = os.path.join(folder, name, "entry_points.txt")
                    with open(path, encoding="utf-8", errors="replace") as file:
                        yield file.read()
                except OSError:
                    continue


def _points_named(name: str, text: str) -> dict[str, str]:
    """Read from an `entry_points.txt` what has one name: `name = module:attribute [extra]`, by group."""
    return {group: target for group, key, target in _points(text) if key == name}


def _points(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the group, name and object of each line of an `entry_points.txt`."""
    group = ""
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if line.startswith("["):
            group = line.strip().strip("[]")
        elif equals:
            yield group, key.strip(), value.partition("[")[0].strip()
