"""The parameters of a script: what can be set from outside, and names of which to say why they cannot."""

from __future__ import annotations

import builtins
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.members import Members
from kohakuengine_tooling.option_values import OptionValues
from kohakuengine_tooling.parameter_records import ParameterRecords
from kohakuengine_tooling.refusals import why_not
from kohakuengine_tooling.value_items import items_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.facts import Option, Parameter
    from kohakuengine_tooling.piece import Site
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["Parameters"]

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


class Parameters:
    """The parameters of one script, each described when it is asked for.

    Attributes:
        unlisted: Where `every` has left something out, and why.
    """

    def __init__(self, view: ScriptView, docs: Docs, options: tuple[Option, ...]) -> None:
        """Take a script.

        Args:
            view: The script.
            docs: Its documentation.
            options: Those that it declares and that an override can type.
        """
        self.unlisted: list[tuple[int, str]] = []
        self._view = view
        self._options = {option.name: option for option in reversed(options)}
        self._values = OptionValues(view, self._options)
        self._records = ParameterRecords(view, docs)
        self._members = Members(view, self._records)
        self._most_paths = _MOST_PATHS + len(view.script.text) // _PATH_LENGTH

    def every(self) -> tuple[Parameter, ...]:
        """Describe all of them.

        Returns:
            Globals in the order of their first declaration, each followed by what paths reach in it; members
            of classes; names that are only read; names that are bound otherwise.
        """
        return (*self._globals(), *self._members.every(), *self._reads(), *self._others())

    def one(self, name: str) -> Parameter | None:
        """Describe the parameter of that name, None where there is none; the others cost nothing.

        What `every` leaves out because there is too much of it is described, too.
        """
        first, dot, path = name.partition(".")
        if dot:
            return self._path(first, path) or self._members.one(name)
        if self._view.module.is_listed(name):
            return self._global(name)
        return self._read(name) if self._is_read(name) else self._other(name)

    def _globals(self) -> Iterator[Parameter]:
        left = self._most_paths
        for name in self._view.module.names():
            yield self._global(name)
            site = self._site_of_paths(name)
            if site is None or left <= 0:
                continue
            items, has_more = items_of(self._view, site, left)
            left = 0 if has_more else left - len(items)
            if has_more:
                message = "the values in this, and in what follows, are too many to be listed"
                self.unlisted.append((site.default_at, message))
            for item in items:
                yield self._records.of_path(f"{name}.{item.path}", item, site)

    def _global(self, name: str) -> Parameter:
        """Describe a name that has a declaration."""
        sites = self._view.declared(name)
        if not sites:
            return self._fixed(name)
        parameter = self._records.of_global(name, sites)
        behind = self._option_behind(sites)
        if behind is not None:
            return _with_option(parameter, self._options[behind])
        if name in self._options:
            reason = f"is a global and an unrelated option (line {self._options[name].line})"
            return replace(parameter, is_overridable=False, reason=reason)
        return parameter

    def _option_behind(self, sites: list[Site]) -> str | None:
        """Return the option that is the only value of all declarations of a name (`lr = args.lr`)."""
        return self._values.option_behind(sites) if self._options else None

    def _site_of_paths(self, name: str) -> Site | None:
        """Return the declaration whose value paths reach into, None for a name that cannot be set."""
        sites = self._view.declared(name)
        if not sites or sites[0].binding.default is None:
            return None
        is_ambiguous = name in self._options and self._option_behind(sites) is None
        return None if is_ambiguous else sites[0]

    def _path(self, name: str, path: str) -> Parameter | None:
        site = self._site_of_paths(name) if self._view.module.is_listed(name) else None
        if site is None:
            return None
        items, _ = items_of(self._view, site, self._most_paths)
        found = next((item for item in items if item.path == path), None)
        return None if found is None else self._records.of_path(f"{name}.{path}", found, site)

    def _reads(self) -> Iterator[Parameter]:
        for name in sorted(self._view.uses.read_names()):
            if self._is_read(name):
                yield self._read(name)

    def _is_read(self, name: str) -> bool:
        """Say whether a name is only read, and known to nobody."""
        view = self._view
        if name[:1] == "_" or name in self._options or hasattr(builtins, name):
            return False
        if view.cell is not None or view.module.star_imports or view.module.of(name):
            return False
        return view.uses.first_bound(name) is None and view.first_read(name) is not None

    def _read(self, name: str) -> Parameter:
        annotation = self._view.module.annotation(name)
        at = annotation.at if annotation else self._view.first_read(name) or 0
        return self._records.without_default(name, "read", at, None, annotation and annotation.text)

    def _others(self) -> Iterator[Parameter]:
        """Yield the names that are bound, and not as defaults."""
        sites, bound = self._view.module.sites, self._view.uses.bound_by_functions()
        for name in (*sites, *(name for name in bound if name not in sites)):
            parameter = self._other(name)
            if parameter is not None:
                yield parameter

    def _other(self, name: str) -> Parameter | None:
        """Describe a name that is bound, and not as a default."""
        sites = self._view.module.of(name)
        if name[:1] == "_" or self._view.module.is_listed(name):
            return None
        if sites:
            is_said = sites[0].binding.kind in _SAID and sites[-1].binding.kind in _SAID
            return self._fixed(name) if is_said and name not in self._options else None
        return None if self._view.uses.first_bound(name) is None else self._fixed(name)

    def _fixed(self, name: str) -> Parameter:
        """Describe a name that is bound and cannot be set."""
        at, reason = why_not(self._view, name) or (0, "is not a default")
        annotated = self._view.module.annotation(name)
        return self._records.without_default(name, "global", at, reason, annotated and annotated.text)


def _with_option(parameter: Parameter, option: Option) -> Parameter:
    """Describe a global that is an option and nothing else by that option."""
    return replace(
        parameter,
        type=parameter.type or option.type,
        doc=parameter.doc or option.help,
        choices=parameter.choices or option.choices or (_BOOLS if option.type == "bool" else None),
    )
