"""A workspace of files on the disk, and a project that knows it as a server does."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from lsprotocol.types import (
    Position,
    Range,
    TextDocumentContentChangePartial,
    TextDocumentContentChangeWholeDocument,
)

from kohakuengine_tooling.server.indexing import index_workspace_now
from kohakuengine_tooling.server.project import Project
from kohakuengine_tooling.server.uris import uri_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lsprotocol import types

    from kohakuengine_tooling.server.document import Document


class Workspace:
    """One folder, or several.

    Attributes:
        root: Of relative names.
        project: What is known of it.
    """

    def __init__(self, root: Path, *, encoding: str = "utf-16", roots: Sequence[Path] = ()) -> None:
        self.root = root
        self.project = Project()
        self.project.encoding = encoding
        self.project.set_roots(list(roots) or [root])

    def path(self, name: str) -> Path:
        """Return a file."""
        return self.root / name

    def write(self, name: str, text: str) -> Path:
        """Write a file, and tell of it as a client does that watches the disk."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(textwrap.dedent(text).encode())
        self.project.file_changed(path)
        return path

    def remove(self, name: str) -> None:
        """Remove a file, and tell of it."""
        self.path(name).unlink()
        self.project.file_changed(self.path(name))

    def index(self) -> int:
        """Take all files in; return how many they are."""
        return index_workspace_now(self.project)

    def configs_of(self, script: str) -> list[str]:
        """List the files that set something for a script, relative to the root."""
        found = self.project.configs_of(self.path(script))
        return [path.relative_to(self.root).as_posix() for path in found]

    def open(self, name: str, text: str | None = None) -> Document:
        """Open a file, with a text that is not saved or with its own."""
        path = self.path(name)
        written = path.read_bytes().decode() if text is None else textwrap.dedent(text)
        return self.project.open(uri_of(path), written, 1)

    def close(self, name: str) -> None:
        """Close a file."""
        self.project.close(uri_of(self.path(name)))

    def script_of(self, name: str) -> str | None:
        """Return the script of a config as it stands now, relative to the root."""
        document = self.project.file(self.path(name))
        assert document is not None
        found = self.project.script_of(document)
        return None if found is None else found.relative_to(self.root).as_posix()


def typed(document: Document, text: str) -> None:
    """Put a text in the place of what a document holds."""
    document.change([TextDocumentContentChangeWholeDocument(text)], (document.version or 0) + 1)


def changed(document: Document, start: Position, end: Position, text: str) -> None:
    """Change a part of a document."""
    document.change([TextDocumentContentChangePartial(Range(start, end), text)], (document.version or 0) + 1)


def applied(document: Document, edits: Sequence[types.TextEdit]) -> str:
    """Return the text of a document with edits, as the client has it: line ends as they are."""
    text = document.lines.raw
    places = [
        (_raw_offset(text, document, one.range.start), _raw_offset(text, document, one.range.end))
        for one in edits
    ]
    for (start, end), edit in sorted(zip(places, edits, strict=True), key=lambda one: one[0], reverse=True):
        text = text[:start] + edit.new_text + text[end:]
    return text


def _raw_offset(text: str, document: Document, position: Position) -> int:
    """Return the offset of a position in UTF-16 of a text whose lines end with a line feed."""
    assert document.lines.encoding == "utf-16"
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: position.line])
    if position.line >= len(lines):
        return len(text)
    units = lines[position.line].encode("utf-16-le")[: 2 * position.character]
    return before + len(units.decode("utf-16-le"))
