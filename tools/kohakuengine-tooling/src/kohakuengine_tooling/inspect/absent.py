"""A word that names nothing that is there: a pattern, or a mistake."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kohakuengine.config.kohaku_error import nearest
from kohakuengine_tooling.inspect.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["find_absent"]


def find_absent(word: str, error: OSError | ValueError) -> Iterator[Found]:
    """Find what a pattern means; say what a misspelt path may have meant.

    Args:
        word: As typed; shells that do not expand patterns hand them over.
        error: Why it cannot be looked at.
    """
    from kohakuengine_tooling.inspect.pattern import find_by_pattern, is_pattern

    if is_pattern(word):
        yield from find_by_pattern(word)
    elif os.path.islink(word):
        yield Found(word, f"it is a link to {os.readlink(word)!r}, which is not there (KE501).")
    elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
        yield Found(word, " ".join(filter(None, ("no such script (KE501).", _meant(word)))))
    elif isinstance(error, OSError):
        yield Found(word, error.strerror or str(error))
    else:
        yield Found(word, "no file has such a name")  # a null character


def _meant(word: str) -> str:
    """Ask for the scripts beside it whose names are near."""
    folder, name = os.path.split(word)
    try:
        beside = sorted(one for one in os.listdir(folder or os.curdir) if _is_there(folder, one))
    except OSError:
        return ""
    stems = {one.removesuffix(".py"): one for one in beside}
    names = [stems[stem] for stem in nearest(name.removesuffix(".py"), stems)] if name else []
    found = " or ".join(repr(os.path.join(folder, one)) for one in names)
    return f"Did you mean {found}?" if found else ""


def _is_there(folder: str, name: str) -> bool:
    """Say whether a name is that of a script, not of a link to nothing."""
    return name.endswith(".py") and os.path.exists(os.path.join(folder, name))
