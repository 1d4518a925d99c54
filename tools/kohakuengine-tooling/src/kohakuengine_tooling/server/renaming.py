"""Renaming a global of a script: there, in all configs that set it, and in files that import it."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from kohakuengine_tooling.server.import_uses import find_import_uses
from kohakuengine_tooling.server.names import bare_name
from kohakuengine_tooling.server.settings_of import settings_of
from kohakuengine_tooling.server.spots import declared_at, entry_at
from kohakuengine_tooling.statement_facts import Span
from kohakuengine_tooling.uses import find_uses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.project import Project
    from kohakuengine_tooling.server.settings_of import Setting

__all__ = ["RenameRefusedError", "Renaming", "prepare_rename", "rename"]


class RenameRefusedError(Exception):
    """A name that is not renamed; its text says why."""


class _Target(NamedTuple):
    """What is to be renamed: a global of a script, and where its name stands under the cursor."""

    script: Path
    name: str
    place: Span


class Renaming(NamedTuple):
    """The edits of a renaming.

    Attributes:
        edit: For the client to apply.
        remarks: What may mean the name and is left as it is, each a sentence.
    """

    edit: types.WorkspaceEdit
    remarks: list[str]


def prepare_rename(
    project: Project, document: Document, position: types.Position
) -> types.PrepareRenamePlaceholder | None:
    """Say what would be renamed; None outside of ours.

    Raises:
        RenameRefusedError: It is ours, and cannot be renamed.
    """
    target = _target(project, document, position)
    if target is None:
        return None
    _check_target(project, target)
    return types.PrepareRenamePlaceholder(document.lines.range(target.place), target.name)


def rename(project: Project, document: Document, position: types.Position, new: str) -> Renaming | None:
    """Rename a global everywhere; None outside of ours.

    Raises:
        RenameRefusedError: It cannot be renamed, or not to this name.
    """
    target = _target(project, document, position)
    if target is None:
        return None
    _check_target(project, target)
    _check_name(new)
    return _Renaming(project, target, new).run()


def _target(project: Project, document: Document, position: types.Position) -> _Target | None:
    offset = document.lines.offset(position)
    spot = entry_at(project, document, offset)
    if spot is not None:
        entry, script = spot
        if entry.kind != "global":
            return None
        scope, name = bare_name(entry.name)
        if scope == "+":
            return None
        root = name.partition(".")[0]
        start = entry.place.start + len(scope)
        if offset > start + len(root):
            raise RenameRefusedError(f"only {root!r} itself can be renamed here, not what is inside of it")
        return _Target(script, root, Span(start, start + len(root)))
    declared = declared_at(document, offset)
    if declared is None or document.path is None or not settings_of(project, document.path, declared.name):
        return None
    return _Target(document.path, declared.name, declared.place)


def _check_target(project: Project, target: _Target) -> None:
    names = project.names_of(target.script)
    found = names.find("global", target.name)
    where = target.script.name
    if found is None and names.has_members(target.name):
        raise RenameRefusedError(f"{target.name!r} is a class of {where}: a Python server renames it there")
    if found is None:
        raise RenameRefusedError(f"{where} has no {target.name!r}")
    if found.kind == "option":
        raise RenameRefusedError(f"{target.name!r} is an option of {where}'s own command line")
    if found.kind not in ("global", "read"):
        raise RenameRefusedError(f"{target.name!r} is no global of {where}")


def _check_name(new: str) -> None:
    if not new.isidentifier() or keyword.iskeyword(new):
        raise RenameRefusedError(f"{new!r} is no name of Python")
    if new.startswith("_"):
        raise RenameRefusedError(
            f"{new!r}: names with a leading underscore are the script's own, configs cannot set them"
        )


class _Renaming:
    """One renaming while its edits are put together."""

    def __init__(self, project: Project, target: _Target, new: str) -> None:
        self._project = project
        self._target = target
        self._new = new
        self._edits: dict[str, tuple[Document, set[Span]]] = {}
        self._remarks: list[str] = []

    def run(self) -> Renaming:
        script = self._project.file(self._target.script)
        if script is None:
            raise RenameRefusedError(f"{self._target.script.name} cannot be read")
        self._in_text(script, is_script=True)
        for setting in settings_of(self._project, self._target.script, self._target.name):
            self._in_config(setting)
        for path in self._project.importers_of(self._target.script):
            self._in_importer(path)
        self._remarks.append("Shell commands, notebooks and recorded runs that name it are not seen.")
        return Renaming(types.WorkspaceEdit(document_changes=list(self._changes())), self._remarks)

    def _add(self, document: Document, place: Span) -> None:
        self._edits.setdefault(document.uri, (document, set()))[1].add(place)

    def _in_text(self, document: Document, *, is_script: bool) -> None:
        """Rename the uses of the global of a module: of the script, or of a bare config."""
        name = self._target.name
        self._refuse_clash(document)
        uses = find_uses(document.statements(), name)
        where = document.path.name if document.path is not None else document.uri
        if uses.problem is not None:
            raise RenameRefusedError(f"{where}: {uses.problem}")
        if is_script and not uses.all:
            raise RenameRefusedError(f"{where} does not use {name!r} where it can be seen")
        for place in uses.all:
            self._add(document, place)
        for place in uses.strings if is_script else ():
            line = document.lines.position(place.start).line + 1
            self._remarks.append(f"{where}:{line}: the string {name!r} is left as it is.")

    def _refuse_clash(self, document: Document) -> None:
        """Refuse a name that a text uses already: it would mean another thing."""
        taken = document.words(self._new)
        if taken:
            where = document.path.name if document.path is not None else document.uri
            line = document.lines.position(taken[0].start).line + 1
            raise RenameRefusedError(f"{self._new!r} is used already in {where}:{line}")

    def _in_config(self, setting: Setting) -> None:
        entry, document = setting.entry, setting.document
        line = setting.line + 1
        self._refuse_shared(setting)
        if entry.style in ("statement", "definition"):
            if document.uri not in self._edits:
                self._in_text(document, is_script=False)
            return
        if not entry.is_plain:
            raise RenameRefusedError(f"{setting.path.name}:{line}: the name is not written letter by letter")
        scope, _ = bare_name(entry.name)
        start = entry.place.start + len(scope)
        self._add(document, Span(start, start + len(self._target.name)))

    def _refuse_shared(self, setting: Setting) -> None:
        """Refuse where a config is for another script, too, or another file reads the name from it."""
        path, name = setting.path, self._target.name
        if setting.entry.script is None:
            others = [one for one in self._project.scripts_sharing(path) if one != self._target.script]
            if others:
                raise RenameRefusedError(f"{path.name} is for {others[0].name}, too")
        for use in setting.document.outline().files:
            base = self._project.place_of(path, use)
            document = self._project.file(base) if use.kind == "config" else None
            sets_it = document is not None and any(one.name == name for one in document.outline().entries)
            if sets_it and self._is_other(base):
                raise RenameRefusedError(
                    f"{base.name}, which {path.name} takes over, is for another script, too"
                )
        for reader in {*self._project.index.users_of(path), *self._project.importers_of(path)} - {path}:
            document = self._project.file(reader)
            uses = None if document is None else find_uses(document.statements(), name)
            if uses is not None and (uses.reads or uses.strings or uses.problem) and self._is_other(reader):
                raise RenameRefusedError(f"{reader.name} may read {name!r} of {path.name}")

    def _is_other(self, reader: Path) -> bool:
        """Say whether a file is none of those that the renaming looks into anyway."""
        known = {one.path for one in settings_of(self._project, self._target.script, self._target.name)}
        return reader not in known and reader != self._target.script

    def _in_importer(self, path: Path) -> None:
        document = self._project.file(path)
        if document is None:
            return
        found = find_import_uses(
            document.text, document.statements(), path, self._target.script, self._target.name
        )
        self._remarks += [f"{path.name}:{line}: {what}." for line, what in found.unseen]
        if found.problem is not None:
            raise RenameRefusedError(f"{path.name}: {found.problem}")
        if found.places and document.words(self._new):
            raise RenameRefusedError(f"{self._new!r} is used already in {path.name}")
        for place in found.places:
            self._add(document, place)

    def _changes(self) -> Iterator[types.TextDocumentEdit]:
        for uri, (document, places) in sorted(self._edits.items()):
            edits: list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit] = [
                types.TextEdit(document.lines.range(place), self._new) for place in sorted(places)
            ]
            identifier = types.OptionalVersionedTextDocumentIdentifier(uri=uri, version=document.version)
            yield types.TextDocumentEdit(identifier, edits)
