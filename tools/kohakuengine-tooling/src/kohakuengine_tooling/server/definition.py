"""Definition and references: from a config to its script, and to all configs that set the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol.types import Location, Position, Range

from kohakuengine_tooling.server.names import bare_name
from kohakuengine_tooling.server.settings_of import settings_of
from kohakuengine_tooling.server.spots import declared_at, entry_at, file_at
from kohakuengine_tooling.server.uris import uri_of

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.names import ScriptName
    from kohakuengine_tooling.server.project import Project

__all__ = ["define", "place_in_script", "refer"]


def define(project: Project, document: Document, position: Position) -> list[Location] | None:
    """Return where what a cursor stands in is declared, or the file that it names; None outside of ours."""
    offset = document.lines.offset(position)
    spot = entry_at(project, document, offset)
    if spot is not None:
        name = project.names_of(spot.script).find(spot.entry.kind, spot.entry.name)
        return None if name is None else [place_in_script(project, spot.script, name)]
    file = file_at(project, document, offset)
    if file is None or not file.is_file():
        return None
    return [Location(uri_of(file), Range(Position(0, 0), Position(0, 0)))]


def place_in_script(project: Project, script: Path, name: ScriptName) -> Location:
    """Return the place of the declaration of a name."""
    document = project.file(script)
    line = name.line - 1
    if document is None:
        return Location(uri_of(script), Range(Position(line, 0), Position(line, 0)))
    text = document.lines.line(line)
    found = re.search(rf"\b{re.escape(name.name.rpartition('.')[2])}\b", text)
    first, last = (0, len(text)) if found is None else found.span()
    start = document.lines.start(line)
    return Location(uri_of(script), document.lines.range((start + first, start + last)))


def refer(
    project: Project, document: Document, position: Position, *, has_declaration: bool
) -> list[Location] | None:
    """List all that sets what stands under a cursor, in every config; None outside of ours."""
    offset = document.lines.offset(position)
    spot = entry_at(project, document, offset)
    if spot is not None and spot.entry.kind != "global":
        return None  # what a function takes is no global, of the same name or not
    if spot is not None:
        script, name = spot.script, bare_name(spot.entry.name)[1]
    else:
        declared = declared_at(document, offset)
        if declared is None or document.path is None:
            return None
        script, name = document.path, declared.name
    found = [_location(one.document, one.entry.place) for one in settings_of(project, script, name)]
    if not found:
        return None
    known = project.names_of(script).find("global", name)
    if has_declaration and known is not None:
        found.insert(0, place_in_script(project, script, known))
    return found


def _location(document: Document, place: tuple[int, int]) -> Location:
    return Location(document.uri, document.lines.range(place))
