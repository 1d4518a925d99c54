"""Counts that the user types, and reads."""

from __future__ import annotations

from kohakuengine.cli.errors import UsageError

__all__ = ["counted", "read_count"]


def counted(number: int, what: str) -> str:
    """Write a number of things.

    >>> counted(1, "run"), counted(0, "config")
    ('1 run', '0 configs')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


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
