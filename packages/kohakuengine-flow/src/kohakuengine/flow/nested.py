"""What a workflow must be that stands inside of another one: a protocol, for type checkers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kohakuengine.flow.elements import Element, Order
    from kohakuengine.flow.feeding import Feeder
    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.scope import Scope

__all__ = ["Nested"]


class Nested(Protocol):
    """A workflow that can stand inside of another one."""

    scripts: list[Element]
    order: Order

    def slots(self) -> int:
        """Return how many of its runs go at once at most."""
        ...

    def launcher_within(self, outer: str | None) -> str:
        """Return where its runs go."""
        ...

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    def scope(self, parent: Scope | None) -> Scope:
        """Return what it is while it runs."""
        ...

    def feed(self, feeder: Feeder, position: Position) -> None:
        """Feed its runs."""
        ...
