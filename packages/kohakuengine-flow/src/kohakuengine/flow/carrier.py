"""Carrier: a launcher, its slots, and the runs that it carries now."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from kohakuengine.flow.launch.launcher import Launcher
    from kohakuengine.flow.launch.order import Ended, Handle, Order
    from kohakuengine.flow.ticket import Ticket

__all__ = ["Carrier"]


class Carrier:
    """A launcher with its slots.

    Attributes:
        launcher: What it hands runs to.
        tickets: The runs that it carries.
    """

    def __init__(self, launcher: Launcher, slots: int) -> None:
        """Begin with all slots free.

        Args:
            launcher: What runs are handed to.
            slots: How many it carries at once.
        """
        most = launcher.capabilities.max_slots
        self.launcher = launcher
        self.slots = slots if most is None else min(slots, most)
        self._free = set(range(self.slots))
        self._tickets: dict[object, Ticket] = {}

    @property
    def has_slot(self) -> bool:
        """Whether it can carry one more."""
        return bool(self._free)

    @property
    def tickets(self) -> Iterable[Ticket]:
        """The runs that it carries."""
        return self._tickets.values()

    def take_slot(self) -> int:
        """Give away the lowest free slot."""
        slot = min(self._free)
        self._free.remove(slot)
        return slot

    def free_slot(self, slot: int) -> None:
        """Take a slot back."""
        self._free.add(slot)

    def submit(self, ticket: Ticket, order: Order) -> None:
        """Hand a run to the launcher."""
        ticket.handle = self.launcher.submit(order)
        self._tickets[_key(ticket.handle)] = ticket
        if ticket.scope.timeout_s is not None:
            ticket.deadline = time.monotonic() + ticket.scope.timeout_s

    def poll(self, timeout_s: float | None, wake_fd: int) -> list[tuple[Ticket, Ended]]:
        """Wait until runs have ended, or somebody wakes us."""
        found = []
        for ended in self.launcher.poll(timeout_s, wake_fd):
            ticket = self._tickets.pop(_key(ended.handle))
            self.free_slot(ticket.slot)
            found.append((ticket, ended))
        return found

    def cancel(self, ticket: Ticket, how: Literal["interrupt", "terminate", "kill"]) -> None:
        """Ask a run to end."""
        if ticket.handle is not None:
            self.launcher.cancel(ticket.handle, how)


def _key(handle: Handle) -> object:
    return tuple(sorted(handle.items()))
