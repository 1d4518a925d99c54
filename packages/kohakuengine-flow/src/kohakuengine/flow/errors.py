"""What a flow of many runs refuses, and why.

The tree (codes in brackets; every class also inherits the builtin that a caller would expect)::

    KohakuError                      kohakuengine.config.errors
    └── FlowError
        ├── WorkflowError            [KE901] RuntimeError: runs of the flow failed
        ├── RunFailedError           [KE902] RuntimeError: a run that did not complete has no value
        ├── ValueLostError           [KE903] ValueError: what a run returned cannot be had
        ├── RecordDamagedError       [KE904] ValueError: a file of a run is not whole
        └── LaunchError              [KE905] RuntimeError: a run could not be started
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine.config.kohaku_error import KohakuError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine.flow.run_result import RunResult

__all__ = [
    "FlowError",
    "LaunchError",
    "RecordDamagedError",
    "RunFailedError",
    "ValueLostError",
    "WorkflowError",
]


class FlowError(KohakuError):
    """Something that went wrong with many runs."""


class WorkflowError(FlowError, RuntimeError):
    """Runs of a flow failed.

    Attributes:
        failed: How many.
        total: Of how many that were submitted.
        first: Why the first of them did, in one line.
        results: What became of each run, in order.
    """

    code = "KE901"
    failed: int
    total: int
    first: str = ""
    results: Sequence[RunResult] = ()

    def _what(self) -> str:
        first = f"; the first: {self.first}" if self.first else ""
        return f"{self.failed} of {self.total} runs did not complete{first}"

    def _what_now(self) -> str:
        return "The same command runs only what is missing; 'kogine runs list' shows what became of each."


class RunFailedError(FlowError, RuntimeError):
    """The value of a run that did not complete was asked for.

    Attributes:
        name: The script's name.
        status: What became of it.
        reason: Why, in one line.
        traceback: Of what the script raised, or None.
    """

    code = "KE902"
    name: str
    status: str
    reason: str
    traceback: str | None = None

    @classmethod
    def of(cls, result: RunResult) -> RunFailedError:
        """Make the error of a result."""
        return cls(
            name=result.name,
            status=str(result.status),
            reason=result.reason or "",
            traceback=result.traceback,
        )

    def _what(self) -> str:
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.name} is {self.status}{reason}"


class ValueLostError(FlowError, ValueError):
    """What a run returned cannot be had, though the run is COMPLETED.

    Attributes:
        name: The script's name.
        reason: Why not.
    """

    code = "KE903"
    name: str
    reason: str

    def _what(self) -> str:
        return f"the value that {self.name} returned cannot be had: {self.reason}"

    def _what_now(self) -> str:
        return "Let the script return plain data, or write it to a file in KOGINE_RUN_DIR."


class RecordDamagedError(FlowError, ValueError):
    """A file of a run folder is cut, or has been changed."""

    code = "KE904"

    def _what(self) -> str:
        return "this file of a run is not whole"

    def _what_now(self) -> str:
        return "Remove the run with 'kogine runs rm', and start it anew."


class LaunchError(FlowError, RuntimeError):
    """A run could not be started.

    Attributes:
        reason: Why not.
    """

    code = "KE905"
    reason: str

    def _what(self) -> str:
        return f"the run could not be started: {self.reason}"
