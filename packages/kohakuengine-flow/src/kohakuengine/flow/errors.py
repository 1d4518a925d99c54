"""What a flow of many runs refuses, and why.

The tree (codes in brackets; every class also inherits the builtin that a caller would expect)::

    KohakuError                      kohakuengine.config.errors
    └── FlowError
        ├── WorkflowError            [KE901] RuntimeError: runs of the flow failed
        ├── RunFailedError           [KE902] RuntimeError: a run that did not complete has no value
        ├── ValueLostError           [KE903] ValueError: what a run returned cannot be had
        ├── RecordDamagedError       [KE904] ValueError: a file of a run is not whole
        ├── FlowRunningError         [KE906] RuntimeError: another process carries the flow
        ├── RunNotFoundError         [KE907] LookupError: no run has this number
        ├── FilterError              [KE908] ValueError: a condition on values that is none
        ├── CannotRerunError         [KE915] RuntimeError: a recorded run cannot be made again
        ├── EndedTwiceError          [KE909] RuntimeError: the end of a run that does not run
        ├── WorkflowShapeError       [KE921] ValueError: a workflow cannot run as it is made
        ├── NothingToRunError        [KE922] ValueError: a flow of no runs
        ├── ReferenceCycleError      [KE923] ValueError: scripts that wait for each other
        └── StoreError
            ├── StoreNotFoundError   [KE910] FileNotFoundError: there is no run store
            ├── StoreLockedError     [KE911] TimeoutError: another process holds the database
            ├── StoreDamagedError    [KE912] ValueError: the database is not what was written
            ├── StoreVersionError    [KE913] ValueError: a newer version wrote it
            └── StoreAccessError     [KE914] OSError: it cannot be read or written
"""

from __future__ import annotations

from kohakuengine.config.kohaku_error import KohakuError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kohakuengine.flow.run_result import RunResult

__all__ = [
    "CannotRerunError",
    "EndedTwiceError",
    "FilterError",
    "FlowError",
    "FlowRunningError",
    "NothingToRunError",
    "RecordDamagedError",
    "ReferenceCycleError",
    "RunFailedError",
    "RunNotFoundError",
    "StoreAccessError",
    "StoreDamagedError",
    "StoreError",
    "StoreLockedError",
    "StoreNotFoundError",
    "StoreVersionError",
    "ValueLostError",
    "WorkflowError",
    "WorkflowShapeError",
]


class FlowError(KohakuError):
    """Something that went wrong with many runs."""


class WorkflowError(FlowError, RuntimeError):
    """Runs of a flow failed.

    Attributes:
        failed: How many.
        total: Of how many that were submitted.
        first: Why the first of them did, in one line.
        results: What became of each run, in order.
    """

    code = "KE901"
    failed: int
    total: int
    first: str = ""
    results: Sequence[RunResult] = ()

    def _what(self) -> str:
        first = f"; the first: {self.first}" if self.first else ""
        return f"{self.failed} of {self.total} runs did not complete{first}"

    def _what_now(self) -> str:
        return "The same command runs only what is missing; 'kogine runs list' shows what became of each."


class RunFailedError(FlowError, RuntimeError):
    """The value of a run that did not complete was asked for.

    Attributes:
        name: The script's name.
        status: What became of it.
        reason: Why, in one line.
        traceback: Of what the script raised, or None.
    """

    code = "KE902"
    name: str
    status: str
    reason: str
    traceback: str | None = None

    @classmethod
    def of(cls, result: RunResult) -> RunFailedError:
        """Make the error of a result."""
        return cls(
            name=result.name,
            status=str(result.status),
            reason=result.reason or "",
            traceback=result.traceback,
        )

    def _what(self) -> str:
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.name} is {self.status}{reason}"


class ValueLostError(FlowError, ValueError):
    """What a run returned cannot be had, though the run is COMPLETED.

    Attributes:
        name: The script's name.
        reason: Why not.
        what: Which global of it; None for what its entrypoint returned.
        hint: What to do, in full sentences, where it is not the usual.
    """

    code = "KE903"
    name: str
    reason: str
    what: str | None = None
    hint: str = ""

    def _what(self) -> str:
        value = f"the value that {self.name} returned" if self.what is None else f"{self.what} of {self.name}"
        return f"{value} cannot be had: {self.reason}"

    def _what_now(self) -> str:
        return self.hint or "Let the script return plain data, or write it to a file in KOGINE_RUN_DIR."


class RecordDamagedError(FlowError, ValueError):
    """A file of a run folder is cut, or has been changed."""

    code = "KE904"

    def _what(self) -> str:
        return "this file of a run is not whole"

    def _what_now(self) -> str:
        return "Remove the run with 'kogine runs rm', and start it anew."


class FlowRunningError(FlowError, RuntimeError):
    """Another process carries this flow.

    Attributes:
        title: The flow, as people read it.
        pid: That process; None where only processes that it started are left, and do not end.
        since: When it entered the flow, local time.
        host: The machine it is on, None where it is this one.
    """

    code = "KE906"
    title: str
    pid: int | None
    since: str | None
    host: str | None

    def _what(self) -> str:
        if self.pid is None:
            return f"'{self.title}' was interrupted, and what it had started has not ended"
        host = f" on {self.host}" if self.host else ""
        return f"'{self.title}' is running already: process {self.pid}{host}, since {self.since}"

    def _what_now(self) -> str:
        return "Wait for it or stop it; 'kogine runs list' shows what it does."


