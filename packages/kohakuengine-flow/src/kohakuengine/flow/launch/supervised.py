"""SupervisedLauncher: what launchers have in common whose runs are processes of this machine."""

from __future__ import annotations

import contextlib
import select
import signal
import time
from collections import deque

from kohakuengine.flow.launch.channel import ChannelClosedError
from kohakuengine.flow.launch.order import Capabilities, Ended
from kohakuengine.flow.launch.seat import Seat, handle_of
from kohakuengine.flow.launch.subreaper import send_signal
from kohakuengine.flow.launch.supervision import Supervision
from kohakuengine.flow.run_folder import has_not_begun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.order import Handle, Order, Urgency

__all__ = ["SupervisedLauncher"]

_OBEYING_S = 5.0
_KEPT_BUSY_S = 0.25  # what a keeper is given ahead lasts for this long
_MOST_BEHIND = 4
_LATE_S = 0.4  # a run that takes longer than this lets nobody wait behind it
_LEISURE_S = 0.1
_REMEMBERED = 8
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
        self._durations_s: deque[float] = deque(maxlen=_REMEMBERED)

    def room_behind(self, slot: int, request: RunRequest) -> int:
        """Say how many runs like one may wait in a slot: so many that its keeper is busy for a moment."""
        seat = self._seats.get(slot)
        if not self._durations_s or seat is None or not seat.may_be_followed(request):
            return 0
        return min(_MOST_BEHIND, int(_KEPT_BUSY_S / max(self._durations_s)))

    def submit(self, order: Order) -> Handle:
        """Start a run in its slot, or let it follow those that are there, and return at once."""
        seat = self._seats.setdefault(order.slot, Seat(order.slot))
        if seat.order is None:
            handle = seat.take(order)
            self._serve(seat)
            return handle
        if seat.channel is None:  # its keeper is gone since room was asked for
            self._give_back(order)
        else:
            seat.line.append(order)
            self._hand_over(seat, order, {})
        return handle_of(order)

    def poll(self, timeout_s: float | None, wake_fd: int | None = None) -> list[Ended]:
        """Wait until runs have ended, and return them."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while not self._ended:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            channels = self._channels()
            ready = self._wait(channels, self._patience(left), wake_fd)
            if ready and wake_fd not in ready and (leisure_s := self._leisure_s(left)) > 0:
                self._wait((), leisure_s, wake_fd)
                ready = self._wait(channels, 0, wake_fd)
            for descriptor, channel in channels.items():
                if descriptor in ready:
                    self._hear(channel)
            self._look_after_runs()
            if wake_fd in ready or (deadline is not None and time.monotonic() >= deadline):
                break
        ended, self._ended = self._ended, []
        return ended

    def cancel(self, handle: Handle, how: Urgency) -> None:
        """Ask a run to end."""
        seat = self._seats.get(handle["slot"])
        if seat is None or seat.order is None:
            return
        if seat.handle != handle:
            for order in seat.line:
                if handle_of(order) == handle:
                    self._ask_to_end(seat, order, how)
            return
        if how == "withdraw":
            return
        seat.starts_anew = False
        if seat.is_waiting:
            self._end(seat, exit_code=None, reason="it was not started")
            return
        if how == "kill":
            seat.overdue_at = time.monotonic() + _OBEYING_S
        self._ask_to_end(seat, seat.order, how)

    def _ask_to_end(self, seat: Seat, order: Order, how: Urgency) -> None:
        assert seat.channel is not None
        with contextlib.suppress(ChannelClosedError):  # its keeper has gone: `poll` sees that, too
            if how in _SIGNALS:
                seat.channel.send("signal", str(order.folder), int(_SIGNALS[how]))
            else:
                seat.channel.send(how, str(order.folder))

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
            assert seat.order is not None
            self._hand_over(seat, seat.order, {})

    def _hand_over(self, seat: Seat, order: Order, more: dict[str, str]) -> None:
        try:
            seat.hand_over(order, more)
        except ChannelClosedError:
            self._hear_to_the_end(seat)
            self._lose_keeper(seat)

    def _patience(self, left_s: float | None) -> float | None:
        """Return how long to wait before `_look_after_runs` is to be called, of the seconds that are left."""
        seats = self._seats.values()
        moments = [seat.overdue_at for seat in seats if seat.overdue_at is not None]
        moments += [seat.since + _LATE_S for seat in seats if seat.line and not seat.is_recalled]
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
            if seat.line and not seat.is_recalled and seat.since + _LATE_S <= now:
                self._recall(seat)

    def _recall(self, seat: Seat) -> None:
        """Ask for the runs back that wait behind one that takes longer than those before it."""
        assert seat.channel is not None
        seat.is_recalled = True
        for order in seat.line:
            self._ask_to_end(seat, order, "withdraw")

    def _leisure_s(self, left_s: float | None) -> float:
        """Return how long all keepers have enough to do: what ends meanwhile is heard at one time.

        Args:
            left_s: The most, in seconds; None for no limit.
        """
        behind = [len(seat.line) for seat in self._seats.values() if seat.order is not None]
        if not behind or not all(behind):
            return 0.0
        most_s = _LEISURE_S if left_s is None else min(_LEISURE_S, left_s)
        return min(most_s, (min(behind) - 0.5) * min(self._durations_s))

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

    def _end_others(self) -> None:
        """Let those at their other ends end, now that there are no keepers."""

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
            self._durations_s.append(details[1])
            self._end(seat, exit_code=details[0], took_s=details[1])
        elif what == "dropped":
            for order in [one for one in seat.line if str(one.folder) == details[0]]:
                seat.line.remove(order)
                self._give_back(order)
        elif what == "refused":
            self._end(seat, exit_code=None, reason=f"it could not be started: {details[0]}")

    def _end(self, seat: Seat, *, exit_code: int | None, **how: Any) -> None:
        """Note how the run of a seat has ended; the next one in line has the seat then."""
        self._ended.append(Ended(handle=seat.advance(), exit_code=exit_code, **how))

    def _give_back(self, order: Order) -> None:
        self._ended.append(Ended(handle=handle_of(order), exit_code=None, is_returned=True))

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
        self._end_others()
        self._supervision.close()
        for seat in self._seats.values():
            self._settle(seat, "its supervisor was killed")

    def _settle(self, seat: Seat, why: str) -> None:
        """End the run of a seat that has lost its keeper; one that never began is tried once more.

        Those in line may have begun as well: the keeper may not have told yet that the first has ended.
        """
        if seat.order is None or seat.channel is not None:
            return
        line, seat.line = seat.line, []
        self._settle_first(seat, why)
        for order in line:
            if has_not_begun(str(order.folder)):
                self._give_back(order)
            else:
                lost = Ended(handle=handle_of(order), exit_code=None, reason=why, is_lost=True)
                self._ended.append(lost)

    def _settle_first(self, seat: Seat, why: str) -> None:
        if seat.may_have_begun:
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
