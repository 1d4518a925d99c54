"""Run: one submitted run, shaped like `concurrent.futures.Future`."""

from __future__ import annotations

import threading

from kohakuengine.flow.drawing import waiting
from kohakuengine.flow.status import RunStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.run_spec import RunSpec

__all__ = ["Run"]


class Run:
    """One run that was submitted; a generator of configs receives it from `yield`.

    A failed run is a result with its status, not an exception: `run.result().value` raises. Thread-safe.

    Attributes:
        spec: What was asked for.
    """

    def __init__(self, spec: RunSpec) -> None:
        """Make a run that is PENDING."""
        self.spec = spec
        self._condition = threading.Condition()
        self._status = RunStatus.PENDING
        self._result: RunResult | None = None
        self._callbacks: list[Callable[[Run], object]] = []
        self._is_unwanted = False

    @property
    def status(self) -> RunStatus:
        """What is known of it now."""
        return self._status

    def done(self) -> bool:
        """Whether it has ended."""
        return self._result is not None

    def running(self) -> bool:
        """Whether it is executed, or was handed over to be executed next."""
        return self._status is RunStatus.RUNNING

    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._status is RunStatus.CANCELLED

    def cancel(self) -> bool:
        """Ask that it is not started; one that has started goes on.

        Returns:
            Whether it will not be started.
        """
        with self._condition:
            if self._status is RunStatus.PENDING:
                self._is_unwanted = True
            return self._is_unwanted

    @property
    def is_unwanted(self) -> bool:
        """Whether `cancel` came in time."""
        return self._is_unwanted

    def result(self, timeout: float | None = None) -> RunResult:
        """Wait until it has ended.

        Args:
            timeout: Seconds to wait at most; None waits for ever.

        Raises:
            TimeoutError: It has not ended by then.
        """
        if self._result is None:
            with waiting(), self._condition:
                self._condition.wait_for(self.done, timeout)
        if self._result is None:
            message = f"{self.spec.name} has not ended after {timeout} s"
            raise TimeoutError(message)
        return self._result

    def exception(self, timeout: float | None = None) -> Exception | None:
        """Wait as `result` does, and return why it failed, None where it did not."""
        from kohakuengine.flow.errors import RunFailedError

        found = self.result(timeout)
        return None if found.status is RunStatus.COMPLETED else RunFailedError.of(found)

    def add_done_callback(self, function: Callable[[Run], object]) -> None:
        """Call a function with this run once it has ended, at once where it has."""
        with self._condition:
            if self._result is None:
                self._callbacks.append(function)
                return
        function(self)

    def begin(self) -> bool:
        """Note that it is about to start; the scheduler calls this.

        Returns:
            False where it was cancelled before.
        """
        with self._condition:
            if self._is_unwanted:
                return False
            self._status = RunStatus.RUNNING
            return True

    def retry(self) -> None:
        """Note that it will start once more; the scheduler calls this."""
        with self._condition:
            self._status = RunStatus.PENDING

    def end(self, result: RunResult) -> None:
        """Note what became of it; the scheduler calls this, once."""
        with self._condition:
            self._result = result
            self._status = result.status
            callbacks, self._callbacks = self._callbacks, []
            self._condition.notify_all()
        for function in callbacks:
            function(self)

    def __repr__(self) -> str:
        return f"<Run {self.spec.name} {list(self.spec.position)}, {self._status}>"
