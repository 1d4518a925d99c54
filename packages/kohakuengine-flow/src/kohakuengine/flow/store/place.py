"""Where the run store of a project lies."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["STORE_NAME", "VARIABLE", "locate"]

STORE_NAME = ".kogine"
VARIABLE = "KOGINE_STORE"
_MARKS = ("pyproject.toml", ".git")


def locate(start: Path | None = None) -> Path:
    """Find the folder of the run store; it need not exist.

    Order: the variable `KOGINE_STORE`; the nearest `.kogine` in or above the starting folder; beside the
    nearest `pyproject.toml` or `.git`; in the starting folder.

    A `.kogine` above counts only where it belongs to this user, or to the owner of the starting folder:
    anybody can leave one in `/tmp`.

    Args:
        start: Where to begin; the working directory by default.

    Raises:
        FileNotFoundError: The working directory is gone.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(os.path.abspath(named))
    here = Path(os.path.abspath(start or Path.cwd()))
    folders = [here, *here.parents]
    trusted = _trusted(here)
    for folder in folders:
        if _is_store_of(folder / STORE_NAME, trusted):
            return folder / STORE_NAME
    project = next((folder for folder in folders if any((folder / mark).exists() for mark in _MARKS)), here)
    return project / STORE_NAME


def _trusted(start: Path) -> set[int]:
    """Return the users whose store is taken."""
    return {os.geteuid(), start.stat().st_uid} if hasattr(os, "geteuid") else {start.stat().st_uid}


def _is_store_of(path: Path, users: set[int]) -> bool:
    return path.is_dir() and path.stat().st_uid in users
