"""SupervisedLauncher: what launchers have in common whose runs are processes of this machine."""

from __future__ import annotations

import contextlib
import select
import signal
import time

from kohakuengine.flow.launch.channel import ChannelClosedError
from kohakuengine.flow.launch.order import Capabilities, Ended
from kohakuengine.flow.launch.seat import Seat
from kohakuengine.flow.launch.subreaper import send_signal
from kohakuengine.flow.launch.supervision import Supervision

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any, Literal

    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.order import Handle, Order

__all__ = ["SupervisedLauncher"]

_OBEYING_S = 5.0
_SIGNALS = {"interrupt": signal.SIGINT, "terminate": signal.SIGTERM}


class SupervisedLauncher:
    """Runs below a supervisor, one keeper for each slot; see `supervisor`."""

    name = ""
    capabilities = Capabilities(has_processes=True)

    def __init__(self, *, lock_fd: int = -1, log: Path | None = None) -> None:
        """Prepare; nothing is started yet.

        Args:
            lock_fd: The flow's lock, held until nothing is left of its runs; -1 for none.
            log: Takes what our own processes have to say when they break; None for nowhere.
        """
        self._supervision = Supervision(lock_fd=lock_fd, log=log)
        self._seats: dict[int, Seat] = {}
        self._ended: list[Ended] = []

    def submit(self, order: Order) -> Handle:
        """Start a run in its slot and return at once."""
        seat = self._seats.setdefault(order.slot, Seat(order.slot))
        handle = seat.take(order)
        self._serve(seat)
        return handle

    def poll(self, timeout_s: float | None, wake_fd: int | None = None) -> list[Ended]:
        """Wait until runs have ended, and return them."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while not self._ended:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            channels = self._channels()
            ready = self._wait(channels, self._patience(left), wake_fd)
            for descriptor, channel in channels.items():
                if descriptor in ready:
                    self._hear(channel)
            self._look_after_runs()
            if wake_fd in ready or (deadline is not None and time.monotonic() >= deadline):
                break
        ended, self._ended = self._ended, []
        return ended

    def cancel(self, handle: Handle, how: Literal["interrupt", "terminate", "kill"]) -> None:
        """Ask a run to end."""
        seat = self._seats.get(handle["slot"])
        if seat is None or seat.order is None or seat.handle != handle:
            return
        seat.starts_anew = False
        if seat.is_waiting:
            self._end(seat, exit_code=None, reason="it was not started")
            return
        assert seat.channel is not None
        with contextlib.suppress(ChannelClosedError):  # its keeper has gone: `poll` sees that, too
            if how == "kill":
                seat.overdue_at = time.monotonic() + _OBEYING_S
                seat.channel.send("kill")
            else:
                seat.channel.send("signal", int(_SIGNALS[how]))

    def attach(self, handle: Handle) -> bool:  # noqa: ARG002 - of the protocol
        """Say that nothing of a run is left once its launcher has gone."""
        return False

    def close(self) -> None:
        """End whatever still runs, with all of its processes, and wait for it."""
        self._supervision.close()
        self._seats = {}
        self._ended = []

    def _serve(self, seat: Seat) -> None:
        """Give a seat's run to a keeper, now or when there can be one."""
        try:
            if seat.channel is None:
                seat.meet(self._supervision.new_keeper())
        except ChannelClosedError:  # the supervisor was killed, and nobody has looked since
            self._lose_supervisor()
        except (OSError, ValueError) as error:  # the latter where `sys.executable` is empty
            self._end(seat, exit_code=None, reason=f"it could not be started: {error}")
        else:
            self._hand_over(seat, {})

    def _hand_over(self, seat: Seat, more: dict[str, str]) -> None:
        try:
            seat.hand_over(more)
        except ChannelClosedError:
            self._lose_keeper(seat)

    def _patience(self, left_s: float | None) -> float | None:
        """Return how long to wait before `_look_after_runs` is to be called, of the seconds that are left."""
        moments = [seat.overdue_at for seat in self._seats.values() if seat.overdue_at is not None]
        if not moments:
            return left_s
        soon_s = max(0.0, min(moments) - time.monotonic())
        return soon_s if left_s is None else min(soon_s, left_s)

    def _look_after_runs(self) -> None:
        """Look for what no message tells: a keeper that was stopped (SIGSTOP) does not do what it is told."""
        now = time.monotonic()
        for seat in self._seats.values():
            if seat.overdue_at is not None and seat.overdue_at <= now and seat.pid:
                seat.overdue_at = None
                send_signal(signal.SIGKILL, process=seat.pid)

    def _wait(self, descriptors: Iterable[int], timeout_s: float | None, wake_fd: int | None) -> set[int]:
        """Wait until one of them can be read, and return those that can."""
        poll = select.poll()
        for descriptor in (*descriptors, *(() if wake_fd is None else (wake_fd,))):
            poll.register(descriptor, select.POLLIN)
        timeout_ms = None if timeout_s is None else timeout_s * 1000
        return {descriptor for descriptor, _ in poll.poll(timeout_ms)}

    def _channels(self) -> dict[int, Channel]:
        """Map descriptors to the channels that are listened to."""
        channels = [seat.channel for seat in self._seats.values()]
        channels += [self._supervision.channel, *self._others()]
        return {one.fileno(): one for one in channels if one is not None}

    def _others(self) -> list[Channel]:
        """Return channels of a launcher's own; see `_hear_other`."""
        return []

    def _hear_other(self, channel: Channel, what: str, *details: Any) -> None:
        """Obey a message that came on one of them."""

    def _lose_other(self, channel: Channel) -> None:
        """Do without whoever was at its other end."""

    def _hear(self, channel: Channel) -> None:
        if channel.fileno() == -1:
            return  # closed since, because of another one
        seat = next((one for one in self._seats.values() if one.channel is channel), None)
        try:
            for message in channel.receive():
                if seat is not None:
                    self._obey(seat, *message)
                else:
                    self._hear_other(channel, *message)
        except ChannelClosedError:
            if seat is not None:
                self._lose_keeper(seat)
            elif channel is self._supervision.channel:
                self._lose_supervisor()
            else:
                self._lose_other(channel)

    def _obey(self, seat: Seat, what: str, *details: Any) -> None:
        if what == "pid":
            seat.pid = details[0]
        elif seat.order is None:
            return
        elif what == "ended":
            self._end(seat, exit_code=details[0])
        elif what == "refused":
            self._end(seat, exit_code=None, reason=f"it could not be started: {details[0]}")

    def _end(
        self, seat: Seat, *, exit_code: int | None, reason: str | None = None, is_lost: bool = False
    ) -> None:
        ended = Ended(handle=seat.free(), exit_code=exit_code, reason=reason, is_lost=is_lost)
        self._ended.append(ended)

    def _lose_keeper(self, seat: Seat) -> None:
        """Do without a keeper that was killed: its run is ended before anybody hears of it."""
        self._forget_keeper(seat)
        keepers = [one.pid for one in self._seats.values() if one.channel is not None]
        try:
            self._supervision.sweep(seat.pid, keepers)
        except ChannelClosedError:
            self._lose_supervisor()
        self._settle(seat, "its keeper was killed")

    def _lose_supervisor(self) -> None:
        """Do without a supervisor that was killed: all runs end, for none would be looked after."""
        for seat in self._seats.values():
            if seat.channel is not None:
                seat.channel.shut()
                self._hear_to_the_end(seat)
                self._forget_keeper(seat)
        self._supervision.close()
        for seat in self._seats.values():
            self._settle(seat, "its supervisor was killed")

    def _settle(self, seat: Seat, why: str) -> None:
        """End the run of a seat that has lost its keeper; one that never began is tried once more."""
        if seat.order is None or seat.channel is not None:
            return
        if seat.has_begun:
            self._end(seat, exit_code=None, reason=why, is_lost=True)
        elif seat.has_failed:
            self._end(seat, exit_code=None, reason="no process could be started for it", is_lost=True)
        else:
            seat.has_failed = seat.is_waiting = True
            self._serve(seat)

    def _hear_to_the_end(self, seat: Seat) -> None:
        """Wait until a keeper has ended its run, and itself."""
        assert seat.channel is not None
        try:
            while True:
                for message in seat.channel.receive():
                    self._obey(seat, *message)
        except ChannelClosedError:
            return

    def _forget_keeper(self, seat: Seat) -> None:
        if seat.channel is not None:
            self._supervision.drop(seat.channel)
        seat.channel = None
