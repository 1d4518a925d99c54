"""Seat: one slot of a launcher, with the keeper that serves it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.order import Handle, Order

__all__ = ["Seat"]


class Seat:
    """What a launcher knows of one slot.

    Attributes:
        slot: Its number (0-based).
        channel: To its keeper, None before there is one.
        pid: The keeper's process id, 0 before it has said so.
        order: The run that it has, None while it is free.
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
        "is_waiting",
        "order",
        "origin",
        "overdue_at",
        "pid",
        "slot",
        "starts_anew",
    )

    def __init__(self, slot: int) -> None:
        self.slot = slot
        self.channel: Channel | None = None
        self.pid = 0
        self.order: Order | None = None
        self.handle: Handle = {}
        self.origin: object = None
        self.is_waiting = self.has_failed = self.starts_anew = False
        self.overdue_at: float | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the run may have begun: a keeper was there to start it."""
        return not self.is_waiting and self.pid != 0

    def take(self, order: Order) -> Handle:
        """Take a run."""
        self.order = order
        self.handle = {"run": order.run_id, "slot": self.slot}
        self.is_waiting = True
        self.has_failed = self.starts_anew = False
        self.overdue_at = None
        return self.handle

    def meet(self, keeper: Channel) -> None:
        """Take a new keeper, which has not said its process id yet."""
        self.channel = keeper
        self.pid = 0

    def hand_over(self, more: dict[str, str]) -> None:
        """Give the run to the keeper.

        Args:
            more: Variables to set for it, besides those of the order.

        Raises:
            ChannelClosedError: The keeper is gone.
        """
        assert self.channel is not None
        assert self.order is not None
        self.channel.send("run", str(self.order.folder), {**self.order.environment, **more})
        self.is_waiting = False

    def free(self) -> Handle:
        """Give the run up, and return its handle."""
        self.order = None
        self.is_waiting = False
        self.overdue_at = None
        return self.handle
