"""One thing that could be typed next."""

from __future__ import annotations

__all__ = ["Offer"]


class Offer:
    """One candidate.

    Attributes:
        text: The whole word, as the program would receive it.
        note: What a shell may show beside it.
        is_open: Whether more follows in the same word (`lr=`, a folder), so that no space is typed.
    """

    __slots__ = ("is_open", "note", "text")

    def __init__(self, text: str, note: str = "", *, is_open: bool = False) -> None:
        self.text = text
        self.note = note
        self.is_open = is_open
