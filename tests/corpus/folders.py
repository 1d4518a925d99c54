"""Where the corpus keeps what it downloads, builds and measures: outside the repository."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent


def cache_folder() -> Path:
    """Return `$KOHAKUENGINE_CORPUS`, or a folder in the user's cache."""
    chosen = os.environ.get("KOHAKUENGINE_CORPUS")
    if chosen:
        return Path(chosen).absolute()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).absolute() / "kohakuengine-corpus"


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Let one process at a time build a folder (POSIX; other processes wait)."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_name(f"{folder.name}.lock"), "w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
