"""LineBudget: at most a few lines a second, so that ten thousand runs do not print twenty thousand."""

from __future__ import annotations

import time

__all__ = ["LineBudget"]

_BURST = 20
_PER_S = 4.0
_SUMMARY_S = 1.0


class LineBudget:
    """Says whether one more line may be printed.

    Attributes:
        left_out: How many might not.
    """

    def __init__(self) -> None:
        self.left_out = 0
        self._left = float(_BURST)
        self._at = time.monotonic()
        self._summed_up_at = self._at

    def take(self) -> bool:
        """Take room for one line, where there is some."""
        now = time.monotonic()
        self._left = min(_BURST, self._left + (now - self._at) * _PER_S)
        self._at = now
        if self._left < 1:
            self.left_out += 1
            return False
        self._left -= 1
        return True

    def is_summary_due(self) -> bool:
        """Say whether a line that sums up is due instead of those that were left out."""
        now = time.monotonic()
        if now - self._summed_up_at < _SUMMARY_S:
            return False
        self._summed_up_at = now
        return True
