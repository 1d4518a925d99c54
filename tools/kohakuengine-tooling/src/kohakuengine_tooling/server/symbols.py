"""Symbols: the entries of a config in its outline, the parameters of scripts across the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import DocumentSymbol, Location, SymbolKind, WorkspaceSymbol

from kohakuengine_tooling.server.settings_of import all_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.outline.records import OutlineEntry
    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.project import Project

__all__ = ["document_symbols", "workspace_symbols"]

_MOST: Final = 200


def document_symbols(project: Project, document: Document) -> list[DocumentSymbol] | None:
    """List the keys of the dicts of a config; its globals any Python server lists."""
    found = [
        _symbol(document, entry)
        for entry, _ in project.entries_of(document)
        if entry.style in ("key", "keyword", "subscript")
    ]
    return found or None


def _symbol(document: Document, entry: OutlineEntry) -> DocumentSymbol:
    text = "" if entry.value is None else document.text[entry.value.start : entry.value.end]
    start, end = entry.whole
    whole = (min(start, entry.place.start), max(end, entry.place.end))
    return DocumentSymbol(
        name=entry.name,
        detail=" ".join(text.split())[:40],
        kind=SymbolKind.Key,
        range=document.lines.range(whole),
        selection_range=document.lines.range(entry.place),
    )


def workspace_symbols(project: Project, query: str) -> list[WorkspaceSymbol]:
    """List what configs of the workspace set whose name holds what is typed."""
    found = []
    for symbol in _workspace(project):
        if query.lower() in symbol.name.lower():
            found.append(symbol)
            if len(found) == _MOST:
                break
    return found


def _workspace(project: Project) -> Iterator[WorkspaceSymbol]:
    for script in project.scripts():
        for setting in all_settings(project, script):
            place = setting.document.lines.range(setting.entry.place)
            location = Location(setting.document.uri, place)
            yield WorkspaceSymbol(
                location=location,
                name=setting.entry.name,
                kind=SymbolKind.Key,
                container_name=script.name,
            )
