"""The body that a scan stands in: what is bound there goes into its scope, and into the facts that count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.statement_facts import Binding, BindingKind, ClassFacts, ScopeFacts, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine_tooling.expression_scan import ExpressionScan
    from kohakuengine_tooling.lexing import Tokens
    from kohakuengine_tooling.place import Place
    from kohakuengine_tooling.scope import Scope

__all__ = ["Body", "Extent"]

Extent = tuple[int, int]
"""The tokens of a simple statement or of a header: its first one, and the one behind its last."""


class Body:
    """The body of a module, a class or a function while it is scanned.

    Attributes:
        scope: Whose names are bound and read.
        facts: What is noted of it; None in functions, of which only the reads count.
        owner: The class whose body it is, else None.
        decorators: Those met just before.
    """

    __slots__ = ("_expressions", "_tokens", "decorators", "facts", "owner", "scope")

    def __init__(
        self,
        tokens: Tokens,
        expressions: ExpressionScan,
        scope: Scope,
        facts: ScopeFacts | None,
        owner: ClassFacts | None = None,
    ) -> None:
        self._tokens = tokens
        self._expressions = expressions
        self.scope = scope
        self.facts = facts
        self.owner = owner
        self.decorators: list[Span] = []

    def within(self, scope: Scope, owner: ClassFacts | None = None) -> Body:
        """Return the body of a function or class that stands in this one."""
        facts = owner.body if owner is not None else None
        return Body(self._tokens, self._expressions, scope, facts, owner)

    def take_decorators(self) -> tuple[Span, ...]:
        """Return the decorators of the function or class that begins here."""
        found, self.decorators = tuple(self.decorators), []
        return found

    def bind(
        self,
        names: Iterable[int],
        kind: BindingKind,
        extent: Extent,
        place: Place,
        *,
        at: int | None = None,
    ) -> None:
        """Note that tokens bind their names, at their own places or at that of another token."""
        for index in names:
            start = self._tokens.starts[index if at is None else at]
            self.scope.bind(self._tokens.words[index])
            if self.facts is not None:
                owner, end = self._ends(extent)
                name = self._tokens.words[index]
                self.facts.bindings.append(Binding(name, kind, start, owner, end, place.is_in_loop))

    def note_walruses(self, extent: Extent, place: Place) -> None:
        """Note the walruses that were met in a statement or a header, behind what else it binds."""
        walruses, self._expressions.walruses = self._expressions.walruses, []
        if self.facts is None:
            return
        owner, end = self._ends(extent)
        for walrus in walruses:
            kind: BindingKind = "transformation" if walrus.is_computed else "declaration"
            value = None
            if walrus.is_in_comprehension:
                kind = "walrus in a comprehension"
            elif walrus.token + 2 < walrus.end:
                value = self._expressions.span(walrus.token + 2, walrus.end)
            at, name = self._tokens.starts[walrus.token], self._tokens.words[walrus.token]
            self.facts.bindings.append(
                Binding(name, kind, at, owner, end, place.is_in_loop, value, value, is_walrus=True)
            )

    def _ends(self, extent: Extent) -> tuple[int, int]:
        """Return where a statement or header begins and ends in the text."""
        first, last = extent
        return self._tokens.starts[first], self._tokens.end(last - 1)
