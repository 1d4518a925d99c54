"""Quick fixes: to the nearest name, away with what changes nothing, all that is missing, a new config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from kohakuengine_tooling.server.diagnostics import diagnose
from kohakuengine_tooling.server.names import SCOPES, bare_name
from kohakuengine_tooling.server.new_config import is_writable
from kohakuengine_tooling.server.removal import removal_of
from kohakuengine_tooling.uses import find_uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.project import Project

__all__ = ["CREATE_CONFIG", "KINDS", "quick_fixes"]

CREATE_CONFIG: Final = "kogine.createConfig"
KINDS: Final = (types.CodeActionKind.QuickFix, types.CodeActionKind.Source)


def quick_fixes(project: Project, document: Document, place: types.Range) -> list[types.CodeAction]:
    """Return what can be done about a part of a document."""
    found: list[types.CodeAction] = []
    lines = document.lines
    # A place outside of the text counts as the nearest one in it.
    part = lines.range((lines.offset(place.start), lines.offset(place.end)))
    for diagnostic in diagnose(project, document):
        if _touches(diagnostic.range, part):
            found += _mends(project, document, diagnostic)
    found += _additions(project, document)
    found += _new_config(project, document)
    return found


def _touches(one: types.Range, other: types.Range) -> bool:
    first, last = (one.start.line, one.start.character), (one.end.line, one.end.character)
    begin, end = (other.start.line, other.start.character), (other.end.line, other.end.character)
    return first <= end and begin <= last


def _mends(project: Project, document: Document, diagnostic: types.Diagnostic) -> Iterator[types.CodeAction]:
    """Yield what mends one diagnostic."""
    data: Any = diagnostic.data or {}
    for rank, near in enumerate(data.get("near", ())):
        written = data["name"]
        scope, _ = bare_name(written)
        new = near if near.startswith(SCOPES) else scope + near
        edits = [types.TextEdit(place, new) for place in _places_of(document, diagnostic, written)]
        yield _action(document, f"Change to '{new}'", edits, diagnostic, is_preferred=rank == 0)
    is_idle = diagnostic.code == "KE310" or (diagnostic.code == "KE101" and not data.get("near"))
    if is_idle and not _is_read(document, data.get("name", "")):
        offset = document.lines.offset(diagnostic.range.start)
        spot = next(
            (one for one, _ in project.entries_of(document) if one.whole.start <= offset < one.whole.end),
            None,
        )
        span = None if spot is None else removal_of(document.text, spot)
        if spot is not None and span is not None:
            edit = types.TextEdit(document.lines.range(span), "")
            is_preferred = diagnostic.code == "KE310"
            yield _action(document, f"Remove '{spot.name}'", [edit], diagnostic, is_preferred=is_preferred)


def _places_of(document: Document, diagnostic: types.Diagnostic, name: str) -> list[types.Range]:
    """Return where a name stands that is to become another: where a bare config reads it, too."""
    uses = find_uses(document.statements(), name)
    places = [document.lines.range(place) for place in uses.all]
    return places if diagnostic.range in places and uses.problem is None else [diagnostic.range]


def _is_read(document: Document, name: str) -> bool:
    """Say whether the config reads a name again, as a global or as a key: it cannot go alone then."""
    uses = find_uses(document.statements(), name)
    return bool(uses.reads or uses.problem) or len(uses.strings) > 1


def _additions(project: Project, document: Document) -> Iterator[types.CodeAction]:
    """Yield the action that adds all that the script has and a bare config does not set."""
    script = project.script_of(document)
    outline = None if document.is_large else document.outline()
    if script is None or outline is None or outline.form != "bare" or not script.is_file():
        return
    if any(use.kind == "config" for use in outline.files):  # what it inherits is not missing
        return
    known = {entry.name for entry in outline.bare}
    names = project.names_of(script)
    missing = [one for one in names.settable("global") if is_writable(one) and one.name not in known]
    if not missing:
        return
    text = document.text
    lead = "" if not text or text.endswith("\n") else "\n"
    lines = "".join(f"{one.name} = {one.default}\n" for one in missing)
    end = document.lines.range((len(text), len(text)))
    edit = types.TextEdit(end, document.lines.with_own_ends(lead + lines))
    title = (
        f"Add the {len(missing)} missing of {script.name}" if len(missing) > 1 else f"Add '{missing[0].name}'"
    )
    yield _action(document, title, [edit], kind=types.CodeActionKind.Source)


def _new_config(project: Project, document: Document) -> Iterator[types.CodeAction]:
    """Yield the action that makes a config for a script."""
    if document.path is None or document.is_large or project.script_of(document) is not None:
        return
    names = project.names_of(document.path)
    if any(is_writable(one) for one in names.settable("global")) and names.entrypoint is not None:
        command = types.Command("Create a config from this script", CREATE_CONFIG, arguments=[document.uri])
        yield types.CodeAction(command.title, kind=types.CodeActionKind.Source, command=command)


def _action(
    document: Document,
    title: str,
    edits: list[types.TextEdit],
    diagnostic: types.Diagnostic | None = None,
    *,
    kind: types.CodeActionKind = types.CodeActionKind.QuickFix,
    is_preferred: bool = False,
) -> types.CodeAction:
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)
    changes: list[Any] = [types.TextDocumentEdit(identifier, list(edits))]
    return types.CodeAction(
        title=title,
        kind=kind,
        diagnostics=None if diagnostic is None else [diagnostic],
        is_preferred=is_preferred or None,
        edit=types.WorkspaceEdit(document_changes=changes),
    )
