"""What became of a run."""

from __future__ import annotations

from enum import Enum

__all__ = ["RunStatus"]


class RunStatus(str, Enum):
    """The state of one attempt."""

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

    def __str__(self) -> str:
        return self.value
