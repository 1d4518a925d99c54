"""Folders of files written by hand: what there was, and what must be there behind an edit."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final, Protocol

from .edits import apply_workspace_edit

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


class Buffers(Protocol):
    """Whoever knows the texts of documents."""

    encoding: str

    def text_of(self, uri: str) -> str:
        """Return the text of a document as the editor has it."""


def save_edit(buffers: Buffers, edit: dict[str, Any]) -> None:
    """Apply an edit and save what it changes, as "save all" does."""
    for path, text in apply_workspace_edit(edit, buffers.text_of, buffers.encoding).items():
        path.write_bytes(text.encode("utf-8"))
