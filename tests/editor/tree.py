"""Folders of files written by hand: what there was, and what must be there behind an edit."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .edits import apply_workspace_edit

if TYPE_CHECKING:
    from .session import Session

__all__ = ["copy_of", "files_of", "save_edit", "wanted"]

_SCRIPTS: Final = Path(__file__).with_name("scripts")


def copy_of(case: str, folder: Path) -> Path:
    """Copy the files of a case to where they may be changed; return the folder."""
    shutil.copytree(_SCRIPTS / case / "before", folder, dirs_exist_ok=True)
    return folder


def wanted(case: str) -> dict[str, bytes]:
    """Return what the files of a case must hold in the end."""
    return files_of(_SCRIPTS / case / "after")


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what the files of a folder hold, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def save_edit(session: Session, edit: dict[str, Any]) -> None:
    """Apply an edit and save what it changes, as "save all" does."""
    for path, text in apply_workspace_edit(edit, session.text_of, session.encoding).items():
        path.write_bytes(text.encode("utf-8"))
