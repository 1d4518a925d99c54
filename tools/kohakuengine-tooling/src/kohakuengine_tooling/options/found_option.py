"""An option as it was found: the statement that it was found in moves while the script is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import Option
    from kohakuengine_tooling.piece import Piece

__all__ = ["FoundOption"]


class FoundOption(NamedTuple):
    """One option.

    Attributes:
        option: What is known of it.
        piece: The statement that declares it, None for what several statements together do.
    """

    option: Option
    piece: Piece | None
