"""What waits on our stdin: under a generator config the first run would eat what is meant for all."""

from __future__ import annotations

import os
import stat

__all__ = ["has_input"]


def has_input() -> bool:
    """Say whether something other than a terminal or nothing at all waits on our stdin."""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return not (os.isatty(0) or stat.S_ISCHR(mode))
