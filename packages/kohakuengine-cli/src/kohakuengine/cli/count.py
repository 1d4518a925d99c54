"""A count that the user types."""

from __future__ import annotations

from kohakuengine.cli.errors import UsageError

__all__ = ["read_count"]


def read_count(flag: str, text: str, *, command: str) -> int:
    """Read a whole number of 1 or more.

    Raises:
        UsageError: It is something else.
    """
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        message = f"{flag} takes a whole number of 1 or more, not {text!r}."
        raise UsageError(message=message, command=command)
    return number
