"""The scripts that the words of a line mean."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Found", "find_scripts"]


class Found:
    """A script, or a word that means none.

    Attributes:
        path: As the user would write it.
        error: Why there is nothing to be read; "" where there is.
        is_listed: Whether it was met in a folder or by a pattern, not named.
    """

    __slots__ = ("error", "is_listed", "path")

    def __init__(self, path: str, error: str = "", *, is_listed: bool = False) -> None:
        self.path = path
        self.error = error
        self.is_listed = is_listed


def find_scripts(words: Sequence[str]) -> Iterator[Found]:
    """Yield the scripts that words mean, in their order, each once.

    Args:
        words: Files, folders and patterns.
    """
    seen = set()
    for word in words:
        for found in _find(word):
            if found.path not in seen:
                seen.add(found.path)
                yield found


def _find(word: str) -> Iterator[Found]:
    try:
        mode = os.stat(word).st_mode
    except (OSError, ValueError) as error:
        from kohakuengine_tooling.inspect.absent import find_absent

        yield from find_absent(word, error)
        return
    if stat.S_ISDIR(mode):
        from kohakuengine_tooling.inspect.folder import find_in_folder

        is_empty = True
        for found in find_in_folder(word):
            is_empty = False
            yield found
        if is_empty:
            yield Found(word, "no scripts in this folder")
    elif stat.S_ISREG(mode):
        yield Found(word)
    else:
        yield Found(word, "it is no regular file")
