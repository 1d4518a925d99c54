"""Completion in configs: names, values and paths."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    CompletionItemLabelDetails,
    CompletionList,
    TextEdit,
)

from kohakuengine_tooling.outline.roles import ENTRY_KINDS
from kohakuengine_tooling.server.names import SCOPES
from kohakuengine_tooling.server.prose import choices_of, literal_text, name_of_file, short_default

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lsprotocol.types import Position, Range

    from kohakuengine_tooling.outline.context import Context
    from kohakuengine_tooling.server.document import Document
    from kohakuengine_tooling.server.names import ScriptName, ScriptNames
    from kohakuengine_tooling.server.project import Project

__all__ = ["TRIGGERS", "complete", "resolve_item"]

TRIGGERS: Final = ('"', "'", "=", " ", "/", ":", ".")
_MOST: Final = 200
_MOST_OF_LONG: Final = 24  # which a client asks about again at each letter
_DESCRIBED: Final = 3  # at once, of a long script that has just changed
_SCRIPTS: Final = (".py",)
_CONFIGS: Final = (".py", ".json", ".toml", ".yaml", ".yml")
_ITEM_KINDS: Final = {
    "global": CompletionItemKind.Variable,
    "member": CompletionItemKind.Field,
    "path": CompletionItemKind.Field,
    "read": CompletionItemKind.Variable,
    "option": CompletionItemKind.Property,
    "argument": CompletionItemKind.Variable,
}


def complete(
    project: Project, document: Document, position: Position, trigger: str | None = None
) -> CompletionList | None:
    """Complete what is typed.

    Args:
        project: The workspace.
        document: Where it is typed.
        position: Of the cursor.
        trigger: The character that made the client ask, None where its user did.

    Returns:
        None outside of what is ours.
    """
    is_mark = "kogine" in document.lines.line(position.line)
    context = document.context(position) if is_mark or project.is_ours(document) else None
    if context is None or (trigger == " " and context.style == "statement" and context.kind == "name"):
        return None  # a space at the beginning of a line asks for nothing
    if context.kind in ("config", "script"):
        items = list(_paths(document, context))
        return CompletionList(is_incomplete=False, items=items)
    script = project.script_for(document, context.script)
    if script is None:
        return None
    names = project.names_of(script)
    if context.kind == "value":
        items = list(_values(document, context, names.find(ENTRY_KINDS[context.part], context.name)))
        return CompletionList(is_incomplete=False, items=items)
    return _Names(project, document, context, names, script).answer()


class _Names:
    """The names that may stand in one place."""

    def __init__(
        self, project: Project, document: Document, context: Context, names: ScriptNames, script: Path
    ) -> None:
        self._document = document
        self._context = context
        self._names = names
        self._where_to_ask = str(script)
        self._where = name_of_file(project, script)
        kind = ENTRY_KINDS[context.part]
        self._given = {
            entry.name
            for entry, of in project.entries_of(document)
            if of == script and entry.kind == kind and entry.place.start != context.typed.start
        }
        self._frame = self._look_around()
        self._scope = next((scope for scope in SCOPES if context.before.startswith(scope)), "")

    def answer(self) -> CompletionList:
        """Return the names that fit what is typed; those that are set already come last."""
        typed = self._context.before[len(self._scope) :]
        most = _MOST_OF_LONG if self._names.is_long else _MOST
        fitting = self._fitting(typed, most)
        items = [self._item(name, rank) for rank, name in enumerate(fitting[:most])]
        found = [one for one in items if one is not None]
        return CompletionList(is_incomplete=len(fitting) > most or self._names.is_long, items=found)

    def _fitting(self, typed: str, most: int) -> list[str]:
        """List names that fit what is typed: those that begin with it, others, those that are set already.

        There may be many: once enough begin with it no more are looked for.
        """
        ranks: tuple[list[str], ...] = ([], [], [])
        fits = _matcher(typed)
        for name in self._names.offered(ENTRY_KINDS[self._context.part], typed, self._scope):
            if fits(name) and (self._context.style in ("key", "subscript") or name.isidentifier()):
                rank = 2 if self._scope + name in self._given else 0 if name.startswith(typed) else 1
                ranks[rank].append(name)
                if len(ranks[0]) > most:
                    break
        return list(dict.fromkeys(name for rank in ranks for name in rank))

    def _item(self, name: str, rank: int) -> CompletionItem | None:
        label = self._scope + name
        kind = ENTRY_KINDS[self._context.part]
        if rank >= _DESCRIBED and not self._names.is_cheap(kind, label):
            return self._bare_item(label, rank)
        found = self._names.find(kind, label)
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
            detail=_detail(found, self._where),
            documentation=found.doc,
            sort_text=f"{rank:04}",
            filter_text=self._filter_text(label),
            text_edit=self._edit(label),
        )

    def _bare_item(self, label: str, rank: int) -> CompletionItem:
        """Return an item that the client asks about when its turn comes."""
        return CompletionItem(
            label=label,
            kind=CompletionItemKind.Variable,
            sort_text=f"{rank:04}",
            filter_text=self._filter_text(label),
            text_edit=self._edit(label),
            data=self._where_to_ask,
        )

    def _filter_text(self, label: str) -> str | None:
        """Return what a client compares with what stands in the edit's range before the cursor."""
        return f"{self._context.quote}{label}" if self._context.quote else None

    def _edit(self, label: str) -> TextEdit:
        """Return the edit that writes a name, with what goes behind it where that is not there yet."""
        before, place, behind = self._frame
        return TextEdit(place, before + label + behind)

    def _look_around(self) -> tuple[str, Range, str]:
        """Return what goes before a name, the range that both take, and what goes behind it."""
        context, lines, text = self._context, self._document.lines, self._document.text
        start, end = context.typed
        if context.style in ("key", "subscript"):
            quote = context.quote or '"'
            end += bool(context.quote) and text[end : end + 1] == quote
            start -= bool(context.quote)
            closing, behind = (":", ": ") if context.style == "key" else ("]", "] = ")
            is_there = _follows(text, end) == closing
            return quote, lines.range((start, end)), quote if is_there else quote + behind
        behind = "=" if context.style == "keyword" else " = "
        is_there = _follows(text, end) in tuple("=:+-*/%&|^@<>")
        return "", lines.range((start, end)), "" if is_there else behind


def resolve_item(project: Project, item: CompletionItem) -> CompletionItem:
    """Describe an item that was offered without a description."""
    if isinstance(item.data, str):
        script = Path(item.data)
        found = project.names_of(script).find("global", item.label)
        if found is not None:
            item.detail = _detail(found, name_of_file(project, script))
            item.documentation = found.doc
    return item


def _detail(name: ScriptName, where: str) -> str:
    default = "" if name.default is None else f" = {short_default(name.default)}"
    kind = "" if name.type is None else f": {name.type}"
    return f"{name.name}{kind}{default}  ({where}:{name.line})"


def _follows(text: str, offset: int) -> str:
    """Return the next character of a line that is no white space, "" at its end."""
    return text[offset:].partition("\n")[0].lstrip(" \t")[:1]


def _matcher(typed: str) -> Callable[[str], object]:
    """Return what says whether the typed characters stand in a name in this order, as editors match."""
    return re.compile(".*?".join(map(re.escape, typed)), re.IGNORECASE).search


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
