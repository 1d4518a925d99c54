"""The view of one script: the facts of its statements put together, with places in the file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from kohakuengine_tooling.entry_calls import Entry, find_entries, said_of_entries
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.marked_cell import find_cell
from kohakuengine_tooling.meanings import Meanings
from kohakuengine_tooling.name_table import NameTable, ResultStatement
from kohakuengine_tooling.piece import bodies_of
from kohakuengine_tooling.scope import take_in
from kohakuengine_tooling.script_problems import find_problems
from kohakuengine_tooling.script_text import ScriptText
from kohakuengine_tooling.statements import Change, Statements

if TYPE_CHECKING:
    from kohakuengine_tooling.expression import Expression
    from kohakuengine_tooling.piece import ClassSite, Piece, Site
    from kohakuengine_tooling.statement_facts import FunctionFacts
    from kohakuengine_tooling.syntax import SyntaxProblem

__all__ = ["ScriptView"]


class ScriptView:
    """What the rules ask about one script.

    Attributes:
        script: Its text and lines.
        pieces: Its statements, in order.
        module: What the module binds.
        cell: First and last line (1-based) of the marked cell, None where the whole script counts.
        unlisted: Where something that is known is not listed, and why: whoever leaves it out says so.
    """

    def __init__(self, text: str, before: ScriptView | None = None) -> None:
        r"""Read a text.

        Args:
            text: Line ends as `\n`.
            before: The view of it before the last change, which is used up by this one: what has not changed
                is taken over, and facts stay where a statement is no Python now.
        """
        self.script = ScriptText(text)
        self._statements: Statements = Statements(text) if before is None else before._statements
        change = None if before is None else self._statements.change(text)
        self.pieces = self._statements.pieces
        if before is None or change is None:
            self._result = self._result_statement()
            self.module = NameTable()
            self.module.fill(self.pieces, self._result)
        else:
            is_same = before._is_result_kept(change)
            self._result = before._result if is_same else self._result_statement()
            self.module = before.module
            self.module.change(_with_results(change, before._result, self._result), self._result)
        self.unlisted: list[tuple[int, str]] = []
        self._member_names: dict[str, tuple[str, ...]] = {}
        self.cell = find_cell(self)

    def _is_result_kept(self, change: Change) -> bool:
        """Say whether the statement of the entrypoint call is what it was, whatever a change has done."""
        gone, added = ([said_of_entries(piece.facts) for piece in pieces] for pieces in change)
        return gone == added and (self._result is None or self._result[0] not in change.gone)

    def _result_statement(self) -> ResultStatement | None:
        """Return the statement whose value is what the entrypoint returns."""
        at = self.entries[0].owner if self.entries else None
        if at is None:
            return None
        piece = self.pieces[bisect_right(self.pieces, at, key=lambda one: one.start) - 1]
        return piece, at - piece.start

    @cached_property
    def entries(self) -> list[Entry]:
        """The entrypoints, best first."""
        return find_entries(self)

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

    @cached_property
    def function_names(self) -> set[str]:
        """The names that the module binds to functions first."""
        return {name for name, sites in self.module.sites.items() if sites[0].binding.kind == "function"}

    @cached_property
    def meanings(self) -> Meanings:
        """What annotations and calls mean here."""
        rebound = {
            name
            for name, sites in self.module.sites.items()
            if not all(site.binding.kind == "import" for site in sites)
        }
        return Meanings(self.imported, frozenset(rebound))

    @cached_property
    def problems(self) -> list[SyntaxProblem]:
        """What in it is no Python, by place."""
        return list(find_problems(self))

    @cached_property
    def reads(self) -> dict[str, int]:
        """Names that are read as globals, with the place of the first reading, builtins too.

        What looks like a name in a statement that is no Python may be none.
        """
        broken = sorted(problem.at for problem in self.problems if not problem.is_limit)
        has_future = "__future__.annotations" in self.imported.values()
        found: dict[str, int] = {}
        for piece in self.pieces:
            facts = piece.facts
            next_broken = bisect_left(broken, piece.start)
            is_broken = next_broken < len(broken) and broken[next_broken] <= piece.start + len(facts.text)
            if facts is piece.current and is_broken:
                continue
            tables = [facts.reads, facts.late_reads] + ([] if has_future else [facts.annotation_reads])
            for table in tables:
                take_in(found, table, piece.start)
        return found

    @cached_property
    def read_at_import(self) -> set[str]:
        """Names that the body of the module reads."""
        return {name for piece in self.pieces for name in piece.facts.reads}

    @cached_property
    def bound_by_functions(self) -> dict[str, int]:
        """Names that functions bind through `global`, with the place of the first `global`."""
        found: dict[str, int] = {}
        for piece in self.pieces:
            take_in(found, piece.facts.bound_by_functions, piece.start)
        return found

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


def _with_results(change: Change, before: ResultStatement | None, now: ResultStatement | None) -> Change:
    """Add the statements to a change that have become, or were, that of the entrypoint call."""
    if before == now:
        return change
    others = [owner[0] for owner in (before, now) if owner is not None]
    again = [one for one in dict.fromkeys(others) if one not in change.gone and one not in change.added]
    return Change([*change.gone, *again], [*change.added, *again])
