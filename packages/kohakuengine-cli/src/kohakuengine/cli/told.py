"""What flows have to say of themselves is said as everything else is."""

from __future__ import annotations

from kohakuengine.cli import report
from kohakuengine.flow.telling import tell_by

__all__ = ["say_what_is_told"]


def say_what_is_told() -> None:
    """Print it from now on, on stderr; for a process that is a command of ours."""
    tell_by(lambda level, text: (report.error if level == "error" else report.warning)(text))
