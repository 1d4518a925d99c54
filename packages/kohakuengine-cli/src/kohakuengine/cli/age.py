"""Times as users type and read them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from kohakuengine.cli.errors import UsageError

__all__ = ["read_age", "show_duration", "show_moment"]

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_age(flag: str, text: str, *, command: str, now: datetime | None = None) -> float:
    """Read how long ago something was, or a date, local where it names no zone.

    Returns:
        The moment, in seconds since 1970.

    Raises:
        UsageError: It is neither.

    >>> read_age("--since", "2h", command="runs list", now=datetime.fromtimestamp(10_000, timezone.utc))
    2800.0
    """
    number, unit = text[:-1], text[-1:]
    try:
        if unit in _UNITS:
            now = now or datetime.now(timezone.utc)
            return (now - timedelta(**{_UNITS[unit]: float(number)})).timestamp()
        return datetime.fromisoformat(text).timestamp()
    except (ValueError, OverflowError, OSError) as error:
        message = f"{flag} takes an age such as 30m, 2h or 7d, or a date such as 2026-01-31, not {text!r}."
        raise UsageError(message=message, command=command) from error


def show_duration(seconds: float | None) -> str:
    """Write a duration; "" where it is not known.

    >>> [show_duration(seconds) for seconds in (0.0123, 59.96, 61, 3661, None)]
    ['0.01 s', '60.0 s', '1:01', '1:01:01', '']
    """
    if seconds is None:
        return ""
    if seconds < 10:
        return f"{seconds:.2f} s"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def show_moment(moment: datetime) -> str:
    """Write a moment in local time, to the second."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")
