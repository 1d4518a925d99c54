"""What one turn of the scheduler tells the store: runs that ended, runs that start."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.status import RunStatus

__all__ = ["RunEnd", "RunStart"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunStart:
    """One attempt that is about to start.

    Attributes:
        position: Where the run stands in its flow.
        attempt: 1 for the first.
        digest: Of its content, by which it is known again where sources changed; None where its values have
            no stable bytes.
        name: Name of the script.
        script: Its path, absolute, or a module's dotted name.
        source: Digest of the script's source, None where it is not known yet.
        values: JSON text, as of `RunSpec.values_text`.
        slot: Which slot it takes (0-based).
        launcher: Name of what carries it.
    """

    position: Position
    attempt: int
    digest: str | None
    name: str
    script: str
    source: str | None
    values: str
    slot: int
    launcher: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RunEnd:
    """How one attempt ended.

    Attributes:
        run_id: Which one.
        status: COMPLETED, FAILED, CANCELLED, TIMED_OUT or LOST.
        reason: Why it is not COMPLETED, in one line.
        exit_code: That of the process, negative for the signal that ended it; None where there was none.
        value: JSON text of what it returned, None where it returned nothing.
        error: JSON text of what it raised, None where it raised nothing.
        started_at: When the script itself started, in seconds since 1970; None leaves what is recorded.
        ended_at: When it ended, in seconds since 1970.
    """

    run_id: int
    status: RunStatus
    ended_at: float
    reason: str | None = None
    exit_code: int | None = None
    value: str | None = None
    error: str | None = None
    started_at: float | None = None
