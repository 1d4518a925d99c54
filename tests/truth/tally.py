"""Counting: how many of what was compared were right, and what was wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True, kw_only=True)
class Tally:
    """One figure.

    Attributes:
        right: How many were right.
        wrong: A line for each that was not.
    """

    right: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def compared(self) -> int:
        """How many there were."""
        return self.right + len(self.wrong)

    @property
    def share(self) -> float:
        """The share that was right; 1.0 of none."""
        return self.right / self.compared if self.compared else 1.0


class Tallies:
    """All figures of one script or of many, by name, in the order in which they were first asked for."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tallies: dict[str, Tally] = {}

    def __getitem__(self, figure: str) -> Tally:
        """Return a figure, with nothing in it if it has not been counted yet."""
        return self._tallies.setdefault(figure, Tally())

    def __iter__(self) -> Iterator[tuple[str, Tally]]:
        return iter(self._tallies.items())

    def count(self, figure: str, wrong: str | None) -> None:
        """Count one more: right where `wrong` is None, else with that line."""
        tally = self[figure]
        if wrong is None:
            tally.right += 1
        else:
            tally.wrong.append(wrong)

    def add(self, other: Tallies) -> None:
        """Add those of another script."""
        for figure, tally in other:
            self[figure].right += tally.right
            self[figure].wrong += tally.wrong
