"""The values of globals, for the expressions that read them: known where nothing can have come between."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from kohakuengine_tooling.expression import NOT_STATIC
from kohakuengine_tooling.piece import bodies_of
from kohakuengine_tooling.static_values import static_value

if TYPE_CHECKING:
    from collections.abc import Container

    from kohakuengine_tooling.expression import Expression
    from kohakuengine_tooling.piece import Site
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.static_values import Lookup

__all__ = ["GlobalValues"]

_PLAIN_DATA = (bool, int, float, complex, str, bytes, type(None))


class GlobalValues:
    """The values of the globals of one script that are bound once, as plain data, on no condition."""

    __slots__ = ("_hidden", "_known", "_view")

    def __init__(self, view: ScriptView) -> None:
        self._view = view
        self._known: dict[str, Any] = {}
        self._hidden: dict[int, set[str]] = {}

    def before(self, at: int, hidden: Container[str] = ()) -> Lookup:
        """Return what gives the value that a name has at a place of the file.

        Args:
            at: An offset; a name that is bound behind it has no value yet.
            hidden: Names that mean something else there: those that the class around it binds.
        """

        def lookup(name: str) -> Any:
            site = self._only_site(name)
            if site is None or name in hidden or site.end > at:
                return NOT_STATIC
            return self._value(name, site)

        return lookup

    def hidden_at(self, at: int) -> set[str]:
        """Return the names that the class of the module around a place binds."""
        pieces = self._view.pieces
        piece = pieces[max(0, bisect_right(pieces, at, key=lambda one: one.start) - 1)]
        around = [one for one in piece.facts.scope.classes if piece.start + one.at <= at]
        if not around or at >= piece.start + len(piece.facts.text):
            return set()
        facts = max(around, key=lambda one: one.at)  # the last that begins before it
        start = piece.start + facts.at
        if start not in self._hidden:
            bodies = bodies_of(facts, piece)
            self._hidden[start] = {one.name for scope, _ in bodies for one in scope.bindings}
        return self._hidden[start]

    def expression(self, name: str) -> Expression | None:
        """Return the value of a global as it is written, None where it may not be what it stands for."""
        site = self._only_site(name)
        return None if site is None else self._view.default(site)

    def _only_site(self, name: str) -> Site | None:
        """Return the one place that binds a name, None where there are more or it may not be reached."""
        view = self._view
        sites = view.module.of(name)
        is_sure = (
            len(sites) == 1
            and sites[0].binding.kind == "declaration"
            and sites[0].piece.facts.kind == ""
            and view.uses.first_bound(name) is None
            and not view.module.star_imports
        )
        return sites[0] if is_sure else None

    def _value(self, name: str, site: Site) -> Any:
        if name not in self._known:
            default = self._view.default(site)
            value = NOT_STATIC if default is None else static_value(default, self.before(site.at))
            self._known[name] = value if isinstance(value, _PLAIN_DATA) else NOT_STATIC
        return self._known[name]
