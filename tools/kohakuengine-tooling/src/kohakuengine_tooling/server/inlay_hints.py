"""Inlay hints: behind each value of a config, the default that it takes the place of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import InlayHint, InlayHintKind

from kohakuengine_tooling.server.prose import short_default

if TYPE_CHECKING:
    from lsprotocol.types import Range

    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.project import Project

__all__ = ["inlay_hints"]


def inlay_hints(project: Project, document: Document, place: Range) -> list[InlayHint]:
    """Return the hints of a part of a document."""
    first, last = document.lines.offset(place.start), document.lines.offset(place.end)
    found = []
    for entry, script in project.entries_of(document):
        if entry.value is None or not first <= entry.value.end <= last:
            continue
        name = project.names_of(script).find(entry.kind, entry.name)
        if name is None or name.default is None:
            continue
        found.append(
            InlayHint(
                position=document.lines.position(entry.value.end),
                label=f"default {short_default(name.default)}",
                kind=InlayHintKind.Parameter,
                padding_left=True,
            )
        )
    return found
