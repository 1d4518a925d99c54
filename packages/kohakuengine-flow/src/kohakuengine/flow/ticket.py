"""Ticket: one run on its way through the scheduler."""

from __future__ import annotations

import time

from kohakuengine.config.later_dataclass import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.carrier import Carrier
    from kohakuengine.flow.launch.order import Handle
    from kohakuengine.flow.run import Run
    from kohakuengine.flow.run_spec import RunSpec
    from kohakuengine.flow.scope import Lane, Scope

__all__ = ["Stopping", "Ticket"]


@dataclass(kw_only=True, slots=True)
class Stopping:
    """A run that we have asked to end.

    Attributes:
        why: As its reason will say.
        is_timeout: Whether it took too long; else the flow was stopped.
        kill_at: When it is killed, by the monotonic clock; None once it was.
    """

    why: str
    is_timeout: bool
    kill_at: float | None


@dataclass(kw_only=True, slots=True, eq=False)
class Ticket:
    """One run that was submitted.

    Attributes:
        run: What its generator holds.
        scope: The workflow that it belongs to.
        lane: Where it came from.
        number: Which one in the order of submission (1-based).
        request: What is asked for, once it was taken in.
        digest: Of its content, or None.
        source: Digest of the script's source, or None.
        kept_source: As in its `Assignment`.
        misfit: Why it fails without having started: its config does not suit its script; else None.
        refusal: Why it is never started; None where it may be.
        attempt: 1 for the first ever.
        tries: How many attempts there were in this process, this one included.
        run_id: Its number in the store, once it is recorded as started.
        folder: Its run folder, from then on.
        slot: Which slot it has.
        carrier: What carries it.
        is_behind: Whether it waits behind another one of its slot.
        is_recalled: Whether it was asked back from there.
        handle: By what its launcher knows it.
        started_at: In seconds since 1970; 0 before it is executed.
        deadline: When it has taken too long, by the monotonic clock; None for never.
        stopping: That it was asked to end.
    """

    run: Run
    scope: Scope
    lane: Lane
    number: int
    request: RunRequest | None = None
    digest: str | None = None
    source: str | None = None
    kept_source: tuple[bytes, str] | None = None
    misfit: str | None = None
    refusal: str | None = None
    attempt: int = 1
    tries: int = 1
    run_id: int = 0
    folder: Path | None = None
    slot: int = 0
    carrier: Carrier | None = None
    is_behind: bool = False
    is_recalled: bool = False
    handle: Handle | None = None
    started_at: float = 0.0
    deadline: float | None = None
    stopping: Stopping | None = None

    def begin(self) -> None:
        """Note that it is executed from now on."""
        self.is_behind = False
        self.started_at = time.time()
        if self.scope.timeout_s is not None:
            self.deadline = time.monotonic() + self.scope.timeout_s

    def returned(self) -> Ticket:
        """Return the ticket of the same attempt, which has not begun; its lane waits for it, too."""
        self.lane.add()
        return replace(self, run_id=0, folder=None, handle=None, stopping=None, is_recalled=False)

    def again(self) -> Ticket:
        """Return the ticket of one more attempt; its lane waits for it, too."""
        self.lane.add()
        return replace(
            self,
            attempt=self.attempt + 1,
            tries=self.tries + 1,
            started_at=0.0,
            deadline=None,
            stopping=None,
            is_recalled=False,
        )

    @property
    def spec(self) -> RunSpec:
        """What was asked for."""
        return self.run.spec
