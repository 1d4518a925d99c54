"""What became of a run."""

from __future__ import annotations

from enum import Enum

__all__ = ["RunStatus"]


class RunStatus(str, Enum):
    """The state of one attempt.

    >>> RunStatus("FAILED").is_final, RunStatus.RUNNING.is_final
    (True, False)
    """

    PENDING = "PENDING"
    """Submitted, not started."""
    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    """The script ended as a success; it never runs again in this flow."""
    FAILED = "FAILED"
    """It raised, exited with another code than 0, or was ended by a signal that was not ours."""
    CANCELLED = "CANCELLED"
    """We stopped it, or never started it."""
    TIMED_OUT = "TIMED_OUT"
    LOST = "LOST"
    """What carried it is gone, and it left no result."""

    @property
    def is_final(self) -> bool:
        """Whether the attempt has ended."""
        return self not in (RunStatus.PENDING, RunStatus.RUNNING)

    def __str__(self) -> str:
        return self.value
