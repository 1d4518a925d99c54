"""The records of parameters, each made from the place where it is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.annotated_doc import annotated_doc
from kohakuengine_tooling.facts import Parameter
from kohakuengine_tooling.global_values import GlobalValues
from kohakuengine_tooling.own_default import read_default

if TYPE_CHECKING:
    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.facts import ParameterKind
    from kohakuengine_tooling.name_table import NameTable
    from kohakuengine_tooling.piece import Site
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.written_items import ValueItem

__all__ = ["ParameterRecords"]


class ParameterRecords:
    """Makes the parameters of one script."""

    __slots__ = ("_docs", "_values", "_view")

    def __init__(self, view: ScriptView, docs: Docs) -> None:
        self._view = view
        self._docs = docs
        self._values = GlobalValues(view)

    def of_global(self, name: str, sites: list[Site]) -> Parameter:
        """Describe a global by its declarations."""
        module = self._view.module
        return self._declared(name, "global", sites, module, name)

    def of_member(self, full: str, name: str, sites: list[Site], scope: NameTable) -> Parameter:
        """Describe a member of a class.

        Args:
            full: Its name with that of its class.
            name: The last part of it.
            sites: Its declarations.
            scope: All bodies of the class.
        """
        return self._declared(full, "member", sites, scope, name)

    def _declared(
        self, full: str, kind: ParameterKind, sites: list[Site], scope: NameTable, name: str
    ) -> Parameter:
        view, site = self._view, sites[0]
        annotated = scope.annotation(name)
        annotation = annotated and annotated.text
        hidden = scope.sites if kind == "member" else ()
        span = site.binding.default
        text = None if span is None else site.text(span)
        own = read_default(view, text, annotation, self._values.before(site.at, hidden))
        start, place = _start_of(site), (site.piece.facts.text, site.binding.end)
        return Parameter(
            name=full,
            kind=kind,
            type=own.type,
            default=own.text,
            value=own.value,
            is_static=own.is_static,
            line=view.line(site.at),
            column=view.script.column(site.at),
            doc=self._docs.doc(start, site.end, place) or annotated_doc(annotation),
            section=self._docs.section(start),
            is_overridable=True,
            reason=None,
            lines=tuple(view.line(one.at) for one in sites),
            transformations=tuple(
                view.line(one.at) for one in scope.of(name) if one.binding.kind == "transformation"
            ),
            is_read_at_import=kind == "global" and view.uses.is_read_at_import(name),
            choices=own.choices,
        )

    def of_path(self, full: str, item: ValueItem, site: Site) -> Parameter:
        """Describe what a path reaches in the value of a global, whose heading is its own where it has none.

        Args:
            full: Its name, which begins with that of the global.
            item: What it reaches.
            site: The declaration of the global.
        """
        view, values = self._view, self._values
        lookup = values.before(item.at, values.hidden_at(item.at))
        own = read_default(view, item.default, item.annotation, lookup)
        line = view.line(item.at)
        return Parameter(
            name=full,
            kind="path",
            type=own.type,
            default=own.text,
            value=own.value,
            is_static=own.is_static,
            line=line,
            column=view.script.column(item.at),
            doc=self._docs.doc(item.at, item.end),
            section=self._docs.section(item.at) or self._docs.section(_start_of(site)),
            is_overridable=True,
            reason=None,
            lines=(line,),
            transformations=(),
            is_read_at_import=view.uses.is_read_at_import(full.partition(".")[0]),
            choices=own.choices,
        )

    def without_default(
        self, name: str, kind: ParameterKind, at: int, reason: str | None, annotation: str | None
    ) -> Parameter:
        """Describe a name without a default.

        Args:
            name: Its full name.
            kind: What it is.
            at: Where it stands in the file.
            reason: Why it cannot be set, None where it can.
            annotation: Text of its annotation, or None.
        """
        view = self._view
        own = read_default(view, None, annotation)
        line = view.line(at)
        return Parameter(
            name=name,
            kind=kind,
            type=own.type,
            default=None,
            value=None,
            is_static=False,
            line=line,
            column=view.script.column(at),
            doc=None,
            section=None,
            is_overridable=reason is None,
            reason=reason,
            lines=() if kind == "read" else (line,),
            transformations=(),
            is_read_at_import=view.uses.is_read_at_import(name),
            choices=own.choices,
        )


def _start_of(site: Site) -> int:
    """Return where the statement of a declaration begins in the file."""
    return site.piece.start + site.binding.owner
