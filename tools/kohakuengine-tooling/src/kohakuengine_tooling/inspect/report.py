"""What the command prints with: handed in by `kogine`, which the tooling must not import."""

from __future__ import annotations

from typing import Protocol, TextIO

__all__ = ["Report"]


class Report(Protocol):
    """The part of `kohakuengine.cli.report` that the command uses."""

    def write_product(self, text: str) -> None:
        """Print what was asked for, on stdout."""

    def error(self, text: str) -> None:
        """Print what went wrong, on stderr."""

    def note(self, text: str) -> None:
        """Print what is good to know, on stderr."""

    def has_colour(self, stream: TextIO | None) -> bool:
        """Say whether a stream takes colour."""
        ...

    def terminal_width(self) -> int:
        """Return how many columns the terminal has."""
        ...
