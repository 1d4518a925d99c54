"""What the other distributions log is said as everything else is."""

from __future__ import annotations

import logging

from kohakuengine.cli import report

__all__ = ["say_what_is_logged"]


class _Said(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        """Say one record, in one line."""
        say = report.error if record.levelno >= logging.ERROR else report.warning
        say(record.getMessage())


def say_what_is_logged() -> None:
    """Print the warnings of flows from now on, on stderr; for a process that is a command of ours."""
    logger = logging.getLogger("kohakuengine.flow")
    logger.addHandler(_Said(logging.WARNING))
    logger.propagate = False
