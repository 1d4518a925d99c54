"""A document that is open in the editor: its text as it stands now, and what is known of it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.facts import ScriptFacts
from kohakuengine_tooling.lexing import NAME
from kohakuengine_tooling.open_script import OpenScript
from kohakuengine_tooling.outline.context import context_at
from kohakuengine_tooling.outline.lines import lines_of
from kohakuengine_tooling.outline.reading import outline_of, read_outline
from kohakuengine_tooling.server.late_script import LateScript
from kohakuengine_tooling.server.lines import Lines
from kohakuengine_tooling.server.names import ScriptNames
from kohakuengine_tooling.server.uris import path_of
from kohakuengine_tooling.statement_facts import Span

if TYPE_CHECKING:
    from lsprotocol.types import Position, TextDocumentContentChangeEvent

    from kohakuengine_tooling.outline.context import Context
    from kohakuengine_tooling.outline.lines import Line
    from kohakuengine_tooling.outline.records import Outline
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["LARGEST_HERE", "Document", "may_name_files"]

LARGEST_HERE: Final = 400_000
"""Characters of a text that is read in this process; a larger one is read by a worker, or not at all."""


class Document:
    """One open document.

    Attributes:
        uri: As the client names it.
        path: Of the file, None where it is none (an untitled document).
        version: As the client counts.
        lines: Its text.
        late_facts: Of a large text, what the worker has read last.
    """

    def __init__(self, uri: str, text: str, version: int | None, encoding: str) -> None:
        self.uri = uri
        self.path = path_of(uri)
        self.version = version
        self.lines = Lines(text, encoding)
        self.late_facts: ScriptFacts | None = None
        self._script = OpenScript(self.name)
        self._taken: str | None = None  # what the script has been given last
        self._outline: Outline | None = None
        self._names: ScriptNames | None = None
        self._may_name_files: bool | None = None

    @property
    def text(self) -> str:
        r"""Its text, line ends as `\n`."""
        return self.lines.text

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.uri if self.path is None else str(self.path)

    @property
    def is_large(self) -> bool:
        """Whether it is too large to be read here at each keystroke."""
        return len(self.text) > LARGEST_HERE

    def change(self, changes: list[TextDocumentContentChangeEvent], version: int | None) -> None:
        """Take what the client has changed."""
        for change in changes:
            place = getattr(change, "range", None)
            if place is None:
                self.lines.replace(change.text)
                self._may_name_files = None
            elif may_name_files(self.lines.change(place, change.text)) or self._may_name_files:
                self._may_name_files = None
        self.version = version

    @property
    def may_name_files(self) -> bool:
        """Whether it may name a script or a config; a change is looked at alone."""
        if self._may_name_files is None:
            self._may_name_files = may_name_files(self.text)
        return self._may_name_files

    @property
    def script(self) -> OpenScript | LateScript:
        """What is known of it as a script; of a large one what a worker has read last."""
        if self.is_large:
            return LateScript(self.late_facts or ScriptFacts(script=self.name))
        return self._current()

    @property
    def script_names(self) -> ScriptNames:
        """What a config may set in it as a script; until it changes the same."""
        script = self.script
        if self._names is None or self.is_large:
            self._names = ScriptNames(script)
        return self._names

    def _current(self) -> OpenScript:
        """Return what is known of it as it stands now; what has not changed is not read again."""
        text = self.text
        if text is not self._taken:
            self._taken, self._outline, self._names = text, None, None
            self._script.update(text, self.lines.take_same())
        return self._script

    def view(self) -> ScriptView:
        """Return what is known of its statements; it is not large."""
        return self._current().view

    def outline(self) -> Outline:
        """Read it as a config."""
        if self.is_large:
            return read_outline("")
        self._current()
        if self._outline is None:
            self._outline = outline_of(self.text, self.statements())
        return self._outline

    def statements(self) -> list[tuple[int, StatementFacts]]:
        """Return its statements as they stand now, each with its place."""
        return [] if self.is_large else [(one.start, one.current) for one in self.view().pieces]

    def words(self, name: str) -> list[Span]:
        """Find a name wherever it stands for something, attributes and keyword arguments left out."""
        found = []
        for start, facts in self.statements():
            if name in facts.text:
                for line in lines_of(facts.text):
                    tokens = line.tokens
                    found += [
                        Span(start + tokens.starts[index], start + tokens.end(index))
                        for index in range(line.first, line.last)
                        if tokens.words[index] == name and _stands_for_itself(line, index)
                    ]
        return found

    def context(self, position: Position) -> Context | None:
        """Say what of a config a cursor stands in."""
        if self.is_large:
            return None
        offset = self.lines.offset(position)
        starts = [piece.start for piece in self.view().pieces]
        index = bisect_right(starts, offset) - 1
        return context_at(self.text, starts[index] if index >= 0 else 0, offset, self.outline())


def may_name_files(text: str) -> bool:
    """Say whether a text may name a script or a config; that takes one of two words, each within a line."""
    return "kohakuengine" in text or "kogine:" in text


def _stands_for_itself(line: Line, index: int) -> bool:
    tokens = line.tokens
    before = tokens.words[index - 1] if index > line.first else ""
    behind = tokens.words[index + 1] if index + 1 < line.last else ""
    is_header = tokens.words[line.first] in ("def", "async", "class")
    is_keyword = before in ("(", ",") and behind == "=" and not is_header
    return tokens.kinds[index] == NAME and before != "." and not is_keyword
