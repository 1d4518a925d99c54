"""What a workflow is made of: scripts, and other workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from kohakuengine.engine.script import Script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from typing_extensions import TypeIs

    from kohakuengine.flow.feeding import Feeder
    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.scope import Scope

__all__ = ["Element", "Nested", "Order", "is_workflow", "scripts_in"]


Order = Literal["given", "none", "found"]
"""How the elements of a workflow follow each other: as they stand, not at all, or by what they need."""


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


Element = Script | Nested


def is_workflow(element: Element) -> TypeIs[Nested]:
    """Say whether an element is a workflow."""
    return not isinstance(element, Script)


def scripts_in(elements: Sequence[Element], position: Position = ()) -> Iterator[tuple[Position, Script]]:
    """Yield all scripts with where they stand, those of inner workflows in their place."""
    for index, element in enumerate(elements):
        place = (*position, index)
        if is_workflow(element):
            yield from scripts_in(element.scripts, place)
        else:
            yield place, element
