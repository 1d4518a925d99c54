"""What a workflow is made of: scripts, and other workflows."""

from __future__ import annotations

from kohakuengine.engine.script import Script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal, TypeAlias

    from typing_extensions import TypeIs

    from kohakuengine.flow.nested import Nested
    from kohakuengine.flow.run_spec import Position

__all__ = ["Element", "Order", "is_workflow", "scripts_in"]

Order: TypeAlias = "Literal['given', 'none', 'found']"
"""How the elements of a workflow follow each other: as they stand, not at all, or by what they need."""

Element: TypeAlias = "Script | Nested"


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
