"""The members of the classes of a script, as parameters: `CFG.lr`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.record_fields import is_enum
from kohakuengine_tooling.refusals import why_not_member
from kohakuengine_tooling.type_specs import is_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.facts import Parameter
    from kohakuengine_tooling.name_table import NameTable
    from kohakuengine_tooling.parameter_records import ParameterRecords
    from kohakuengine_tooling.piece import Piece, Site
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["Members"]


class Members:
    """The members of the classes of one script."""

    __slots__ = ("_decorators", "_records", "_view")

    def __init__(self, view: ScriptView, records: ParameterRecords) -> None:
        self._view = view
        self._records = records
        self._decorators: dict[int, set[str]] = {}

    def every(self) -> Iterator[Parameter]:
        """Describe all of them."""
        stack = [("", self._view.module)]
        while stack:
            prefix, scope = stack.pop()
            for name in scope.sites:
                if self._is_class(prefix, scope, name):
                    full = f"{prefix}{name}."
                    inner = self._view.members(scope.classes[name][-1:])
                    stack.append((full, inner))
                    every = self._view.members(scope.classes[name])
                    for member in inner.names():
                        yield self._describe(full + member, member, inner, every)

    def one(self, full: str) -> Parameter | None:
        """Describe the member of that name, None where there is none."""
        *around, member = full.split(".")
        inner = every = self._view.module
        prefix = ""
        for name in around:
            scope = inner
            if not self._is_class(prefix, scope, name):
                return None
            prefix = f"{prefix}{name}."
            inner = self._view.members(scope.classes[name][-1:])
            every = self._view.members(scope.classes[name])
        return self._describe(full, member, inner, every) if around and inner.is_listed(member) else None

    def _is_class(self, prefix: str, scope: NameTable, name: str) -> bool:
        """Say whether a name of a body is bound to a class last, one whose members count."""
        sites = scope.of(name)
        is_class = bool(sites) and sites[-1].binding.kind == "class" and name in scope.classes
        is_global = prefix == "" and bool(self._view.module.declared(name))
        return is_class and not is_global and name[:2] != "__"

    def _describe(self, full: str, member: str, inner: NameTable, every: NameTable) -> Parameter:
        sites = every.declared(member)
        why = self._why_not(full, member, inner, sites)
        if why is None:
            return self._records.of_member(full, member, sites, every)
        annotated = every.annotation(member)
        return self._records.without_default(full, "member", *why, annotated and annotated.text)

    def _why_not(self, full: str, member: str, inner: NameTable, sites: list[Site]) -> tuple[int, str] | None:
        """Say why a declared member cannot be set: its place, and the reason; None where it can."""
        view = self._view
        if not any(map(view.in_cell, sites)):
            return why_not_member(inner, full, member)
        if is_enum(view, full.rpartition(".")[0]) and any(map(_is_shared, sites)):
            reason = "is a member of an Enum that one value is given to together with others"
            return sites[0].at, reason
        method = self._default_method(sites, member)
        if method is not None:
            return method.at, f"gets its default from the method with @{member}.default"
        return None

    def _default_method(self, sites: list[Site], member: str) -> Site | None:
        """Return the site of a field whose default a method gives, as attrs takes them."""
        for site in sites:
            span = site.binding.value
            if span is None or not is_field(read_expression(site.text(span))):
                continue
            if f"{member}.default" in self._decorators_of(site.piece.whole):
                return site
        return None

    def _decorators_of(self, piece: Piece) -> set[str]:
        """Return the texts of the decorators in a statement."""
        if piece.start not in self._decorators:
            text = piece.facts.text
            spans = (span for function in piece.facts.functions for span in function.decorators)
            self._decorators[piece.start] = {text[start:end] for start, end in spans}
        return self._decorators[piece.start]


def _is_shared(site: Site) -> bool:
    """Say whether a statement gives a name no value of its own: `a = b = 1`, `a, b = range(2)`."""
    return site.binding.is_chained or site.binding.default is None
