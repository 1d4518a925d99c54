"""Observer: what a display is told while a flow runs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.beginning import Beginning
    from kohakuengine.flow.conduct import Conducted
    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.ticket import Ticket

__all__ = ["Observer"]


class Observer:
    """Is told what happens, in the thread of the scheduler; this one does nothing about it."""

    def flow_started(
        self, flow_id: int, *, title: str, beginning: Beginning, slots: int, total: int | None
    ) -> None:
        """Tell that runs are about to start.

        Args:
            flow_id: The flow's number in the store.
            title: As people read it.
            beginning: How it stands to the last one.
            slots: How many runs go at once.
            total: How many there will be; None where nobody knows yet.
        """

    def drawing_done(self, total: int) -> None:
        """Tell that all runs were submitted."""

    def flow_ended(self) -> None:
        """Tell that nothing of it runs any more, in whatever way it ended."""

    def flow_broken(self, conducted: Conducted) -> None:
        """Tell what became of the runs of a flow that an error has ended; it is raised next."""

    def run_refused(self, ticket: Ticket) -> None:
        """Tell of the run whose config does not suit its script, which ends the flow."""

    def run_started(self, ticket: Ticket) -> None:
        """Tell that a run is about to start."""

    def run_ended(self, ticket: Ticket, result: RunResult, *, is_last_attempt: bool) -> None:
        """Tell that an attempt has ended."""

    def run_warned(self, ticket: Ticket, warnings: tuple[str, ...]) -> None:
        """Tell what the engine had to say of an attempt that has ended; it stands in the run's log, too."""

    def run_recalled(self, ticket: Ticket, result: RunResult) -> None:
        """Tell that a run was COMPLETED in an earlier attempt at this flow."""

    def flow_stopping(self, signal_name: str, *, is_first: bool) -> None:
        """Tell that a signal stops the flow; the second one kills what has not ended yet."""

    def tick(self) -> None:
        """Tell that something may have happened, or that `interval_s` has passed."""

    @property
    def interval_s(self) -> float | None:
        """How often `tick` is wanted, in seconds; None for not at all."""
        return None
