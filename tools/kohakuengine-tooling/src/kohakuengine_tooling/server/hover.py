"""Hover: what a script says of a name, and which configs set it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import Hover, MarkupContent, MarkupKind

from kohakuengine_tooling.server.prose import choices_of, literal_text, name_of_file
from kohakuengine_tooling.server.settings_of import settings_of
from kohakuengine_tooling.server.spots import declared_at, entry_at
from kohakuengine_tooling.server.uris import uri_of

if TYPE_CHECKING:
    from lsprotocol.types import Position

    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.names import ScriptName
    from kohakuengine_tooling.server.project import Project

__all__ = ["hover"]

_MOST: Final = 10
_KINDS: Final = {
    "global": "global",
    "member": "member of a class",
    "path": "inside a global",
    "read": "only read by the script",
    "option": "option",
    "argument": "argument",
}


def hover(project: Project, document: Document, position: Position) -> Hover | None:
    """Describe what stands under a cursor; None where it is nothing of ours."""
    offset = document.lines.offset(position)
    spot = entry_at(project, document, offset)
    if spot is not None:
        entry, script = spot
        name = project.names_of(script).find(entry.kind, entry.name)
        if name is None:
            return None
        link = f"{uri_of(script)}#L{name.line}"
        text = _described(name, name_of_file(project, script), link)
        return Hover(MarkupContent(MarkupKind.Markdown, text), document.lines.range(entry.place))
    declared = declared_at(document, offset)
    if declared is None:
        return None
    settings = _set_by(project, document, declared.name)
    if settings is None:
        return None
    return Hover(MarkupContent(MarkupKind.Markdown, settings), document.lines.range(declared.place))


def _described(name: ScriptName, where: str, link: str) -> str:
    """Describe a name of a script in Markdown.

    Args:
        name: As known.
        where: The script, as people read it.
        link: The place in it, as a URI.
    """
    head = (
        name.name + (f": {name.type}" if name.type else "") + (f" = {name.default}" if name.default else "")
    )
    parts = [f"```python\n{head}\n```"]
    if name.doc:
        parts.append(name.doc)
    choices = choices_of(name)
    if choices and name.type != "bool":
        parts.append("One of " + ", ".join(f"`{literal_text(one)}`" for one in choices))
    if name.reason is not None:
        parts.append(f"**Cannot be set:** {name.reason}")
    section = f", *{name.section}*" if name.section else ""
    parts.append(f"{_KINDS[name.kind]} of [{where}:{name.line}]({link}){section}")
    return "\n\n".join(parts)


def _set_by(project: Project, document: Document, name: str) -> str | None:
    """List the configs that set a parameter of a script, None where none does."""
    if document.path is None:
        return None
    settings = settings_of(project, document.path, name)
    if not settings:
        return None
    lines = []
    for one in settings[:_MOST]:
        line = one.line + 1
        where = f"{name_of_file(project, one.path)}:{line}"
        lines.append(f"- [{where}]({uri_of(one.path)}#L{line}): `{one.value}`")
    more = f"\n- and {len(settings) - _MOST} more" if len(settings) > _MOST else ""
    return f"`{name}` is set by\n\n" + "\n".join(lines) + more
