"""What stands under a cursor: an entry of a config, a file it names, or a parameter of a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.statement_facts import Span

if TYPE_CHECKING:
    from pathlib import Path

    from lsprotocol.types import Position

    from kohakuengine_tooling.outline.records import OutlineEntry
    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.project import Project

__all__ = ["DeclaredSpot", "EntrySpot", "declared_at", "entry_at", "file_at", "is_in_entry"]


class EntrySpot(NamedTuple):
    """An entry of a config, and the script that it is for."""

    entry: OutlineEntry
    script: Path


class DeclaredSpot(NamedTuple):
    """The name of a global that a script declares, and where it stands."""

    name: str
    place: Span


def entry_at(project: Project, document: Document, offset: int) -> EntrySpot | None:
    """Return the entry whose name an offset stands in or behind."""
    for entry, script in project.entries_of(document):
        if entry.place.start <= offset <= entry.place.end and entry.style != "position":
            return EntrySpot(entry, script)
    return None


def is_in_entry(project: Project, document: Document, position: Position) -> bool:
    """Say whether a cursor stands in the name of an entry: the document and its script tell all of it."""
    return entry_at(project, document, document.lines.offset(position)) is not None


def file_at(project: Project, document: Document, offset: int) -> Path | None:
    """Return the file whose path an offset stands in."""
    is_marked = "kogine:" in document.text
    if document.path is None or document.is_large or not (is_marked or project.is_ours(document)):
        return None
    for use in document.outline().files:
        if use.place.start <= offset <= use.place.end:
            return project.place_of(document.path, use)
    return None


def declared_at(document: Document, offset: int) -> DeclaredSpot | None:
    """Return the global whose declaration an offset stands in; an override replaces it."""
    if document.is_large:
        return None
    word = _word_at(document.text, offset)
    if word is None:
        return None
    name = document.text[word.start : word.end]
    is_declaration = any(site.at == word.start for site in document.view().declared(name))
    return DeclaredSpot(name, word) if is_declaration and name[:1] != "_" else None


def _word_at(text: str, offset: int) -> Span | None:
    """Return the word that an offset stands in, at its beginning or behind it."""
    start = end = offset
    while start > 0 and _is_of_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_of_word(text[end]):
        end += 1
    return Span(start, end) if start < end else None


def _is_of_word(character: str) -> bool:
    return character == "_" or character.isalnum()