class RunNotFoundError(FlowError, LookupError):
    """No run has this number.

    Attributes:
        run_id: The number.
        near: The nearest that there is, None in an empty store.
    """

    code = "KE907"
    run_id: int
    near: int | None

    def _what(self) -> str:
        return f"there is no run {self.run_id}"

    def _what_now(self) -> str:
        if self.near is None:
            return "The store is empty."
        return f"The nearest is {self.near}; 'kogine runs list' shows them."


class FilterError(FlowError, ValueError):
    """A condition on values cannot be read.

    Attributes:
        text: As typed.
        meant: The condition that it may have been meant as, or None.
    """

    code = "KE908"
    text: str
    meant: str | None = None

    def _what(self) -> str:
        return f"'{self.text}' is no condition"

    def _what_now(self) -> str:
        if self.meant is not None:
            return f"Did you mean '{self.meant}'?"
        return "Write NAME=VALUE, or != < <= > >= in place of =: 'lr<0.1'."


class EndedTwiceError(FlowError, RuntimeError):
    """The end of a run was to be recorded that does not run, or that has COMPLETED already.

    Attributes:
        run_id: Which run.
        status: What it was to be recorded as.
    """

    code = "KE909"
    run_id: int
    status: str

    def _what(self) -> str:
        return f"run {self.run_id} has ended already: it cannot end as {self.status}"


class CannotRerunError(FlowError, RuntimeError):
    """A recorded run cannot be made again.

    Attributes:
        run_id: Which run.
        reason: Why not.
    """

    code = "KE915"
    run_id: int
    reason: str

    def _what(self) -> str:
        return f"run {self.run_id} cannot be made again: {self.reason}"

    def _what_now(self) -> str:
        return "'kogine runs show' has its values, for a new run."


class WorkflowShapeError(FlowError, ValueError):
    """A workflow cannot run as it is made.

    Attributes:
        reason: What is wrong.
        hint: What to do, in full sentences.
    """

    code = "KE921"
    reason: str
    hint: str = ""

    def _what(self) -> str:
        return self.reason

    def _what_now(self) -> str:
        return self.hint


class NothingToRunError(FlowError, ValueError):
    """Everything was drawn, and there is no run in it."""

    code = "KE922"

    def _what(self) -> str:
        return "there is nothing to run: no config was yielded"


class ReferenceCycleError(FlowError, ValueError):
    """Scripts of a Graph wait for each other.

    Attributes:
        names: The scripts on the way round; the first one again at the end.
    """

    code = "KE923"
    names: tuple[str, ...]

    def _what(self) -> str:
        return f"scripts wait for each other: {' -> '.join(self.names)}"

    def _what_now(self) -> str:
        return "Each takes an output of the next. Leave one of these references out."


class StoreError(FlowError):
    """Something that is wrong with the run store."""


class StoreNotFoundError(StoreError, FileNotFoundError):
    """There is no run store here."""

    code = "KE910"

    def _what(self) -> str:
        return "there is no run store"

    def _what_now(self) -> str:
        return "'kogine workflow' makes one, beside the project; KOGINE_STORE names another."


class StoreLockedError(StoreError, TimeoutError):
    """Another process holds the database, and does not let go.

    Attributes:
        waited_s: How long it was waited for, in seconds.
    """

    code = "KE911"
    waited_s: float

    def _what(self) -> str:
        return f"another process has held the run store for {self.waited_s:.0f} s"

    def _what_now(self) -> str:
        return "Find it ('fuser' lists who has the file open), and try again."


class StoreDamagedError(StoreError, ValueError):
    """The database is not what was written.

    Attributes:
        reason: What SQLite says.
    """

    code = "KE912"
    reason: str

    def _what(self) -> str:
        return f"the run store is damaged: {self.reason}"

    def _what_now(self) -> str:
        return (
            "The folders of the runs beside it are whole. Move this file away, or put a copy of it back; "
            "'sqlite3 FILE .recover' may read what is left."
        )


class StoreVersionError(StoreError, ValueError):
    """A newer version has written this store.

    Attributes:
        version: Of its tables.
        known: The latest that this version reads.
    """

    code = "KE913"
    version: int
    known: int

    def _what(self) -> str:
        return f"the run store has version {self.version}, and {self.known} is the latest known here"

    def _what_now(self) -> str:
        return "Update kohakuengine, or name another store in KOGINE_STORE."


class StoreAccessError(StoreError, OSError):
    """The store cannot be read or written.

    Attributes:
        reason: What the system says.
    """

    code = "KE914"
    reason: str

    def _what(self) -> str:
        return f"the run store cannot be used: {self.reason}"

    def _what_now(self) -> str:
        return "Free space, mend the permissions, or name a folder elsewhere in KOGINE_STORE."
