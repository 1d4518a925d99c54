"""Sender: a run that may start is given its folder, and handed to what carries it."""

from __future__ import annotations

from kohakuengine.config.errors import CarryError
from kohakuengine.flow.launch.order import Ended, Order
from kohakuengine.flow.run_folder import Assignment, make_folder
from kohakuengine.flow.store.turn import RunStart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.flow.carrier import Carrier
    from kohakuengine.flow.stop_signals import StopSignals
    from kohakuengine.flow.ticket import Ticket

__all__ = ["Sender", "start_of"]

_OURS = 2  # as of a run that is refused when it starts


class Sender:
    """Starts runs that the store knows of."""

    def __init__(self, signals: StopSignals, environments: list[dict[str, str]]) -> None:
        """Prepare.

        Args:
            signals: Let go of while a run is executed in this process.
            environments: Of each slot, variables for the runs in it.
        """
        self._signals = signals
        self._environments = environments

    def send(self, ticket: Ticket) -> Ended | None:
        """Start a run.

        Returns:
            How it ended, where it could not be started; None where it was.
        """
        assert ticket.carrier is not None
        if ticket.misfit is not None:
            return _misfit(ticket, ticket.misfit)
        try:
            self._hand_over(ticket, ticket.carrier)
        except (CarryError, OSError) as error:
            return Ended(handle={}, exit_code=None, reason=str(error))
        return None

    def _hand_over(self, ticket: Ticket, carrier: Carrier) -> None:
        folder = ticket.folder
        assert folder is not None
        has_processes = carrier.launcher.capabilities.has_processes
        order = self._order(ticket, folder)
        _make_folder(order, may_be_empty=not has_processes)
        if has_processes:
            carrier.submit(ticket, order)
            return
        with self._signals.not_ours():
            carrier.submit(ticket, order)

    def _order(self, ticket: Ticket, folder: Path) -> Order:
        assert ticket.request is not None
        spec = ticket.spec
        environment = {
            "KOGINE_RUN_ID": str(ticket.run_id),
            "KOGINE_RUN_DIR": str(folder),
            "KOGINE_WORKER_ID": str(ticket.slot),
            **self._environments[ticket.slot],
        }
        return Order(
            run_id=ticket.run_id,
            folder=folder,
            slot=ticket.slot,
            environment=environment,
            assignment=Assignment(
                request=ticket.request,
                run_as_main=spec.run_as_main,
                wanted=spec.wanted,
                kept_source=ticket.kept_source,
            ),
        )


def _misfit(ticket: Ticket, reason: str) -> Ended:
    """Let a run fail that does not suit its script; its folder is empty."""
    assert ticket.folder is not None
    ticket.folder.mkdir(mode=0o700, parents=True)
    return Ended(handle={}, exit_code=_OURS, reason=reason)


def start_of(ticket: Ticket) -> RunStart:
    """Return what the store is told of a run that is about to start."""
    assert ticket.carrier is not None
    spec = ticket.spec
    return RunStart(
        position=spec.position,
        attempt=ticket.attempt,
        digest=ticket.digest,
        name=spec.name,
        script=spec.file,
        source=ticket.source,
        values=spec.values_text(ticket.request),
        slot=ticket.slot,
        launcher=ticket.carrier.launcher.name,
    )


def _make_folder(order: Order, *, may_be_empty: bool) -> None:
    """Make a run's folder; one whose values cannot be written is empty, where that will do."""
    try:
        make_folder(str(order.folder), order.assignment)
    except CarryError:
        if not may_be_empty:
            raise
        order.folder.mkdir(mode=0o700, parents=True)
