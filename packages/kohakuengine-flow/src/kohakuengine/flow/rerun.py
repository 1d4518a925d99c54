"""Rerun: recorded runs once more, with the source and the values that were recorded."""

from __future__ import annotations

import copy
import os

from kohakuengine.config.kohaku_error import KohakuError
from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.engine.prepare import locate
from kohakuengine.flow.errors import CannotRerunError
from kohakuengine.flow.leavings import Leavings
from kohakuengine.flow.run_folder import PARCEL, read_assignment
from kohakuengine.flow.run_spec import RunSpec
from kohakuengine.flow.store.sources import digest_of_file
from kohakuengine.flow.workflow import ScriptWorkflow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kohakuengine.config import Config
    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.feeding import Feeder
    from kohakuengine.flow.run_folder import Assignment
    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.store.run_store import RunStore

__all__ = ["RecordedSpec", "Rerun", "recorded_spec"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedSpec(RunSpec):
    """A run as it was recorded.

    Attributes:
        recorded: What was asked for then.
    """

    recorded: RunRequest

    def request(self) -> RunRequest:
        """Return what the engine is asked for."""
        return copy.copy(self.recorded)


def recorded_spec(store: RunStore, record: RunRecord, position: Position) -> RecordedSpec:
    """Make a run of a record. Its values are unpickled, from a folder of this user's own.

    The script runs as it was: where its file has changed since, with the bytes that were stored.

    Args:
        store: Where it is recorded.
        record: The run.
        position: Where it is to stand in its new flow.

    Raises:
        CannotRerunError: Its files are not there or belong to somebody else, or a value cannot be made again.
        KohakuError: Its files are not whole, or its script is gone.
    """
    _check_owner(record)
    assignment, config = _read(record)
    request = assignment.request
    request.script = record.script
    if record.source is not None and digest_of_file(locate(request)) != record.source:
        request.source = store.source(record.source)
    return RecordedSpec(
        position=position,
        script=request.script,
        is_module=request.is_module,
        config=config,
        entrypoint=request.entrypoint,
        argv=tuple(request.argv),
        is_strict=request.strict,
        run_as_main=assignment.run_as_main,
        wanted=assignment.wanted,
        recorded=request,
    )


def _check_owner(record: RunRecord) -> None:
    """Refuse what somebody else may have written: unpickling executes it.

    Raises:
        CannotRerunError: It is not there, or not this user's.
    """
    for path in (record.folder, record.folder / PARCEL):
        try:
            owner = path.stat().st_uid
        except OSError as error:
            raise CannotRerunError(run_id=record.id, reason=f"{path} is not there") from error
        if hasattr(os, "geteuid") and owner != os.geteuid():
            raise CannotRerunError(run_id=record.id, reason=f"{path} belongs to another user")


def _read(record: RunRecord) -> tuple[Assignment, Config | None]:
    """Read what a run was given.

    Raises:
        CannotRerunError: A value cannot be made again.
        RecordDamagedError: The file is not whole.
    """
    try:
        assignment = read_assignment(str(record.folder))
        assert assignment is not None
        return assignment, Leavings(record.name, record.folder).config()
    except KohakuError:
        raise
    except Exception as error:  # whatever unpickling raises
        reason = f"{type(error).__name__}: {error}"
        raise CannotRerunError(run_id=record.id, reason=reason) from error


class Rerun(ScriptWorkflow):
    """Recorded runs once more, each in a process of its own.

    Attributes:
        specs: The runs.
        max_workers: How many go at once.
    """

    needs_elements = False

    def __init__(
        self, specs: Sequence[RecordedSpec], *, max_workers: int = 1, store: Path | None = None
    ) -> None:
        """Take what `recorded_spec` made.

        Args:
            specs: The runs, in order.
            max_workers: How many go at once.
            store: Folder of the run store, None for that of the working directory.
        """
        self.specs = specs
        self.max_workers = max_workers
        super().__init__([], store=store)

    def slots(self) -> int:
        """Return how many go at once."""
        return self.max_workers

    def feed(self, feeder: Feeder, position: Position) -> None:  # noqa: ARG002 - the runs know theirs
        """Hand the runs over as they were recorded."""
        feeder.as_planned(self.specs)
