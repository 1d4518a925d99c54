"""The view of one script: the facts of its statements put together, with places in the file."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kohakuengine_tooling.entry_calls import Entry, find_entries
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.last_facts import with_last_facts
from kohakuengine_tooling.marked_cell import find_cell
from kohakuengine_tooling.meanings import Meanings
from kohakuengine_tooling.script_text import ScriptText
from kohakuengine_tooling.splitting import statement_starts
from kohakuengine_tooling.statement_reading import read_statement
from kohakuengine_tooling.syntax import SyntaxProblem, find_problems

if TYPE_CHECKING:
    from kohakuengine_tooling.expression import Expression
    from kohakuengine_tooling.statement_facts import (
        Binding,
        ClassFacts,
        FunctionFacts,
        ScopeFacts,
        Span,
        StatementFacts,
    )

__all__ = ["Annotated", "Piece", "Scope", "ScriptView", "Site"]


class Piece(NamedTuple):
    """One statement of a script.

    Attributes:
        start: Where it begins in the file.
        facts: What it says, or said last where it is no Python at the moment.
        now: In that case what its text gives as it stands, else None.
    """

    start: int
    facts: StatementFacts
    now: StatementFacts | None = None

    @property
    def current(self) -> StatementFacts:
        """What its text gives as it stands."""
        return self.facts if self.now is None else self.now


class Site(NamedTuple):
    """One binding, placed in the file.

    Attributes:
        binding: What the statement says.
        piece: The statement of the module level that it belongs to.
        scope: The body that it stands in.
    """

    binding: Binding
    piece: Piece
    scope: ScopeFacts

    @property
    def at(self) -> int:
        """Where the name stands in the file."""
        return self.piece.start + self.binding.at

    def text(self, span: Span) -> str:
        """Return the text of a part of the statement."""
        return self.piece.facts.text[span.start : span.end]


class Annotated(NamedTuple):
    """The annotation of a name, placed in the file."""

    text: str
    at: int


class Scope:
    """The bindings of a module or of the statements of one class, by name.

    Attributes:
        sites: Name to its bindings, in source order.
        annotations: Name to its first annotation.
        classes: Name to the classes bound to it, each with its statement.
        star_imports: Where each `from m import *` stands.
    """

    def __init__(self) -> None:
        self.sites: dict[str, list[Site]] = {}
        self.annotations: dict[str, Annotated] = {}
        self.classes: dict[str, list[tuple[ClassFacts, Piece]]] = {}
        self.star_imports: list[int] = []

    def add(self, facts: ScopeFacts, piece: Piece, *, result_of: int | None = None) -> None:
        """Add what one body binds.

        Args:
            facts: Of the body.
            piece: The statement that it belongs to.
            result_of: Where the statement of the entrypoint call begins, which declares nothing.
        """
        start, text = piece.start, piece.facts.text
        for binding in facts.bindings:
            if binding.name in facts.global_names:  # a class binds it in the module
                continue
            if result_of is not None and start + binding.owner == result_of:
                if binding.is_walrus:
                    continue
                binding = binding._replace(kind="result of the entrypoint")
            self.sites.setdefault(binding.name, []).append(Site(binding, piece, facts))
        for name, span, owner in facts.annotations:
            if name not in self.annotations and start + owner != result_of:
                self.annotations[name] = Annotated(text[span.start : span.end], start + owner)
        for one in facts.classes:
            self.classes.setdefault(one.name, []).append((one, piece))
        self.star_imports += [start + at for at in facts.star_imports]

    def declared(self, name: str) -> list[Site]:
        """Return the sites that an override of the name replaces, in source order."""
        sites = [site for site in self.sites.get(name, ()) if site.binding.kind == "declaration"]
        return [site for site in sites if not site.binding.is_in_loop] or sites

    def names(self) -> list[str]:
        """Return the public names that have a declaration, in the order of their first binding."""
        return [
            name
            for name, sites in self.sites.items()
            if name[:1] != "_" and any(site.binding.kind == "declaration" for site in sites)
        ]


class ScriptView:
    """What the rules ask about one script.

    Attributes:
        script: Its text and lines.
        pieces: Its statements, in order.
        entries: Entrypoints, best first.
        module: What the module binds.
        cell: First and last line (1-based) of the marked cell, None where the whole script counts.
        unlisted: Where something that is known is not listed, and why: whoever leaves it out says so.
    """

    def __init__(self, text: str, before: ScriptView | None = None) -> None:
        r"""Read a text.

        Args:
            text: Line ends as `\n`.
            before: The view of it before the last change; its facts stay where a statement is no Python now.
        """
        self.script = ScriptText(text)
        starts = statement_starts(text)
        ends = [*starts[1:], len(text)] if starts else []
        self.pieces = [
            Piece(start, read_statement(text[start:end].rstrip()))
            for start, end in zip(starts, ends, strict=True)
        ]
        if before is not None:
            self.pieces = with_last_facts(self.pieces, before.pieces)
        self.entries: list[Entry] = find_entries(self)
        result_of = self.entries[0].owner if self.entries else None
        self.unlisted: list[tuple[int, str]] = []
        self._member_names: dict[str, tuple[str, ...]] = {}
        self.module = Scope()
        for piece in self.pieces:
            self.module.add(piece.facts.scope, piece, result_of=result_of)
        self.cell = find_cell(self)

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
                for name, places in table.items():
                    at = piece.start + min(places)
                    found[name] = min(found.get(name, at), at)
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
            for name, places in piece.facts.bound_by_functions.items():
                found.setdefault(name, piece.start + places[0])
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

    def members(self, classes: list[tuple[ClassFacts, Piece]]) -> Scope:
        """Return the bindings of the bodies of the classes of one name."""
        scope = Scope()
        for facts, piece in classes:
            scope.add(facts.body, piece)
        return scope

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
