"""The workspace as the answers see it: open documents, files of the disk, configs and their scripts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lsprotocol.types import PositionEncodingKind

from kohakuengine.config.script_of_config import is_named_for_script
from kohakuengine_tooling.facts import ScriptFacts
from kohakuengine_tooling.inspect.folder import is_script
from kohakuengine_tooling.outline.reading import read_outline
from kohakuengine_tooling.server.association import Association
from kohakuengine_tooling.server.document import LARGEST_HERE, Document, may_name_files
from kohakuengine_tooling.server.index import Index, index_text, is_of_project, resolve
from kohakuengine_tooling.server.late_script import LateScript
from kohakuengine_tooling.server.names import ScriptNames
from kohakuengine_tooling.server.run_together import STORE_NAME, scripts_by_config
from kohakuengine_tooling.server.uris import uri_of
from kohakuengine_tooling.source_file import UnreadableError, read_source, read_source_as_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kohakuengine_tooling.outline.records import FileUse, Outline, OutlineEntry
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.server.index import IndexedFile

__all__ = ["Project"]

_MOST_KEPT: Final = 256  # files of the disk


class Project:
    """All that the server knows. To be used by one thread.

    Attributes:
        encoding: What columns count.
        roots: The folders of the workspace.
        exclude: Patterns of files that are not indexed, relative to their folder of the workspace.
        index: The files in them.
        association: Configs and their scripts.
    """

    def __init__(self) -> None:
        self.encoding: str = PositionEncodingKind.Utf16
        self.roots: list[Path] = []
        self.exclude: tuple[str, ...] = ()
        self.index = Index()
        self.association = Association(self.index.script_named_for, self.index.users_of, self._text_of)
        self._documents: dict[str, Document] = {}
        self._by_path: dict[Path, Document] = {}
        self._from_disk: dict[Path, tuple[tuple[int, int], Document]] = {}
        self._indexed: dict[Path, str] = {}
        self._glanced: dict[Path, str] = {}

    def set_roots(self, roots: list[Path]) -> None:
        """Take the folders of the workspace."""
        self.roots = roots
        self.index.keep_only(self.belongs)
        self._take_anew()

    def set_exclude(self, patterns: Iterable[str]) -> None:
        """Take patterns of files that are not indexed; what is indexed already is forgotten."""
        self.exclude = tuple(patterns)
        self.index.clear()
        self._take_anew()

    def _take_anew(self) -> None:
        """Forget what was taken in of open documents: the index may have lost it."""
        self.association.forget()
        self._indexed.clear()
        self._glanced.clear()

    def open(self, uri: str, text: str, version: int | None) -> Document:
        """Take in a document that the editor has opened."""
        document = Document(uri, text, version, self.encoding)
        self._documents[uri] = document
        if document.path is not None:
            self._by_path[document.path] = document
        return document

    def close(self, uri: str) -> None:
        """Forget a document: what the disk holds counts again."""
        document = self._documents.pop(uri, None)
        if document is not None and document.path is not None:
            self._by_path.pop(document.path, None)
            self._indexed.pop(document.path, None)
            self._glanced.pop(document.path, None)
            self.file_changed(document.path)

    def document(self, uri: str) -> Document | None:
        """Return an open document."""
        return self._documents.get(uri)

    def documents(self) -> list[Document]:
        """List the open documents."""
        return list(self._documents.values())

    def file(self, path: Path) -> Document | None:
        """Return a file as it stands now: as it is open, else from the disk; None where it cannot be read."""
        found = self._by_path.get(path)
        if found is not None:
            return found
        stamp = _stamp(path)
        known = self._from_disk.get(path)
        if stamp is None:
            return None
        if known is not None and known[0] == stamp:
            return known[1]
        try:
            text = read_source_as_written(str(path))
        except UnreadableError:
            return None
        document = Document(uri_of(path), text, None, self.encoding)
        while len(self._from_disk) >= _MOST_KEPT:
            del self._from_disk[next(iter(self._from_disk))]
        self._from_disk[path] = (stamp, document)
        return document

    def view_of(self, script: Path) -> ScriptView | None:
        """Return what is known of the statements of a script, None where it cannot be read here."""
        document = self.file(script)
        return None if document is None or document.is_large else document.view()

    def names_of(self, script: Path) -> ScriptNames:
        """Return what a config may set in a script as it stands now; nothing where it cannot be read."""
        document = self.file(script)
        if document is None:
            return ScriptNames(LateScript(ScriptFacts(script=str(script))))
        return document.script_names

    def script_of(self, document: Document) -> Path | None:
        """Return the script of a config, None where nothing tells or the document is none."""
        if document.path is None:
            return None
        self._take_names()
        found = self.association.script_of(document.path, document.text)
        return None if found is None or found.path == document.path else found.path

    def _take_names(self) -> None:
        """Take in which files the open ones name: that may be the script of another."""
        for path, document in self._by_path.items():
            text = document.text
            if self._glanced.get(path) is not text:
                self._glanced[path] = text
                if path.suffix == ".py" and (document.may_name_files or self.index.names_files(path)):
                    self._index_document(path, document)

    def _text_of(self, path: Path) -> str | None:
        document = self.file(path)
        return None if document is None else document.text

    def scripts_sharing(self, config: Path) -> list[Path]:
        """List the scripts that a config is for where it is for several: named for them, or taken over."""
        self._index_now()
        scripts = list(self.index.scripts_named_for(config))
        for user in self.index.users_of(config):
            document = self.file(user)
            script = None if document is None else self.script_of(document)
            if script is not None:
                scripts.append(script)
        return list(dict.fromkeys(scripts))

    def script_for(self, document: Document, written: str | None) -> Path | None:
        """Return the script that something in a document is for: one that the text names, else its own."""
        if written is None:
            return self.script_of(document)
        return None if document.path is None else resolve(document.path, written)

    def place_of(self, source: Path, use: FileUse) -> Path:
        """Return where a file is that a text names; it need not exist."""
        beside = Path(os.path.normpath(source.parent / use.path))
        return beside if use.kind == "mark" else resolve(source, use.path)

    def is_ours(self, document: Document) -> bool:
        """Say whether a document may be a config, or name one: any other is a script, however long."""
        return "kohakuengine" in document.text or self.script_of(document) is not None

    def entries_of(self, document: Document) -> Iterator[tuple[OutlineEntry, Path]]:
        """Yield what a document sets, each with the script that it is for."""
        if not self.is_ours(document):
            return
        own = self.script_of(document)
        outline = document.outline()
        if own is not None:
            yield from ((entry, own) for entry in outline.entries if entry.script is None)
        for entry in outline.given:
            script = None if entry.script is None else self.script_for(document, entry.script)
            if script is not None:
                yield entry, script

    def configs_of(self, script: Path) -> list[Path]:
        """List the files that set something for a script, by path."""
        return [file.path for file in self._index_now() if self._is_about(file, script)]

    def index_file(self, path: Path) -> None:
        """Take a file into the index as it stands now; one that cannot be read is none."""
        document = self._by_path.get(path)
        if document is not None:
            self._index_document(path, document)
            return
        try:
            text = read_source(str(path))
        except UnreadableError:
            self.index.drop(path)
            return
        self._take_in(path, text, lambda: read_outline("" if len(text) > LARGEST_HERE else text))

    def _index_document(self, path: Path, document: Document) -> None:
        text = document.text
        if self._indexed.get(path) is not text:
            self._take_in(path, text, document.outline)
            self._indexed[path] = text

    def _take_in(self, path: Path, text: str, outline: Callable[[], Outline]) -> None:
        """Take a text into the index; its outline is asked for where it may be a config."""
        known = index_text(path, text, outline() if self._may_be_config(path, text) else None)
        if self.index.put(known):
            self.association.forget_names()

    def _may_be_config(self, path: Path, text: str) -> bool:
        # A script that a name goes with may come at any time, or cease to import the file as a module.
        is_named = may_name_files(text) or is_named_for_script(path)
        return is_named or self.association.script_of(path, text) is not None

    def _index_now(self) -> list[IndexedFile]:
        """List the files of the index, the open ones as they stand now."""
        for path, document in self._by_path.items():
            if path.suffix == ".py":
                self._index_document(path, document)
        self._read_configs(self.index.named())
        return self.index.files()

    def _read_configs(self, paths: Iterable[Path]) -> None:
        """Read files as configs that were none when they were indexed: others name them now."""
        for path in paths:
            if self.index.is_unread(path) and self.association.script_of(path, "") is not None:
                self._indexed.pop(path, None)  # one that is open has been taken in, but as no config
                self.index_file(path)

    def scripts(self, *, with_runnable: bool = False) -> list[Path]:
        """List the scripts that configs of the workspace are for, by path.

        Args:
            with_runnable: Whether those come along that no config is for, and that have a guard.
        """
        found: set[Path] = set()
        for file in self._index_now():
            if with_runnable and file.has_guard and not file.own and is_script(str(file.path)):
                found.add(file.path)
            found.update(resolve(file.path, written) for _, written in file.given)
            if file.own:
                script = self._script_of_file(file)
                if script is not None:
                    found.add(script)
        return sorted(found)

    def config_files(self) -> list[Path]:
        """List the files that set something, by path."""
        return [
            file.path
            for file in self._index_now()
            if file.given or (file.own and self._script_of_file(file) is not None)
        ]

    def importers_of(self, script: Path) -> list[Path]:
        """List the files that may import a script as a module, by path."""
        files = self._index_now()
        return [one.path for one in files if script.stem in one.imports and one.path != script]

    def _is_about(self, file: IndexedFile, script: Path) -> bool:
        if any(resolve(file.path, written) == script for _, written in file.given):
            return True
        return bool(file.own) and file.path != script and self._script_of_file(file) == script

    def _script_of_file(self, file: IndexedFile) -> Path | None:
        # Of a config that names its script no more than that line is asked.
        text = "" if file.mark is None else f"# kogine: script = {file.mark}"
        found = self.association.script_of(file.path, text)
        return None if found is None or found.path == file.path else found.path

    def file_changed(self, path: Path) -> None:
        """Take note that a file has come, gone or changed on the disk."""
        self.association.forget()
        self._from_disk.pop(path, None)  # it may have changed twice within a tick of the disk's clock
        if path.name == "pyproject.toml":
            self._read_configs([one.path for one in self.index.files()])
        elif path.suffix != ".py":
            self._read_configs(scripts_by_config(path.with_name(STORE_NAME)))
        elif path not in self._by_path:
            if path.is_file() and self.belongs(path):
                self.index_file(path)
            else:
                self.index.drop(path)

    def belongs(self, path: Path) -> bool:
        """Say whether a file is one of those that are indexed."""
        return any(is_of_project(path, root, self.exclude) for root in self.roots)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
