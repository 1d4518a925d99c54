"""The statement of several branches (`if`, `try`, loops with `else`) that is being scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kohakuengine_tooling.place import Place

__all__ = ["Branch"]


class Branch:
    """One, as far as its later branches ask.

    Attributes:
        place: Of the statement.
        behind: Of its next branch.
    """

    __slots__ = ("behind", "place")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.behind = place

    def end(self) -> None:
        """Note that another statement begins."""
        self.behind = self.place
