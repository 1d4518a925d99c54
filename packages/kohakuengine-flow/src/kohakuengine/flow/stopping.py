"""Stopper: ends runs that take too long, and all of them when the flow is to stop."""

from __future__ import annotations

import signal
import time

from kohakuengine.flow.ticket import Stopping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kohakuengine.flow.carrier import Carrier
    from kohakuengine.flow.observer import Observer
    from kohakuengine.flow.scope import Scope
    from kohakuengine.flow.stop_signals import StopSignals
    from kohakuengine.flow.tally import Tally
    from kohakuengine.flow.ticket import Ticket

__all__ = ["Stopper"]

_TIMEOUT_GRACE_S = 5.0
_STOP_GRACE_S = 10.0


class Stopper:
    """Asks runs to end, and kills those that do not."""

    def __init__(
        self,
        *,
        root: Scope,
        signals: StopSignals,
        carriers: Collection[Carrier],
        tally: Tally,
        observer: Observer,
    ) -> None:
        """Begin with nothing to stop.

        Args:
            root: The outermost workflow.
            signals: What asks to stop.
            carriers: What runs are carried by.
            tally: Is told of the first signal.
            observer: Is told of each.
        """
        self._root = root
        self._signals = signals
        self._carriers = carriers
        self._tally = tally
        self._observer = observer
        self._heeded = 0

    def look(self) -> None:
        """Do what signals and clocks ask for."""
        received = self._signals.received
        while self._heeded < len(received):
            self._heeded += 1
            self.stop(received[self._heeded - 1], is_first=self._heeded == 1)
        now = time.monotonic()
        for carrier, ticket in self._carried():
            if ticket.is_behind:
                _recall(carrier, ticket)
            self._look_at(carrier, ticket, now)

    def patience_s(self, longest_s: float) -> float:
        """Return for how long there is nothing to do unless something happens, in seconds."""
        now = time.monotonic()
        moments = [_next_moment(ticket) for _, ticket in self._carried()]
        return max(0.0, min([longest_s, *(moment - now for moment in moments if moment is not None)]))

    def stop(self, signum: int, *, is_first: bool) -> None:
        """Let nothing more start; running ones are asked to end the first time, then killed."""
        name = signal.Signals(signum).name
        self._root.stop(f"the flow was stopped by {name}")
        self._tally.stopped_by = self._tally.stopped_by or signum
        self._observer.flow_stopping(name, is_first=is_first)
        for carrier, ticket in reversed(list(self._carried())):  # first those that would begin next
            if is_first:
                kill_at = time.monotonic() + _STOP_GRACE_S
                ticket.stopping = ticket.stopping or Stopping(
                    why=f"stopped by {name}", is_timeout=False, kill_at=kill_at
                )
                carrier.cancel(ticket, "interrupt" if signum == signal.SIGINT else "terminate")
            else:
                carrier.cancel(ticket, "kill")

    def _look_at(self, carrier: Carrier, ticket: Ticket, now: float) -> None:
        moment = _next_moment(ticket)
        if moment is None or moment > now:
            return
        if ticket.stopping is None:
            why = f"it took longer than {ticket.scope.timeout_s:g} s"
            ticket.stopping = Stopping(why=why, is_timeout=True, kill_at=now + _TIMEOUT_GRACE_S)
            carrier.cancel(ticket, "terminate")
        else:
            ticket.stopping.kill_at = None
            carrier.cancel(ticket, "kill")

    def _carried(self) -> Iterator[tuple[Carrier, Ticket]]:
        for carrier in self._carriers:
            for ticket in list(carrier.tickets):
                yield carrier, ticket


def _recall(carrier: Carrier, ticket: Ticket) -> None:
    """Withdraw a run that waits behind another one where its workflow goes no further.

    It is asked for once: a keeper that was stopped (SIGSTOP) reads none of it.
    """
    if ticket.scope.stopped_by is not None and ticket.stopping is None and not ticket.is_recalled:
        ticket.is_recalled = True
        carrier.cancel(ticket, "withdraw")


def _next_moment(ticket: Ticket) -> float | None:
    """Return when something is to be done about a run, by the monotonic clock; None for never."""
    return ticket.deadline if ticket.stopping is None else ticket.stopping.kill_at
