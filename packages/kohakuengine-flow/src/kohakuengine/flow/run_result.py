"""RunResult: what became of one run."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from kohakuengine.config import Config
    from kohakuengine.flow.leavings import Leavings
    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.status import RunStatus

__all__ = ["RunResult"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunResult:
    """One run that has ended, in whatever way.

    Attributes:
        run_id: Its number in the run store, `KOGINE_RUN_ID` of the run; None where it was never started.
        position: Where it stands in its flow.
        name: Name of the script.
        status: COMPLETED, FAILED, CANCELLED, TIMED_OUT or LOST.
        reason: Why it is not COMPLETED, in one line; None where it is.
        exit_code: That of the process, negative for the signal that ended it; None where there was none.
        traceback: Of what the script raised, as python prints it, or None.
        attempt: 1 for the first.
        started_at: Aware, UTC; None where it was never started.
        duration_s: Seconds, or None.
        folder: The run's folder, with the files `stdout` and `stderr`; None where it was never started.
    """

    run_id: int | None
    position: Position
    name: str
    status: RunStatus
    reason: str | None
    exit_code: int | None
    traceback: str | None
    attempt: int
    started_at: datetime | None
    duration_s: float | None
    folder: Path | None
    _leavings: Leavings = field(repr=False, compare=False)

    @property
    def value(self) -> Any:
        """What the entrypoint returned, None where there was none.

        Raises:
            RunFailedError: The run is not COMPLETED.
            ValueLostError: The value could not be stored, or cannot be made again here.
        """
        self._check_completed()
        return self._leavings.value()

    def output(self, name: str) -> Any:
        """Return a global of the script, of those that were asked for by `script.output(name)` before.

        Raises:
            RunFailedError: The run is not COMPLETED.
            ValueLostError: The script did not have it at its end, or it could not be stored.
        """
        self._check_completed()
        return self._leavings.output(name)

    @property
    def config(self) -> Config | None:
        """The values that it ran with; None where it had none."""
        return self._leavings.config()

    @property
    def returncode(self) -> int:
        """The exit code, as `subprocess` has it; 1 for a run that failed without one."""
        if self.exit_code is not None:
            return self.exit_code
        return 0 if self.status.value == "COMPLETED" else 1

    @property
    def stdout(self) -> bytes:
        """All that the run wrote to its stdout; b"" where there is none."""
        return self._log("stdout")

    @property
    def stderr(self) -> bytes:
        """All that the run wrote to its stderr; b"" where there is none."""
        return self._log("stderr")

    def _check_completed(self) -> None:
        if self.status.value != "COMPLETED":
            from kohakuengine.flow.errors import RunFailedError

            raise RunFailedError.of(self)

    def _log(self, stream: str) -> bytes:
        if self.folder is None:
            return b""
        try:
            return (self.folder / stream).read_bytes()
        except FileNotFoundError:
            return b""
