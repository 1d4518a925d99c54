"""The scheduler: runs that were submitted are started as slots are free, and followed to their end."""

from __future__ import annotations

import signal
import threading
from collections import deque

from kohakuengine.config.kohaku_error import KohakuError
from kohakuengine.config.later_dataclass import replace
from kohakuengine.flow.ending import judge, unstarted
from kohakuengine.flow.run import Run
from kohakuengine.flow.sending import Sender, start_of
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.stopping import Stopper
from kohakuengine.flow.tally import Tally
from kohakuengine.flow.ticket import Ticket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kohakuengine.flow.bell import Bell
    from kohakuengine.flow.carrier import Carrier
    from kohakuengine.flow.ending import Ending
    from kohakuengine.flow.intake import Intake
    from kohakuengine.flow.launch.order import Ended
    from kohakuengine.flow.observer import Observer
    from kohakuengine.flow.run_result import RunResult
    from kohakuengine.flow.run_spec import RunSpec
    from kohakuengine.flow.scope import Lane, Scope
    from kohakuengine.flow.stop_signals import StopSignals
    from kohakuengine.flow.store.entered_flow import EnteredFlow

    _Judged = tuple[Ticket, Ending, Ticket | None]

__all__ = ["FlowStopped", "Scheduler"]

_HEARTBEAT_S = 10.0
_SEVERAL_S = 0.05  # how long one launcher is waited for while others carry runs, too
_RETRIED = (RunStatus.FAILED, RunStatus.TIMED_OUT, RunStatus.LOST)


class FlowStopped(Exception):  # noqa: N818 - it is no error: whoever draws configs is told to stop
    """Nothing more of a workflow is started."""


