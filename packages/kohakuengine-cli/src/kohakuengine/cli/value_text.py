"""Values of the user's, as text for people."""

from __future__ import annotations

import os
import reprlib

__all__ = ["from_here", "safe_repr", "short_repr", "short_text"]

_WIDTH = 60
_ITEMS = 20


def from_here(path: str) -> str:
    """Write the path of a file below the working directory as the user would."""
    try:
        here = os.path.join(os.getcwd(), "")
    except OSError:
        return path
    return path[len(here) :] if path.startswith(here) else path


def safe_repr(value: object) -> str:
    """Return a value's repr; its class may be the user's, and its `__repr__` may raise."""
    try:
        return repr(value)
    except Exception as error:  # noqa: BLE001  # whatever a class of the user's may raise
        return f"<{type(value).__name__}, whose repr raised {type(error).__name__}>"


def short_repr(value: object, width: int = _WIDTH) -> str:
    """Return a value's repr on one line, cut at a width in characters.

    >>> short_repr(list(range(99)), width=20)
    '[0, 1, 2, 3, 4, 5...'
    """
    return short_text(_ShortRepr(width).repr(value), width)


def short_text(text: str, width: int = _WIDTH) -> str:
    """Return a text on one line, cut at a width in characters."""
    line = " ".join(part.strip() for part in text.split("\n"))
    return line if len(line) <= width else line[: width - 3] + "..."


class _ShortRepr(reprlib.Repr):
    """A repr that looks at no more of a large value than it shows."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = width
        self.maxlist = self.maxtuple = self.maxdict = self.maxset = self.maxfrozenset = _ITEMS

    def repr_instance(self, x: object, level: int) -> str:  # noqa: ARG002  # reprlib's signature
        """Return the repr of any other object."""
        return safe_repr(x)
