"""The view of one script: the facts of its statements put together, with places in the file."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from kohakuengine_tooling.entry_calls import find_entries, said_of_entries
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.marked_cell import find_cell, may_mark_cell
from kohakuengine_tooling.meanings import Meanings
from kohakuengine_tooling.name_table import NameTable, ResultStatement
from kohakuengine_tooling.name_uses import NameUses
from kohakuengine_tooling.piece import bodies_of
from kohakuengine_tooling.script_problems import find_problems
from kohakuengine_tooling.script_text import ScriptText
from kohakuengine_tooling.statements import Change, Statements

if TYPE_CHECKING:
    from kohakuengine_tooling.expression import Expression
    from kohakuengine_tooling.piece import ClassSite, Piece, Site
    from kohakuengine_tooling.record_fields import Record
    from kohakuengine_tooling.statement_facts import FunctionFacts
    from kohakuengine_tooling.syntax import SyntaxProblem

__all__ = ["ScriptView"]


class ScriptView:
    """What the rules ask about one script.

    Attributes:
        script: Its text and lines.
        pieces: Its statements, in order.
        head: The text before the first of them.
        module: What the module binds.
        entries: The entrypoints, best first.
        change: What the last change of the text did to the statements, None where they are all new.
        is_entry_kept: Whether that left the entrypoints what they were.
        is_head_kept: Whether it left the text before the first statement what it was.
        records: The fields of those of its classes that were asked about, by the names of the classes.
        cell: First and last line (1-based) of the marked cell, None where the whole script counts.
    """

    def __init__(
        self, text: str, before: ScriptView | None = None, *, same: tuple[int, int] | None = None
    ) -> None:
        r"""Read a text.

        Args:
            text: Line ends as `\n`.
            before: The view of it before the last change, which is used up by this one: what has not changed
                is taken over, and facts stay where a statement is no Python now.
            same: How many characters at its beginning and end have stayed; None where nobody knows.
        """
        self.script = ScriptText(text)
        self._statements: Statements = Statements(text) if before is None else before._statements
        self.change = None if before is None else self._statements.change(text, same)
        self.pieces = self._statements.pieces
        self.head = text[: self.pieces[0].start] if self.pieces else text
        self.is_entry_kept = self.is_head_kept = False
        self.records: dict[str, Record] = {}
        self._member_names: dict[str, tuple[str, ...]] = {}
        if before is None or self.change is None:
            self.module = NameTable()
            self.entries = find_entries(self)
            self._result = self._result_statement()
            self.module.fill(self.pieces, self._result)
        else:
            self._take_over(before, self.change)
        is_asked = before is None or before.cell is not None or self._may_have_a_cell()
        self.cell: tuple[int, int] | None = find_cell(self) if is_asked else None

    def _may_have_a_cell(self) -> bool:
        """Say whether a change may have marked a cell."""
        added = () if self.change is None else self.change.added
        has_head = not self.is_head_kept and may_mark_cell(self.head)
        return has_head or any(may_mark_cell(piece.current.text) for piece in added)

    def _take_over(self, before: ScriptView, change: Change) -> None:
        """Take over what was known before a change and has not changed."""
        self.module = before.module
        if not any(piece.facts.imports for piece in (*change.gone, *change.added)):
            self.__dict__.update(imported=before.imported)
        self.is_head_kept = self.head == before.head
        self.is_entry_kept = _are_entries_kept(change)
        if self.is_entry_kept:
            again = dict(zip(change.gone, change.added, strict=True))
            self.entries = [entry.moved(again) for entry in before.entries]
        else:
            self.entries = find_entries(self)
        self._result = self._result_statement()
        self.module.change(_with_results(change, before._result, self._result), self._result)
        if "uses" in before.__dict__:
            before.uses.change(change)
            self.__dict__.update(uses=before.uses)

    def _result_statement(self) -> ResultStatement | None:
        """Return the statement whose value is what the entrypoint returns."""
        call = self.entries[0].call if self.entries else None
        return None if call is None else (call.piece, call.owner)

    @cached_property
    def uses(self) -> NameUses:
        """Which statements use which names."""
        return NameUses(self.pieces)

    @cached_property
    def imported(self) -> dict[str, str]:
        """The names that imports of the module level bind, with what they mean."""
        return {name: full for piece in self.pieces for name, full in piece.facts.imports}

    @cached_property
    def functions(self) -> dict[str, tuple[FunctionFacts, Piece]]:
        """The functions of the module, by name."""
        return {
            function.name: (function, piece)
            for piece in self.pieces
            for function in piece.facts.functions
            if function.is_of_module
        }

    def function(self, name: str) -> tuple[FunctionFacts, Piece] | None:
        """Return one of them, None where there is none of that name."""
        for site in reversed(self.module.of(name)):
            for function in reversed(site.piece.facts.functions):
                if function.is_of_module and function.name == name:
                    return function, site.piece
        return None

    def is_function(self, name: str) -> bool:
        """Say whether the module binds a name to a function first."""
        sites = self.module.of(name)
        return bool(sites) and sites[0].binding.kind == "function"

    @cached_property
    def meanings(self) -> Meanings:
        """What annotations and calls mean here."""
        return Meanings(self.imported, _Rebound(self.module))

    @cached_property
    def problems(self) -> list[SyntaxProblem]:
        """What in it is no Python, by place."""
        return list(find_problems(self))

    @cached_property
    def _broken(self) -> set[Piece]:
        """The statements that are no Python."""
        found = set()
        for problem in self.problems:
            index = bisect_right(self.pieces, problem.at, key=lambda one: one.start) - 1
            piece = self.pieces[max(index, 0)]
            if not problem.is_limit and piece.start <= problem.at <= piece.start + len(piece.facts.text):
                found.add(piece)
        return found

    @cached_property
    def _are_annotations_read(self) -> bool:
        return "__future__.annotations" not in self.imported.values()

    @property
    def reads(self) -> dict[str, int]:
        """Names that are read as globals, with the place of the first reading, builtins too."""
        found = ((name, self.first_read(name)) for name in self.uses.read_names())
        return {name: at for name, at in found if at is not None}

    def first_read(self, name: str) -> int | None:
        """Return where a name is read as a global first, None where it is not.

        What looks like a name in a statement that is no Python may be none.
        """
        readers = self.uses.readers(name, are_annotations_read=self._are_annotations_read)
        places = (
            piece.start + at
            for piece, at in readers
            if piece.facts is not piece.current or piece not in self._broken
        )
        return min(places, default=None)

    def line(self, offset: int) -> int:
        """Return the 1-based line of an offset in the file."""
        return self.script.line(offset)

    def in_cell(self, site: Site) -> bool:
        """Say whether a site may be overridden: always, unless the script marks a cell."""
        return self.cell is None or self.cell[0] <= self.line(site.at) <= self.cell[1]

    def declared(self, name: str) -> list[Site]:
        """Return the sites that an override replaces; none where a marked cell does not declare the name."""
        sites = self.module.declared(name)
        return sites if any(map(self.in_cell, sites)) else []

    def members(self, classes: list[ClassSite]) -> NameTable:
        """Return the bindings of the bodies of the classes of one name."""
        table = NameTable()
        for facts, piece in classes:
            for scope, part in bodies_of(facts, piece):
                table.add(scope, part)
        return table

    def member_names(self, name: str) -> tuple[str, ...]:
        """Return the public names that the classes of one name declare."""
        if name not in self._member_names:
            self._member_names[name] = tuple(self.members(self.module.classes[name]).names())
        return self._member_names[name]

    def value(self, site: Site) -> Expression | None:
        """Read the right side of a site, None where it has none."""
        span = site.binding.value
        return None if span is None else read_expression(site.text(span))

    def default(self, site: Site) -> Expression | None:
        """Read the site's own part of it, None where only unpacking tells."""
        span = site.binding.default
        return None if span is None else read_expression(site.text(span))


class _Rebound:
    """The names that a module binds otherwise than by imports."""

    __slots__ = ("_module",)

    def __init__(self, module: NameTable) -> None:
        self._module = module

    def __contains__(self, name: object) -> bool:
        sites = self._module.of(name) if isinstance(name, str) else []
        return any(site.binding.kind != "import" for site in sites)


def _are_entries_kept(change: Change) -> bool:
    """Say whether what entrypoints depend on is what it was, whatever a change has done."""
    gone, added = ([said_of_entries(piece.facts) for piece in pieces] for pieces in change)
    return gone == added


def _with_results(change: Change, before: ResultStatement | None, now: ResultStatement | None) -> Change:
    """Add the statements to a change that have become, or were, that of the entrypoint call."""
    if before == now:
        return change
    others = [owner[0] for owner in (before, now) if owner is not None]
    again = [one for one in dict.fromkeys(others) if one not in change.gone and one not in change.added]
    return Change([*change.gone, *again], [*change.added, *again])