class Scheduler:
    """Starts runs, follows them, records them.

    The thread that made it does all the work, whenever it calls `wait`; others may `submit` and `wait`, too.

    Attributes:
        tally: What has become of the runs so far.
        errors: What ended the flow, the first one first.
    """

    def __init__(
        self,
        *,
        root: Scope,
        flow: EnteredFlow,
        carriers: Mapping[str, Carrier],
        intake: Intake,
        observer: Observer,
        environments: list[dict[str, str]],
        bell: Bell,
        signals: StopSignals,
    ) -> None:
        """Begin with no runs.

        Args:
            root: The outermost workflow.
            flow: Where they are recorded.
            carriers: What carries them, by the launchers' names.
            intake: Makes a request of a spec, or recalls its result.
            observer: Is told what happens.
            environments: Of each slot, variables for the runs in it.
            bell: Wakes the thread that does the work.
            signals: Ask to stop.
        """
        self.tally = Tally()
        self.errors: list[BaseException] = []
        self._root = root
        self._flow = flow
        self._carriers = carriers
        self._intake = intake
        self._observer = observer
        self._bell = bell
        self._sender = Sender(signals, environments)
        self._stopper = Stopper(
            root=root, signals=signals, carriers=carriers.values(), tally=self.tally, observer=observer
        )
        self._home = threading.get_ident()
        self._changed = threading.Condition()
        self._awaited: list[Callable[[], bool]] = []
        self._arrivals: deque[Ticket] = deque()
        self._pending: deque[Ticket] = deque()
        self._ended: list[tuple[Ticket, Ended]] = []
        self._is_closed = False

    @property
    def is_at_home(self) -> bool:
        """Whether the thread that asks is the one that does the work."""
        return threading.get_ident() == self._home

    def submit(self, spec: RunSpec, scope: Scope, lane: Lane) -> Run:
        """Take a run; waits until its lane has room. From any thread.

        Raises:
            FlowStopped: Nothing more of its workflow is started.
        """
        self.wait(lambda: lane.has_room or self._has_stopped(scope))
        return self._admit(spec, scope, lane, None)

    def refuse(self, spec: RunSpec, scope: Scope, lane: Lane, reason: str) -> None:
        """Take a run that is never started, and say why. From any thread.

        Raises:
            FlowStopped: Nothing more of its workflow is started.
        """
        self._admit(spec, scope, lane, reason)

    def check(self, scope: Scope) -> None:
        """Look whether a workflow goes on. From any thread.

        Raises:
            FlowStopped: Nothing more of it is started.
        """
        if self._has_stopped(scope):
            raise FlowStopped

    def fail(self, error: BaseException) -> None:
        """End the flow because of an error: nothing more is started. From any thread."""
        self.errors.append(error)
        self._root.stop("an error ended the flow")
        self.notify()

    def wait(self, is_done: Callable[[], bool]) -> None:
        """Wait for something that happens to runs; at home, the work is done meanwhile."""
        if self.is_at_home:
            while not is_done():
                self._turn()
        else:
            with self._changed:
                self._awaited.append(is_done)
                self._changed.wait_for(is_done)
                self._awaited.remove(is_done)

    def notify(self) -> None:
        """Have all look again whether what they wait for is done. From any thread."""
        with self._changed:
            self._changed.notify_all()
        self._bell.ring()

    def finish(self) -> None:
        """Wait until every run has ended."""
        self.wait(lambda: not (self._arrivals or self._pending or self._ended or self._is_busy))
        self.tally.stop_reason = self._root.reason

    def close(self) -> None:
        """End whatever has not ended, and let nobody wait any more."""
        for carrier in self._carriers.values():
            carrier.launcher.close()
        with self._changed:
            self._is_closed = True
        left = [*self._arrivals, *self._pending, *(t for c in self._carriers.values() for t in c.tickets)]
        for ticket in left:
            ticket.run.end(unstarted(ticket, "the flow ended before it"))
        self.notify()

    @property
    def _is_busy(self) -> bool:
        return any(carrier.tickets for carrier in self._carriers.values())

    def _has_stopped(self, scope: Scope) -> bool:
        return self._is_closed or scope.stopped_by is not None

    def _admit(self, spec: RunSpec, scope: Scope, lane: Lane, refusal: str | None) -> Run:
        with self._changed:
            self.check(scope)
            self.tally.submitted += 1
            ticket = Ticket(
                run=Run(spec), scope=scope, lane=lane, number=self.tally.submitted, refusal=refusal
            )
            lane.add()
            scope.admit()
            self._arrivals.append(ticket)
        self._bell.ring()
        return ticket.run

    def _turn(self) -> None:
        self._collect()
        self._requeue_returned()
        self._stopper.look()
        endings = self._judge()
        self._take_in()
        starts = self._choose()
        if starts or endings:
            self._commit(starts, endings)
            self._deliver(endings)
            self._start(starts)
        self._wake()
        self._flow.beat()
        self._observer.tick()

    def _collect(self) -> None:
        """Wait until something happens; runs that have ended are noted."""
        busy = [carrier for carrier in self._carriers.values() if carrier.tickets]
        timeout_s = 0.0 if self._arrivals or self._ended else self._patience_s()
        if not busy:
            self._bell.wait(timeout_s)
        elif len(busy) > 1:
            timeout_s = min(timeout_s, _SEVERAL_S)
        for carrier in busy:
            self._ended += carrier.poll(timeout_s, self._bell.fd)
        self._bell.silence()

    def _patience_s(self) -> float:
        interval_s = self._observer.interval_s
        return self._stopper.patience_s(_HEARTBEAT_S if interval_s is None else interval_s)

    def _requeue_returned(self) -> None:
        """Let runs that waited behind another one, and have not begun, wait with the others again."""
        returned = [ticket for ticket, ended in self._ended if ended.is_returned]
        if not returned:
            return
        self._ended = [one for one in self._ended if not one[1].is_returned]
        self._flow.withdraw([ticket.run_id for ticket in returned])
        for ticket in reversed(returned):
            assert ticket.carrier is not None
            ticket.carrier.leave_slot(ticket)
            ticket.run.retry()
            with self._changed:
                self._pending.appendleft(ticket.returned())

    def _take_in(self) -> None:
        """Make requests of what was submitted; what was COMPLETED before ends at once."""
        while self._arrivals:
            ticket = self._arrivals.popleft()
            recalled = self._taken(ticket)
            if recalled is None:
                self._pending.append(ticket)
                continue
            self._make_room(ticket)
            self.tally.recall(recalled)
            self._observer.run_recalled(ticket, recalled)
            self._end(ticket, recalled)

    def _taken(self, ticket: Ticket) -> RunResult | None:
        if ticket.refusal is not None or self._has_stopped(ticket.scope):
            return None
        try:
            return self._intake.take(ticket)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a run ends the flow
            self._refuse(ticket, error)
            return None

    def _refuse(self, ticket: Ticket, error: Exception) -> None:
        """Let a run fail where others are to go on; else, or where it is the first one, end the flow."""
        is_fatal = ticket.scope.on_error == "stop" or not self._intake.has_taken
        if isinstance(error, KohakuError) and ticket.request is not None and not is_fatal:
            ticket.misfit = f"config {ticket.spec.position[-1] + 1}: {error}"
            return
        ticket.refusal = "it does not suit its script"
        if ticket.request is not None:
            self._observer.run_refused(ticket)
        self.fail(error)

    def _choose(self) -> list[Ticket]:
        """Take what can start now from what waits, in order; what never will is cancelled.

        Where one waits for a slot of its own, nobody else waits behind others: it would never get one.
        """
        chosen: list[Ticket] = []
        awaited: set[Carrier] = set()
        for _ in range(len(self._pending)):
            ticket = self._pending.popleft()
            reason = _why_never(ticket)
            carrier = self._carriers[ticket.scope.launcher]
            slot = carrier.find_slot(ticket, may_follow=carrier not in awaited) if reason is None else None
            if reason is None and slot is None:
                self._pending.append(ticket)
                awaited.add(carrier)
            elif slot is None or not ticket.run.begin():
                self._make_room(ticket)
                self._end_unstarted(ticket, reason or "it was cancelled")
                if ticket.refusal is not None:
                    ticket.scope.fail(ticket.spec.name)
            else:
                carrier.give_slot(slot, ticket)
                self._make_room(ticket)
                if not ticket.is_behind:
                    ticket.scope.enter()
                chosen.append(ticket)
        return chosen

    def _leave(self, ticket: Ticket) -> Ticket | None:
        """Let a run that has ended leave its slot, and return the one that is executed there now."""
        assert ticket.carrier is not None
        if not ticket.is_behind:  # else it could not be handed over
            ticket.scope.leave()
        follower = ticket.carrier.leave_slot(ticket)
        if follower is not None:
            follower.scope.enter()
        return follower

    def _make_room(self, ticket: Ticket) -> None:
        with self._changed:  # the thread that fills the lane counts, too
            ticket.lane.remove()

    def _judge(self) -> list[_Judged]:
        """Say how runs ended, and what follows: others may start, this one once more, or nothing at all.

        Returns:
            Each ticket with its end, and the one that waited behind it and is executed now.
        """
        endings = []
        for ticket, ended in self._ended:
            assert ticket.folder is not None
            ending = judge(ticket, ended, ticket.folder)
            follower = self._leave(ticket)
            if _is_again(ticket, ending):
                ticket.run.retry()
                with self._changed:
                    self._pending.appendleft(ticket.again())
                ending = replace(ending, is_last=False)
            else:
                self._note(ticket, ending)
            endings.append((ticket, ending, follower))
        self._ended = []
        return endings

    def _note(self, ticket: Ticket, ending: Ending) -> None:
        self.tally.end(ending)
        if isinstance(ending.error, KeyboardInterrupt):
            self._stopper.stop(signal.SIGINT, is_first=True)
        if ending.end.status is not RunStatus.COMPLETED:
            ticket.scope.fail(ticket.spec.name)

    def _commit(self, starts: list[Ticket], endings: list[_Judged]) -> None:
        """Record ends and starts: a run is in the store before it starts, its end before anybody sees it."""
        ends = [ending.end for _, ending, _ in endings]
        ids = self._flow.commit(ends, [start_of(ticket) for ticket in starts])
        for ticket, run_id in zip(starts, ids, strict=True):
            ticket.run_id, ticket.folder = run_id, self._flow.run_folder(run_id)
        self._intake.note_imports([ending.imports for _, ending, _ in endings])

    def _deliver(self, endings: list[_Judged]) -> None:
        """Hand results out, now that they are recorded."""
        for ticket, ending, follower in endings:
            if ending.warnings:
                self._observer.run_warned(ticket, ending.warnings)
            self._observer.run_ended(ticket, ending.result, is_last_attempt=ending.is_last)
            if follower is not None:
                self._observer.run_started(follower)
            if ending.is_last:
                self._end(ticket, ending.result)

    def _start(self, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            if not ticket.is_behind:
                ticket.begin()
                self._observer.run_started(ticket)
            ended = self._sender.send(ticket)
            if ended is not None:
                self._ended.append((ticket, ended))

    def _end_unstarted(self, ticket: Ticket, reason: str) -> None:
        result = unstarted(ticket, reason)
        self.tally.cancel(result)
        self._end(ticket, result)

    def _end(self, ticket: Ticket, result: RunResult) -> None:
        ticket.run.end(result)
        with self._changed:
            ticket.scope.admit(-1)

    def _wake(self) -> None:
        """Wake the threads that wait, where one of them need not any longer."""
        with self._changed:
            if any(is_done() for is_done in self._awaited):
                self._changed.notify_all()


def _is_again(ticket: Ticket, ending: Ending) -> bool:
    """Say whether a run gets one more attempt."""
    return (
        ending.end.status in _RETRIED
        and ticket.tries <= ticket.scope.retries
        and not ending.is_refusal
        and ticket.scope.stopped_by is None
    )


def _why_never(ticket: Ticket) -> str | None:
    """Say why a run is never started; None where it may be."""
    if ticket.refusal is not None or ticket.scope.stopped_by is not None:
        return ticket.refusal or ticket.scope.stopped_by
    return "it was cancelled" if ticket.run.is_unwanted else None
