"""Carrier: a launcher, its slots, and the runs that it carries now."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine.flow.launch.launcher import Launcher
    from kohakuengine.flow.launch.order import Ended, Handle, Order, Urgency
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
        self._lines: list[list[Ticket]] = [[] for _ in range(self.slots)]
        self._tickets: dict[object, Ticket] = {}

    @property
    def tickets(self) -> Iterable[Ticket]:
        """The runs that it carries."""
        return self._tickets.values()

    def find_slot(self, ticket: Ticket, *, may_follow: bool) -> int | None:
        """Return the slot that a run may have now, None where there is none.

        Args:
            ticket: The run.
            may_follow: Whether it may be one where few enough wait, behind a run of the same workflow; else
                it is the lowest free one.
        """
        if ticket.scope.has_room and [] in self._lines:
            return self._lines.index([])
        if not may_follow or ticket.misfit is not None or ticket.scope.may_stop:
            return None
        assert ticket.request is not None
        for slot, line in sorted(enumerate(self._lines), key=lambda item: len(item[1])):
            is_among_its_own = line and line[0].scope is ticket.scope
            if is_among_its_own and len(line) <= self.launcher.room_behind(slot, ticket.request):
                return slot
        return None

    def give_slot(self, slot: int, ticket: Ticket) -> None:
        """Let a run have a slot, behind those that have it already."""
        ticket.carrier, ticket.slot, ticket.is_behind = self, slot, bool(self._lines[slot])
        self._lines[slot].append(ticket)

    def leave_slot(self, ticket: Ticket) -> Ticket | None:
        """Let a run leave its slot.

        Returns:
            The run that waited behind it and begins now, None where there is none.
        """
        line = self._lines[ticket.slot]
        line.remove(ticket)
        if not line or not line[0].is_behind:
            return None
        line[0].begin()
        return line[0]

    def submit(self, ticket: Ticket, order: Order) -> None:
        """Hand a run to the launcher."""
        ticket.handle = self.launcher.submit(order)
        self._tickets[_key(ticket.handle)] = ticket

    def poll(self, timeout_s: float | None, wake_fd: int) -> list[tuple[Ticket, Ended]]:
        """Wait until runs have ended, or somebody wakes us."""
        found = []
        for ended in self.launcher.poll(timeout_s, wake_fd):
            found.append((self._tickets.pop(_key(ended.handle)), ended))
        return found

    def cancel(self, ticket: Ticket, how: Urgency) -> None:
        """Ask a run to end."""
        if ticket.handle is not None:
            self.launcher.cancel(ticket.handle, how)


def _key(handle: Handle) -> object:
    return tuple(sorted(handle.items()))
