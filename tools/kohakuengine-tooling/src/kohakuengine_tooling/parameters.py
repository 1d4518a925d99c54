"""The parameters of a script: what can be set from outside, and names of which to say why they cannot."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any, Final

from kohakuengine_tooling.docs import Docs, annotated_doc
from kohakuengine_tooling.enum_classes import is_enum
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.facts import Option, Parameter
from kohakuengine_tooling.global_values import GlobalValues
from kohakuengine_tooling.option_values import option_behind
from kohakuengine_tooling.parameter_types import choices_of, type_of
from kohakuengine_tooling.refusals import why_not, why_not_member
from kohakuengine_tooling.static_values import NOT_STATIC, static_value
from kohakuengine_tooling.type_specs import field_default, is_field
from kohakuengine_tooling.value_items import items_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.facts import ParameterKind
    from kohakuengine_tooling.name_table import NameTable
    from kohakuengine_tooling.piece import Piece, Site
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.written_items import ValueItem

__all__ = ["find_parameters"]

_SAID: Final = frozenset(
    (
        "transformation",
        "loop variable",
        "with target",
        "except target",
        "match capture",
        "walrus in a comprehension",
        "result of the entrypoint",
    )
)
_BOOLS: Final = (True, False)
_MOST_PATHS: Final = 10_000  # and as many as the script can write out, a path in so many characters:
_PATH_LENGTH: Final = 5


def find_parameters(view: ScriptView, docs: Docs, options: tuple[Option, ...]) -> tuple[Parameter, ...]:
    """List the parameters of a script.

    Args:
        view: The script.
        docs: Its documentation.
        options: Those that it declares and that an override can type.

    Returns:
        Globals in the order of their first declaration, each followed by what paths reach in it; members of
        classes; names that are only read; names that are bound otherwise.
    """
    reader = _ParameterReader(view, docs, {option.name: option for option in reversed(options)})
    return (*reader.globals(), *reader.members(), *reader.reads(), *reader.others())


class _ParameterReader:
    """Makes the parameters of one script."""

    __slots__ = ("_decorators", "_docs", "_options", "_paths_left", "_values", "_view")

    def __init__(self, view: ScriptView, docs: Docs, options: dict[str, Option]) -> None:
        self._view = view
        self._docs = docs
        self._options = options
        self._values = GlobalValues(view)
        self._decorators: dict[int, set[str]] = {}
        self._paths_left = _MOST_PATHS + len(view.script.text) // _PATH_LENGTH

    def globals(self) -> Iterator[Parameter]:
        view = self._view
        for name in view.module.names():
            sites = view.declared(name)
            if not sites:
                yield self._fixed(name, why_not(view, name))
                continue
            behind = self._option_behind(sites)
            if behind is None and name in self._options:
                yield self._ambiguous(name, sites)
                continue
            parameter = self._global(name, sites)
            if behind is not None:
                parameter = _with_option(parameter, self._options[behind])
            yield parameter
            yield from self._paths(name, sites[0])

    def _global(self, name: str, sites: list[Site]) -> Parameter:
        annotation = self._view.module.annotation(name)
        text = annotation and annotation.text
        return self._declared(name, "global", sites, text, self._view.module, name)

    def _ambiguous(self, name: str, sites: list[Site]) -> Parameter:
        from dataclasses import replace

        reason = f"is a global and an unrelated option (line {self._options[name].line})"
        return replace(self._global(name, sites), is_overridable=False, reason=reason)

    def _option_behind(self, sites: list[Site]) -> str | None:
        """Return the option that is the only value of all declarations of a name (`lr = args.lr`)."""
        if not self._options:
            return None
        behind = {option_behind(self._view, site, self._options) for site in sites}
        return behind.pop() if len(behind) == 1 else None

    def members(self) -> Iterator[Parameter]:
        view = self._view
        stack = [("", view.module)]
        while stack:
            prefix, scope = stack.pop()
            for name, sites in scope.sites.items():
                is_class = sites[-1].binding.kind == "class" and name in scope.classes
                if not is_class or (prefix == "" and view.module.declared(name)) or name[:2] == "__":
                    continue
                classes = scope.classes[name]
                inner = view.members(classes[-1:])
                full = f"{prefix}{name}."
                stack.append((full, inner))
                every, is_of_enum = view.members(classes), is_enum(view, classes)
                for member in inner.names():
                    yield self._member(full + member, member, inner, every, is_of_enum=is_of_enum)

    def _member(
        self, full: str, member: str, inner: NameTable, every: NameTable, *, is_of_enum: bool
    ) -> Parameter:
        sites = every.declared(member)
        annotated = every.annotation(member)
        annotation = annotated and annotated.text
        why = self._why_not_member(full, member, inner, sites, is_of_enum=is_of_enum)
        if why is not None:
            return self._bare(full, "member", *why, annotation)
        return self._declared(full, "member", sites, annotation, every, member)

    def _why_not_member(
        self, full: str, member: str, inner: NameTable, sites: list[Site], *, is_of_enum: bool
    ) -> tuple[int, str] | None:
        """Say why a declared member cannot be set: its place, and the reason; None where it can."""
        view = self._view
        if not any(map(view.in_cell, sites)):
            return why_not_member(inner, full, member)
        if is_of_enum and any(map(_is_shared, sites)):
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

    def _declared(
        self, full: str, kind: Any, sites: list[Site], annotation: str | None, scope: NameTable, name: str
    ) -> Parameter:
        view, site = self._view, sites[0]
        default = view.default(site)
        inner = default and (field_default(default) or default)
        value = NOT_STATIC
        if default is not None and inner is not None and (inner is not default or not is_field(default)):
            hidden = scope.sites if kind == "member" else ()
            value = static_value(inner, self._values.before(site.at, hidden))
        span = site.binding.default
        start, end = self._extent(site)
        return Parameter(
            name=full,
            kind=kind,
            type=type_of(view, annotation, default, value),
            default=None if span is None else site.text(span),
            value=None if value is NOT_STATIC else value,
            is_static=value is not NOT_STATIC,
            line=view.line(site.at),
            column=view.script.column(site.at),
            doc=self._docs.doc(start, end, (site.piece.facts.text, site.binding.end))
            or annotated_doc(annotation),
            section=self._docs.section(start),
            is_overridable=True,
            reason=None,
            lines=tuple(view.line(one.at) for one in sites),
            transformations=tuple(
                view.line(one.at) for one in scope.sites.get(name, ()) if one.binding.kind == "transformation"
            ),
            is_read_at_import=kind == "global" and name in view.read_at_import,
            choices=choices_of(view, annotation, default, value),
        )

    def _extent(self, site: Site) -> tuple[int, int]:
        return site.piece.start + site.binding.owner, site.end

    def _paths(self, name: str, site: Site) -> Iterator[Parameter]:
        span = site.binding.default
        if span is None or self._paths_left <= 0:
            return
        at = site.piece.start + span.start
        items, has_more = items_of(self._view, site.text(span), at, self._paths_left)
        self._paths_left = 0 if has_more else self._paths_left - len(items)
        if has_more:
            message = "the values in this, and in what follows, are too many to be listed"
            self._view.unlisted.append((at, message))
        for item in items:
            yield self._path(f"{name}.{item.path}", item, name)

    def _path(self, full: str, item: ValueItem, name: str) -> Parameter:
        view = self._view
        default = None if item.default is None else read_expression(item.default)
        inner = default and (field_default(default) or default)
        value = NOT_STATIC
        if default is not None and inner is not None and (inner is not default or not is_field(default)):
            value = static_value(inner, self._values.before(item.at, self._values.hidden_at(item.at)))
        return Parameter(
            name=full,
            kind="path",
            type=type_of(view, item.annotation, default, value),
            default=item.default,
            value=None if value is NOT_STATIC else value,
            is_static=value is not NOT_STATIC,
            line=view.line(item.at),
            column=view.script.column(item.at),
            doc=self._docs.doc(item.at, item.end),
            section=self._docs.section(item.at),
            is_overridable=True,
            reason=None,
            lines=(view.line(item.at),),
            transformations=(),
            is_read_at_import=name in view.read_at_import,
            choices=choices_of(view, item.annotation, default, value),
        )

    def reads(self) -> Iterator[Parameter]:
        view = self._view
        if view.cell is not None or view.module.star_imports:
            return
        known = {*view.module.sites, *view.bound_by_functions, *self._options, *dir(builtins)}
        for name in sorted(set(view.reads) - known):
            if not name.startswith("_"):
                annotation = view.module.annotation(name)
                at = annotation.at if annotation else view.reads[name]
                yield self._bare(name, "read", at, None, annotation and annotation.text)

    def others(self) -> Iterator[Parameter]:
        """Yield the names that are bound, and not as defaults."""
        view = self._view
        for name, sites in view.module.sites.items():
            is_said = sites[0].binding.kind in _SAID and name not in self._options
            if is_said and name[:1] != "_" and not any(s.binding.kind == "declaration" for s in sites):
                found = why_not(view, name)
                if found is not None and sites[-1].binding.kind in _SAID:
                    yield self._fixed(name, found)
        for name, at in view.bound_by_functions.items():
            if name not in view.module.sites and name[:1] != "_":
                found = why_not(view, name)
                yield self._fixed(name, found or (at, "is not a default"))

    def _fixed(self, name: str, why: tuple[int, str] | None) -> Parameter:
        at, reason = why or (0, "is not a default")
        annotated = self._view.module.annotation(name)
        return self._bare(name, "global", at, reason, annotated and annotated.text)

    def _bare(
        self, name: str, kind: ParameterKind, at: int, reason: str | None, annotation: str | None
    ) -> Parameter:
        """Describe a name without a default."""
        view = self._view
        return Parameter(
            name=name,
            kind=kind,
            type=type_of(view, annotation, None),
            default=None,
            value=None,
            is_static=False,
            line=view.line(at),
            column=view.script.column(at),
            doc=None,
            section=None,
            is_overridable=reason is None,
            reason=reason,
            lines=() if kind == "read" else (view.line(at),),
            transformations=(),
            is_read_at_import=name in view.read_at_import,
            choices=choices_of(view, annotation, None),
        )


def _is_shared(site: Site) -> bool:
    """Say whether a statement gives a name no value of its own: `a = b = 1`, `a, b = range(2)`."""
    return site.binding.is_chained or site.binding.default is None


def _with_option(parameter: Parameter, option: Option) -> Parameter:
    """Describe a global that is an option and nothing else by that option."""
    from dataclasses import replace

    return replace(
        parameter,
        type=parameter.type or option.type,
        doc=parameter.doc or option.help,
        choices=parameter.choices or option.choices or (_BOOLS if option.type == "bool" else None),
    )
