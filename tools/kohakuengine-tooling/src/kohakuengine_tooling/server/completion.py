"""Completion in configs: names, values and paths."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    CompletionItemLabelDetails,
    CompletionList,
    TextEdit,
)

from kohakuengine_tooling.server.names import SCOPES
from kohakuengine_tooling.server.prose import choices_of, literal_text, name_of_file, short_default

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lsprotocol.types import Position

    from kohakuengine_tooling.outline.context import Context
    from kohakuengine_tooling.outline.records import EntryKind
    from kohakuengine_tooling.outline.roles import Part
    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.names import ScriptName, ScriptNames
    from kohakuengine_tooling.server.project import Project

__all__ = ["TRIGGERS", "complete"]

TRIGGERS: Final = ('"', "'", "=", " ", "/", ":", ".")
_MOST: Final = 200
_SCRIPTS: Final = (".py",)
_CONFIGS: Final = (".py", ".json", ".toml", ".yaml", ".yml")
_KINDS: Final[dict[Part, EntryKind]] = {"globals_dict": "global", "kwargs": "kwarg", "args": "arg"}
_ITEM_KINDS: Final = {
    "global": CompletionItemKind.Variable,
    "member": CompletionItemKind.Field,
    "path": CompletionItemKind.Field,
    "read": CompletionItemKind.Variable,
    "option": CompletionItemKind.Property,
    "argument": CompletionItemKind.Variable,
}


def complete(project: Project, document: Document, position: Position) -> CompletionList | None:
    """Complete what is typed; None outside of what is ours."""
    is_mark = "kogine" in document.lines.line(position.line)
    context = document.context(position) if is_mark or project.is_ours(document) else None
    if context is None:
        return None
    if context.kind in ("config", "script"):
        items = list(_paths(document, context))
        return CompletionList(is_incomplete=False, items=items)
    script = project.script_for(document, context.script)
    if script is None:
        return None
    names = project.names_of(script)
    if context.kind == "value":
        items = list(_values(document, context, names.find(_KINDS[context.part], context.name)))
        return CompletionList(is_incomplete=False, items=items)
    return _Names(project, document, context, names, script).list()


class _Names:
    """The names that may stand in one place."""

    def __init__(
        self, project: Project, document: Document, context: Context, names: ScriptNames, script: Path
    ) -> None:
        self._document = document
        self._context = context
        self._names = names
        self._script = script
        self._where = name_of_file(project, script)
        kind = _KINDS[context.part]
        self._given = {
            entry.name
            for entry, of in project.entries_of(document)
            if of == script and entry.kind == kind and entry.place.start != context.typed.start
        }
        self._scope = next((scope for scope in SCOPES if context.before.startswith(scope)), "")

    def list(self) -> CompletionList:
        """Return the names that fit what is typed; those that are set already come last."""
        typed = self._context.before[len(self._scope) :]
        offered = self._names.offered(_KINDS[self._context.part], typed)
        fitting = [name for name in dict.fromkeys(offered) if self._fits(name, typed)]
        fitting.sort(key=lambda name: (self._scope + name in self._given, not name.startswith(typed)))
        items = [self._item(name, rank) for rank, name in enumerate(fitting[:_MOST])]
        return CompletionList(
            is_incomplete=len(fitting) > _MOST, items=[one for one in items if one is not None]
        )

    def _fits(self, name: str, typed: str) -> bool:
        is_writable = self._context.style == "key" or name.isidentifier()
        return is_writable and _is_near(typed.lower(), name.lower())

    def _item(self, name: str, rank: int) -> CompletionItem | None:
        label = self._scope + name
        found = self._names.find(_KINDS[self._context.part], label)
        if found is None or found.reason is not None:
            return None
        is_given = label in self._given
        return CompletionItem(
            label=label,
            label_details=CompletionItemLabelDetails(
                detail=f": {found.type}" if found.type else None,
                description="set already" if is_given else short_default(found.default),
            ),
            kind=_ITEM_KINDS[found.kind],
            detail=self._detail(found),
            documentation=found.doc,
            sort_text=f"{rank:04}",
            filter_text=self._filter_text(label),
            text_edit=self._edit(label),
        )

    def _detail(self, name: ScriptName) -> str:
        default = "" if name.default is None else f" = {short_default(name.default)}"
        kind = "" if name.type is None else f": {name.type}"
        return f"{name.name}{kind}{default}  ({self._where}:{name.line})"

    def _filter_text(self, label: str) -> str | None:
        """Return what a client compares with what stands in the edit's range before the cursor."""
        return f"{self._context.quote}{label}" if self._context.quote else None

    def _edit(self, label: str) -> TextEdit:
        """Return the edit that writes a name, with what goes behind it where that is not there yet."""
        context, lines, text = self._context, self._document.lines, self._document.text
        start, end = context.typed
        if context.style == "key":
            quote = context.quote or '"'
            end += bool(context.quote) and text[end : end + 1] == quote
            start -= bool(context.quote)
            colon = "" if _follows(text, end) in (":", "]") else ": "
            return TextEdit(lines.range((start, end)), f"{quote}{label}{quote}{colon}")
        behind = "=" if context.style == "keyword" else " = "
        is_there = _follows(text, end) in ("=", ":")
        return TextEdit(lines.range((start, end)), label if is_there else label + behind)


def _follows(text: str, offset: int) -> str:
    """Return the next character of a line that is no white space, "" at its end."""
    return text[offset:].partition("\n")[0].lstrip(" \t")[:1]


def _is_near(typed: str, name: str) -> bool:
    """Say whether the characters that are typed stand in a name in this order, as editors match."""
    rest = iter(name)
    return all(character in rest for character in typed)


def _values(document: Document, context: Context, name: ScriptName | None) -> Iterator[CompletionItem]:
    """Yield the values that a name may get: its choices, and its default."""
    if name is None:
        return
    texts = [literal_text(value) for value in choices_of(name)]
    if context.quote:
        texts = [str(value) for value in choices_of(name) if isinstance(value, str)]
    elif name.default is not None and name.is_static and name.default not in texts:
        texts.append(name.default)
    place = document.lines.range(context.typed)
    for rank, text in enumerate(texts):
        yield CompletionItem(
            label=text,
            label_details=CompletionItemLabelDetails(
                description="default" if _is_default(text, name, context.quote) else None
            ),
            kind=CompletionItemKind.Value,
            documentation=name.doc,
            sort_text=f"{rank:04}",
            text_edit=TextEdit(place, text),
        )


def _is_default(text: str, name: ScriptName, quote: str) -> bool:
    if not name.is_static:
        return False
    return text == (name.value if quote else literal_text(name.value)) or text == name.default


def _paths(document: Document, context: Context) -> Iterator[CompletionItem]:
    """Yield the files and folders that a path may go on with, relative to the document."""
    if document.path is None:
        return
    folder, _, _ = context.before.rpartition("/")
    start = context.typed.start + len(context.before) - len(context.before.rpartition("/")[2])
    place = document.lines.range((start, context.typed.end))
    suffixes = _SCRIPTS if context.kind == "script" else _CONFIGS
    try:
        with os.scandir(document.path.parent / folder) as entries:
            found = sorted((not entry.is_dir(), entry.name) for entry in entries)
    except OSError:
        return
    for is_file, name in found:
        is_own = is_file and not folder and name == document.path.name
        if name[:1] in (".", "_") or is_own or (is_file and not name.endswith(suffixes)):
            continue
        text = name if is_file else f"{name}/"
        kind = CompletionItemKind.File if is_file else CompletionItemKind.Folder
        yield CompletionItem(label=text, kind=kind, text_edit=TextEdit(place, text))
