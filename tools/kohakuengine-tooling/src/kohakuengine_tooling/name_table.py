"""Names and what binds them: of a module, or of the bodies of one class."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kohakuengine_tooling.piece import Annotated, ClassSite, Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.statement_facts import ScopeFacts
    from kohakuengine_tooling.statements import Change

__all__ = ["NameTable", "ResultStatement"]

ResultStatement = tuple["Piece", int]
"""A statement: that of the module level which holds it, and where it begins in that."""

_Placed = TypeVar("_Placed", Site, ClassSite, Annotated)


class NameTable:
    """What some statements bind, by name.

    Attributes:
        classes: Name to the classes bound to it, each with its statement, in source order.
        star_imports: Each `from m import *`: its statement, and where it stands in that.
    """

    def __init__(self) -> None:
        self._sites: dict[str, list[Site]] = {}
        self.classes: dict[str, list[ClassSite]] = {}
        self.star_imports: list[tuple[Piece, int]] = []
        self._annotations: dict[str, list[Annotated]] = {}
        self._is_in_order = True

    def add(self, facts: ScopeFacts, piece: Piece, *, result_of: int | None = None) -> None:
        """Add what one body binds.

        Args:
            facts: Of the body.
            piece: The statement that it belongs to.
            result_of: Where in it the statement of the entrypoint call begins, which declares nothing.
        """
        for binding in facts.bindings:
            if binding.name in facts.global_names:  # a class binds it in the module
                continue
            if binding.owner == result_of:
                if binding.is_walrus:
                    continue
                binding = binding._replace(kind="result of the entrypoint")
            self._sites.setdefault(binding.name, []).append(Site(binding, piece, facts))
        text = piece.facts.text
        for name, span, owner in facts.annotations:
            if owner != result_of:
                one = Annotated(text[span.start : span.end], owner, piece)
                self._annotations.setdefault(name, []).append(one)
        for inner in facts.classes:
            self.classes.setdefault(inner.name, []).append(ClassSite(inner, piece))
        self.star_imports += [(piece, at) for at in facts.star_imports]

    def fill(self, pieces: Sequence[Piece], result_of: ResultStatement | None) -> None:
        """Add what the module-level bodies of statements bind.

        Args:
            pieces: The statements, in order.
            result_of: The statement of the entrypoint call.
        """
        for piece in pieces:
            owner = result_of[1] if result_of is not None and result_of[0] is piece else None
            self.add(piece.facts.scope, piece, result_of=owner)

    def change(self, change: Change, result_of: ResultStatement | None) -> None:
        """Take out what some statements bind, and add what others do.

        Args:
            change: The statements, of which one may be gone and added.
            result_of: The statement of the entrypoint call.
        """
        gone = set(change.gone)
        before, after = _names(change.gone), _names(change.added)
        annotated = {
            name for piece in (*change.gone, *change.added) for name, _, _ in piece.facts.scope.annotations
        }
        touched = {*before, *after, *annotated}
        known = touched & self._sites.keys()
        for name in touched:
            _take_out(self._sites, name, gone)
            _take_out(self.classes, name, gone)
            _take_out(self._annotations, name, gone)
        self.star_imports = [one for one in self.star_imports if one[0] not in gone]
        self.fill(change.added, result_of)
        for name in touched:
            _put_in_order(self._sites, name)
            _put_in_order(self.classes, name)
            _put_in_order(self._annotations, name)
        is_same = before == after and known == touched & self._sites.keys() and gone.isdisjoint(change.added)
        self._is_in_order = self._is_in_order and is_same

    @property
    def sites(self) -> dict[str, list[Site]]:
        """Name to its bindings, in source order; names in that of their first binding."""
        if not self._is_in_order:
            self._sites = self._in_order()
            self._is_in_order = True
        return self._sites

    def _in_order(self) -> dict[str, list[Site]]:
        ranks: dict[Piece, dict[str, int]] = {}

        def place(name: str) -> tuple[int, int]:
            piece = self._sites[name][0].piece
            if len(piece.facts.scope.bindings) == 1:
                return piece.start, 0
            if piece not in ranks:
                ranks[piece] = {one: rank for rank, one in enumerate(_names([piece]))}
            return piece.start, ranks[piece][name]

        return {name: self._sites[name] for name in sorted(self._sites, key=place)}

    def of(self, name: str) -> list[Site]:
        """Return the bindings of one name, in source order."""
        return self._sites.get(name, [])

    def annotation(self, name: str) -> Annotated | None:
        """Return the first annotation of a name."""
        found = self._annotations.get(name)
        return found[0] if found else None

    def declared(self, name: str) -> list[Site]:
        """Return the sites that an override of the name replaces, in source order."""
        sites = [site for site in self.of(name) if site.binding.kind == "declaration"]
        return [site for site in sites if not site.binding.is_in_loop] or sites

    def names(self) -> list[str]:
        """Return the public names that have a declaration, in the order of their first binding."""
        return [name for name, sites in self.sites.items() if _is_listed(name, sites)]

    def each_name(self) -> Iterator[str]:
        """Yield them in any order: who needs a few does not wait until all are put in order."""
        return (name for name, sites in self._sites.items() if _is_listed(name, sites))

    def is_listed(self, name: str) -> bool:
        """Say whether a name is one of those."""
        return _is_listed(name, self.of(name))


def _is_listed(name: str, sites: list[Site]) -> bool:
    if name[:1] == "_" or not sites:
        return False
    is_first = sites[0].binding.kind == "declaration"  # of most names
    return is_first or any(site.binding.kind == "declaration" for site in sites)


def _names(pieces: Sequence[Piece]) -> list[str]:
    """Return the names that the module-level bodies of some statements bind, in order."""
    return list(dict.fromkeys(name for piece in pieces for name in piece.facts.scope.names))


def _take_out(table: dict[str, list[_Placed]], name: str, gone: set[Piece]) -> None:
    if name in table:
        table[name] = [one for one in table[name] if one.piece not in gone]


def _put_in_order(table: dict[str, list[_Placed]], name: str) -> None:
    found = table.get(name)
    if found:
        found.sort(key=lambda one: one.piece.start)
    elif found is not None:
        del table[name]
