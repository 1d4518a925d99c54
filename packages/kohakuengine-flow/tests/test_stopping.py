"""Stopping runs: whom the stopper asks to end, how, and in which order."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.flow.observer import Observer
from kohakuengine.flow.scope import Lane, Scope
from kohakuengine.flow.stopping import Stopper
from kohakuengine.flow.tally import Tally
from kohakuengine.flow.ticket import Ticket

if TYPE_CHECKING:
    from kohakuengine.flow.launch.order import Urgency


class _Signals:
    def __init__(self) -> None:
        self.received: list[int] = []


class _Carrier:
    """Carries one run, and two that wait behind it."""

    def __init__(self, scope: Scope) -> None:
        anything: Any = None
        self.tickets = [
            Ticket(run=anything, scope=scope, lane=Lane(8), number=number, is_behind=number > 0)
            for number in range(3)
        ]
        self.asked: list[tuple[int, Urgency]] = []

    def cancel(self, ticket: Ticket, how: Urgency) -> None:
        self.asked.append((ticket.number, how))


@pytest.fixture
def scope() -> Scope:
    return Scope(parent=None, launcher="fork", limit=1, on_error="continue")


@pytest.fixture
def carrier(scope: Scope) -> _Carrier:
    return _Carrier(scope)


@pytest.fixture
def signals() -> _Signals:
    return _Signals()


@pytest.fixture
def stopper(scope: Scope, carrier: _Carrier, signals: _Signals) -> Stopper:
    stands_in: Any = [carrier], signals
    carriers, asking = stands_in
    return Stopper(root=scope, signals=asking, carriers=carriers, tally=Tally(), observer=Observer())


def test_those_that_would_begin_next_are_asked_first(
    stopper: Stopper, carrier: _Carrier, signals: _Signals
) -> None:
    signals.received.append(signal.SIGTERM)
    stopper.look()
    assert carrier.asked == [(2, "terminate"), (1, "terminate"), (0, "terminate")]

    carrier.asked.clear()
    signals.received.append(signal.SIGTERM)
    stopper.look()
    assert carrier.asked == [(2, "kill"), (1, "kill"), (0, "kill")]


def test_what_waits_in_a_flow_that_goes_no_further_is_withdrawn_once(
    stopper: Stopper, carrier: _Carrier, scope: Scope
) -> None:
    stopper.look()
    assert carrier.asked == []

    scope.stop("an error ended the flow")
    stopper.look()
    stopper.look()

    assert carrier.asked == [(1, "withdraw"), (2, "withdraw")]
