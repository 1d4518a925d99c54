"""Patterns such as `runs/*.py`, for shells that hand them over as they are."""

from __future__ import annotations

import os
from glob import glob, has_magic
from typing import TYPE_CHECKING

from kohakuengine_tooling.inspect.folder import find_in_folder, is_passed_over, is_script
from kohakuengine_tooling.inspect.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_by_pattern", "is_pattern"]


def is_pattern(word: str) -> bool:
    """Say whether a word has letters that stand for others."""
    return has_magic(word)


def find_by_pattern(pattern: str) -> Iterator[Found]:
    """Yield the scripts that a pattern means, sorted; `**` stands for any folders, as in `glob`."""
    is_deep = "**" in pattern
    is_empty = True
    for path in sorted(glob(pattern, recursive=True)):
        if os.path.isdir(path):
            if not is_deep and not is_passed_over(path):
                for found in find_in_folder(path):
                    is_empty = False
                    yield found
        elif _is_script_file(path) and not _is_others(path, pattern):
            is_empty = False
            yield Found(path, is_listed=True)
    if is_empty:
        yield Found(pattern, "no script matches this pattern")


def _is_script_file(path: str) -> bool:
    return path.endswith(".py") and os.path.isfile(path) and is_script(path)


def _is_others(path: str, pattern: str) -> bool:
    """Say whether a folder that the pattern does not name itself is none of the project's."""
    folder = os.path.dirname(path)
    while folder and folder != os.path.dirname(folder):
        if pattern.startswith(os.path.join(folder, "")):
            return False
        if is_passed_over(folder):
            return True
        folder = os.path.dirname(folder)
    return False
