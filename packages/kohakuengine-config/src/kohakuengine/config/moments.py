"""Dates, times and durations from text."""

from __future__ import annotations

import datetime as dt
import re

from kohakuengine.config.fitting import misfit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config.fitting import Spec

__all__ = ["fit_moment"]

# As str(timedelta) writes it, the days and the hours optional.
_CLOCK = re.compile(r"(?:(-?\d+) days?,? *)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
_AMOUNT = re.compile(r"([-+]?\d*\.?\d+(?:e[-+]?\d+)?) *(ms|us|[smhdw]?)", re.IGNORECASE)
_UNITS_S = {"": 1.0, "us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}


def fit_moment(text: str, spec: Spec) -> object:
    """Read a datetime, date or time in ISO 8601, or a timedelta.

    A timedelta is written as `str()` shows it (`1 day, 2:03:04`), as `90`, `1.5h` or `2m 30s`: units
    us, ms, s, m, h, d, w; seconds where there is none.

    Raises:
        FitError: The text is none.

    >>> fit_moment("2024-01-31T12:00:00Z", ("datetime",))
    datetime.datetime(2024, 1, 31, 12, 0, tzinfo=datetime.timezone.utc)
    >>> fit_moment("90s", ("timedelta",))
    datetime.timedelta(seconds=90)
    """
    word = text.strip()
    try:
        if spec[0] == "timedelta":
            return _duration(word)
        if spec[0] == "date":
            return dt.date.fromisoformat(word)
        if word[-1:] in ("Z", "z"):
            word = word[:-1] + "+00:00"  # python 3.10 does not know it
        moment = dt.datetime if spec[0] == "datetime" else dt.time
        return moment.fromisoformat(word)
    except (ValueError, OverflowError) as error:
        raise misfit(text, spec, _hint(spec[0])) from error


def _hint(kind: str) -> str:
    shown = {
        "datetime": "as in 2024-01-31T12:30:00",
        "date": "as in 2024-01-31",
        "time": "as in 12:30:00",
        "timedelta": "as in 90s, 1.5h or 1:30:00",
    }
    return shown[kind]


def _duration(word: str) -> dt.timedelta:
    clock = _CLOCK.fullmatch(word)
    if clock:
        days, hours, minutes, seconds = clock.groups()
        whole, _, fraction = seconds.partition(".")
        return dt.timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes),
            seconds=int(whole),
            microseconds=round(float(f"0.{fraction or 0}") * 1e6),
        )
    only_days = re.fullmatch(r"(-?\d+) days?", word)
    if only_days:
        return dt.timedelta(days=int(only_days[1]))
    parts = _AMOUNT.findall(word)
    if not parts or _AMOUNT.sub("", word).strip():
        raise ValueError("no duration")
    return sum(
        (dt.timedelta(seconds=float(n) * _UNITS_S[u.lower()]) for n, u in parts),
        dt.timedelta(),
    )
