"""Seat: one slot of a launcher, with the keeper that serves it."""

from __future__ import annotations

import time

from kohakuengine.flow.run_folder import has_not_begun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.order import Handle, Order

__all__ = ["Seat", "handle_of"]


class Seat:
    """What a launcher knows of one slot.

    Attributes:
        slot: Its number (0-based).
        channel: To its keeper, None before there is one.
        pid: The keeper's process id, 0 before it has said so.
        order: The run that it has, None while it is free.
        line: The runs that its keeper has been given behind that one, in order.
        since: When it has got its run, by the monotonic clock.
        is_recalled: Whether those in line are asked back.
        handle: The same as the scheduler knows it.
        origin: What its keeper was made for: another origin needs another keeper.
        is_waiting: Whether the run has not been handed to a keeper yet.
        has_failed: Whether a keeper has died before the run could begin.
        starts_anew: Whether the run is ended only to start anew.
        overdue_at: When its keeper, which was told to kill the run, is killed itself, by the monotonic clock.
    """

    __slots__ = (
        "channel",
        "handle",
        "has_failed",
        "is_recalled",
        "is_waiting",
        "line",
        "order",
        "origin",
        "overdue_at",
        "pid",
        "since",
        "slot",
        "starts_anew",
    )

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.channel: Channel | None = None
        self.pid = 0
        self.order: Order | None = None
        self.line: list[Order] = []
        self.since = 0.0
        self.handle: Handle = {}
        self.origin: object = None
        self.is_waiting = self.has_failed = self.starts_anew = self.is_recalled = False
        self.overdue_at: float | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the run may have begun: a keeper was there to start it."""
        return not self.is_waiting and self.pid != 0

    @property
    def may_have_begun(self) -> bool:
        """Whether the run may have begun, now that its keeper is gone: its folder may say that it has not."""
        return self.has_begun and not (self.order is not None and has_not_begun(str(self.order.folder)))

    def may_be_followed(self, request: RunRequest) -> bool:
        """Say whether a run may be given to the keeper before the one that it has has ended."""
        if self.order is None or not self.has_begun or self.channel is None:
            return False
        if self.starts_anew or self.is_recalled or self.overdue_at is not None:
            return False
        own = self.order.assignment.request
        return own.script == request.script and own.is_module == request.is_module

    def take(self, order: Order) -> Handle:
        """Take a run."""
        self.order = order
        self.handle = handle_of(order)
        self.since = time.monotonic()
        self.is_waiting = True
        self.has_failed = self.starts_anew = self.is_recalled = False
        self.overdue_at = None
        return self.handle

    def meet(self, keeper: Channel) -> None:
        """Take a new keeper, which has not said its process id yet."""
        self.channel = keeper
        self.pid = 0

    def hand_over(self, order: Order, more: dict[str, str]) -> None:
        """Give a run to the keeper: the one of this seat, or one behind it.

        Args:
            order: The run.
            more: Variables to set for it, besides those of the order.

        Raises:
            ChannelClosedError: The keeper is gone.
        """
        assert self.channel is not None
        self.channel.send("run", str(order.folder), {**order.environment, **more})
        self.is_waiting = False

    def advance(self) -> Handle:
        """Give the run up, and return its handle; the next one in line has the seat then."""
        handle = self.handle
        self.order = None
        self.overdue_at = None
        if self.line:
            self.take(self.line.pop(0))
        self.is_waiting = False
        return handle


def handle_of(order: Order) -> Handle:
    """Return what names a run of a seat."""
    return {"run": order.run_id, "slot": order.slot}
