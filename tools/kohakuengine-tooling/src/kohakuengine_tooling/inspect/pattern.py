"""Patterns such as `runs/*.py`, for shells that hand them over as they are."""

from __future__ import annotations

import os
from glob import escape, glob, has_magic
from typing import TYPE_CHECKING

from kohakuengine_tooling.inspect.folder import find_in_folder, folders_below, is_passed_over, is_script
from kohakuengine_tooling.inspect.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_by_pattern", "is_pattern"]

_DEEP = "**"


def is_pattern(word: str) -> bool:
    """Say whether a word has letters that stand for others."""
    return has_magic(word)


def find_by_pattern(pattern: str) -> Iterator[Found]:
    """Yield the scripts that a pattern means, sorted; `**` stands for any folders, as in `glob`.

    Links to folders are passed over, unless the pattern names them: a circle of them has no end.
    """
    is_deep = _DEEP in pattern
    is_empty = True
    for path in sorted(set(_paths(pattern))):
        if _is_others(path, pattern):
            continue
        if os.path.isdir(path):
            if not is_deep and not _is_no_part(path):
                for found in find_in_folder(path):
                    is_empty = False
                    yield found
        elif _is_script_file(path):
            is_empty = False
            yield Found(path, is_listed=True)
    if is_empty:
        yield Found(pattern, "no script matches this pattern")


def _paths(pattern: str) -> Iterator[str]:
    """Yield what a pattern matches, `**` without the links to folders that `glob` would follow."""
    parts = pattern.split(os.sep)
    if _DEEP not in parts:
        yield from glob(pattern)
        return
    at = parts.index(_DEEP)
    rest = os.sep.join(parts[at + 1 :]) or "*"
    for base in glob(os.sep.join([*parts[:at], ""])) if at else [""]:
        for folder in folders_below(base):
            yield from _paths(os.path.join(escape(folder), rest))


def _is_script_file(path: str) -> bool:
    return path.endswith(".py") and os.path.isfile(path) and is_script(path)


def _is_others(path: str, pattern: str) -> bool:
    """Say whether a folder that the pattern does not name itself is none of the project's."""
    folder = os.path.dirname(path)
    while folder and folder != os.path.dirname(folder):
        if pattern.startswith(os.path.join(folder, "")):
            return False
        if _is_no_part(folder):
            return True
        folder = os.path.dirname(folder)
    return False


def _is_no_part(folder: str) -> bool:
    return os.path.islink(folder) or is_passed_over(folder)
