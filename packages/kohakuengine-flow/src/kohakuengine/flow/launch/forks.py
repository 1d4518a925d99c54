"""The `fork` launcher: one parent imports what the script imports, and each run is a fork below it."""

from __future__ import annotations

import contextlib

from kohakuengine.flow.launch.channel import ChannelClosedError
from kohakuengine.flow.launch.known_parent import KnownParent
from kohakuengine.flow.launch.preload import plan_preload
from kohakuengine.flow.launch.supervised import SupervisedLauncher
from kohakuengine.flow.launch.watchdog import Watchdog
from kohakuengine.flow.run_folder import LEARN, clear_logs, take_learned
from kohakuengine.flow.telling import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.launch.channel import Channel
    from kohakuengine.flow.launch.order import Order
    from kohakuengine.flow.launch.seat import Seat

__all__ = ["ForkLauncher"]

_OF_ONE_RUN = ("KOGINE_RUN_ID", "KOGINE_RUN_DIR", "KOGINE_WORKER_ID")
_LOOK_S = 2.0
_ENDING_S = 5.0  # how long a parent is waited for that has no keepers any more


class ForkLauncher(SupervisedLauncher):
    """Forks every run from a parent that has imported what its script imports.

    What cannot be forked goes to a fresh interpreter instead, and a warning says so.
    """

    name = "fork"

    def __init__(self, *, lock_fd: int = -1, log: Path | None = None, stuck_s: float = 30.0) -> None:
        """Prepare; nothing is started yet.

        Args:
            lock_fd: The flow's lock, held until nothing is left of its runs; -1 for none.
            log: Takes what our own processes have to say when they break; None for nowhere.
            stuck_s: How long the first run must have been without hope before it starts anew, in seconds.
        """
        super().__init__(lock_fd=lock_fd, log=log)
        self._stuck_s = stuck_s
        self._parents: dict[object, KnownParent] = {}
        self._watched: dict[Seat, Watchdog] = {}

    def room_behind(self, slot: int, request: RunRequest) -> int:
        """Say how many runs like one may wait in a slot: none where its next keeper knows more."""
        seat = self._seats.get(slot)
        if seat is None or seat.order is None or seat in self._watched:
            return 0
        parent = self._parent_of(seat.order)
        is_learning = parent.why_not is None and parent.teacher in (None, seat.order.run_id)
        if is_learning or seat.origin != parent.origin:
            return 0
        return super().room_behind(slot, request)

    def close(self) -> None:
        """End whatever still runs, with all of its processes, and wait for it."""
        super().close()
        self._parents = {}
        self._watched = {}

    def _serve(self, seat: Seat) -> None:
        assert seat.order is not None
        parent = self._parent_of(seat.order)
        if seat.channel is not None and seat.origin != parent.origin:
            self._forget_keeper(seat)
        seat.origin = parent.origin
        if parent.why_not is not None:
            super()._serve(seat)
            return
        try:
            if parent.channel is None:
                self._start_parent(parent)
        except ChannelClosedError:  # the supervisor was killed, and nobody has looked since
            self._lose_supervisor()
        except (OSError, ValueError) as error:  # the latter where `sys.executable` is empty
            self._end(seat, exit_code=None, reason=f"it could not be started: {error}")
        else:
            if parent.is_ready:
                self._serve_forked(seat, parent)

    def _serve_forked(self, seat: Seat, parent: KnownParent) -> None:
        assert seat.order is not None
        assert parent.channel is not None
        if seat.channel is None:
            try:
                seat.meet(self._supervision.fork_keeper(parent.channel))
            except ChannelClosedError:
                self._lose_parent(parent)
                return
        if parent.teacher is None:
            parent.teacher = seat.order.run_id
        is_teacher = parent.teacher == seat.order.run_id
        self._hand_over(seat, seat.order, {LEARN: "1"} if is_teacher else {})

    def _parent_of(self, order: Order) -> KnownParent:
        """Return the parent of a run, which may not have been started yet."""
        environment = {k: v for k, v in order.environment.items() if k not in _OF_ONE_RUN}
        request = order.assignment.request
        key = (request.script, request.is_module, tuple(sorted(environment.items())))
        parent = self._parents.get(key)
        if parent is None:
            parent = self._parents[key] = KnownParent(request.script, plan_preload(request), environment)
        return parent

    def _start_parent(self, parent: KnownParent) -> None:
        parent.is_ready = False
        program, entry = parent.preload.program, parent.preload.entry
        parent.channel = self._supervision.new_fork_parent(program, entry, parent.environment)
        parent.channel.send("import", list(parent.preload.names))

    def _others(self) -> list[Channel]:
        return [one.channel for one in self._parents.values() if one.channel is not None]

    def _hear_other(self, channel: Channel, what: str, *details: Any) -> None:
        parent = self._with(channel)
        if parent is None:
            return
        if what == "imported":
            parent.is_ready = True
            if details[0] and parent.why_not is None:
                self._give_up(parent, details[0])
            self._serve_waiting()

    def _lose_other(self, channel: Channel) -> None:
        parent = self._with(channel)
        if parent is not None:
            self._lose_parent(parent)

    def _with(self, channel: Channel) -> KnownParent | None:
        return next((one for one in self._parents.values() if one.channel is channel), None)

    def _lose_parent(self, parent: KnownParent) -> None:
        """Do without a parent that has ended; one that ended while it imported is not tried again."""
        if parent.channel is not None:
            self._supervision.drop(parent.channel)
        parent.channel = None
        if not parent.is_ready:
            self._give_up(parent, "the process that imports for its runs has ended")
        self._serve_waiting()

    def _give_up(self, parent: KnownParent, why_not: str) -> None:
        """Run a script in fresh interpreters from now on, and say so."""
        parent.why_not = why_not
        how = "its runs are not forked, but start in fresh interpreters"
        tell("warning", f"{parent.script}: {how}: {why_not}")

    def _serve_waiting(self) -> None:
        for seat in self._seats.values():
            if seat.is_waiting:
                self._serve(seat)

    def _end_others(self) -> None:
        for parent in self._parents.values():
            if parent.channel is not None:
                parent.channel.shut()
                parent.channel.wait_for_end(_ENDING_S)
                parent.channel = None

    def _settle(self, seat: Seat, why: str) -> None:
        self._watched.pop(seat, None)
        if seat.order is not None and not seat.may_have_begun:
            self._renew_parent(self._parent_of(seat.order))
        super()._settle(seat, why)

    def _renew_parent(self, parent: KnownParent) -> None:
        """Do without a parent that was to fork a keeper and has not: it may be ending just now."""
        if parent.channel is not None:
            self._supervision.drop(parent.channel)
            parent.channel = None

    def _obey(self, seat: Seat, what: str, *details: Any) -> None:
        if what == "begun":
            self._watched[seat] = Watchdog(details[0], stuck_s=self._stuck_s)
        elif what == "ended" and seat.order is not None:
            self._watched.pop(seat, None)
            if seat.starts_anew:
                clear_logs(str(seat.order.folder))
                seat.take(seat.order)
                self._serve(seat)
            else:
                self._learn(seat.order, exit_code=details[0])
                super()._obey(seat, what, *details)
        else:
            super()._obey(seat, what, *details)

    def _learn(self, order: Order, *, exit_code: int) -> None:
        """Let the parent import what the run that tells has imported."""
        parent = self._parent_of(order)
        if parent.teacher != order.run_id:
            return
        if exit_code != 0:
            parent.teacher = None  # the next one tells
            return
        with contextlib.suppress(ChannelClosedError):
            parent.teach(take_learned(str(order.folder)))

    def _patience(self, left_s: float | None) -> float | None:
        left_s = super()._patience(left_s)
        if not self._watched:
            return left_s
        pause_s = min(_LOOK_S, self._stuck_s / 4)
        return pause_s if left_s is None else min(pause_s, left_s)

    def _look_after_runs(self) -> None:
        super()._look_after_runs()
        for seat, watchdog in list(self._watched.items()):
            if watchdog.is_stuck():
                self._start_anew(seat)

    def _start_anew(self, seat: Seat) -> None:
        """End a first run that hangs because it was forked; it starts anew in a fresh interpreter."""
        del self._watched[seat]
        if seat.order is None or seat.channel is None:
            return
        self._give_up(self._parent_of(seat.order), "its first run hung")
        seat.starts_anew = True
        with contextlib.suppress(ChannelClosedError):
            seat.channel.send("kill", str(seat.order.folder))
