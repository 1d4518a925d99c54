"""What the command prints with and asks about configs: handed in by `kogine`, which it must not import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Problem", "Report"]


class Problem(Protocol):
    """What a run would refuse of a config: a finding of `kogine config check`."""

    @property
    def code(self) -> str:
        """The code of the error."""
        ...

    @property
    def path(self) -> str:
        """The config that it stands in: that asked about, or one that this builds on."""
        ...

    @property
    def line(self) -> int:
        """1-based line there, 0 where it has none."""
        ...

    @property
    def name(self) -> str:
        """What it is about, as the config writes it."""
        ...

    def text(self) -> str:
        """Say it on one line, its place included."""
        ...


class Report(Protocol):
    """The part of `kohakuengine.cli.host` that the command uses."""

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

    def find_problems(self, config: str, script: str) -> Sequence[Problem]:
        """List what a run of a script would refuse of a config."""
        ...
