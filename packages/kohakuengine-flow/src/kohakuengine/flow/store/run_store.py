"""RunStore: every run of a project, in a database and a folder for each."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from kohakuengine.flow.errors import RunNotFoundError, StoreDamagedError, StoreNotFoundError
from kohakuengine.flow.store import flow_record, place
from kohakuengine.flow.store.database import Database
from kohakuengine.flow.store.entering import enter
from kohakuengine.flow.store.file_system import spread_folders
from kohakuengine.flow.store.flow_preview import FlowPreview
from kohakuengine.flow.store.flow_record import FlowRecord
from kohakuengine.flow.store.removal import remove
from kohakuengine.flow.store.run_record import COLUMNS, RunRecord
from kohakuengine.flow.store.selection import Selection
from kohakuengine.flow.store.sources import Sources
from kohakuengine.flow.store.store_faults import store_faults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from typing_extensions import Self

    from kohakuengine.flow.store.entered_flow import EnteredFlow
    from kohakuengine.flow.store.entering import Mode
    from kohakuengine.flow.store.flow_key import FlowKey

__all__ = ["RunStore"]

_DATABASE, _RUNS = "runs.sqlite", "runs"
_PAGE = 500
_LATEST = f"""
    SELECT {COLUMNS} FROM runs AS run WHERE flow_id = ? AND position > ? AND (? OR status <> 'COMPLETED')
    AND attempt = (
        SELECT max(attempt) FROM runs WHERE flow_id = run.flow_id AND position = run.position
    ) ORDER BY position LIMIT {_PAGE}
"""


class RunStore:
    """The run store in a folder; usable as a context manager, and by several threads and processes.

    Attributes:
        folder: Where it lies, absolute.
        database: Its tables.
        sources: Its snapshots of source files.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder, RunStore(Path(folder) / ".kogine") as store:
    ...     list(store.runs())
    []
    """

    def __init__(self, folder: Path, *, is_read_only: bool = False, busy_s: float = 30.0) -> None:
        """Open a store; made where there is none, unless it is opened for reading.

        Args:
            folder: Its folder, `.kogine` of a project.
            is_read_only: Whether nothing is to be written; works in a read-only folder too.
            busy_s: How long to wait for other processes, in seconds.

        Raises:
            StoreNotFoundError: There is none, and it is opened for reading.
            StoreLockedError: Another process holds the database.
            StoreDamagedError: Its database is not what was written.
            StoreVersionError: A newer version wrote it.
            StoreAccessError: It cannot be read or written.
        """
        self.folder = folder.absolute()
        self._runs = os.path.join(self.folder, _RUNS, "")
        self.sources = Sources(self.folder / "sources")
        if not is_read_only:
            with store_faults(str(self.folder)):
                _make_folder(self.folder)
        self.database = _open(self.folder, is_read_only=is_read_only, busy_s=busy_s)

    @staticmethod
    def locate(start: Path | None = None) -> Path:
        """Find the folder of the store for a folder; see `place.locate`."""
        return place.locate(start)

    def enter(self, key: FlowKey, *, sources: Mapping[str, str], mode: Mode = "auto") -> EnteredFlow:
        """Enter a flow: nobody else can until it is left.

        What an earlier process left RUNNING is recorded as its folder says, else as LOST. Where a script or
        config has changed, a new flow takes over what the earlier one completed, by content.

        Args:
            key: What it is known by.
            sources: Digests of its scripts and configs, by absolute path.
            mode: "auto" goes on with the last flow of this key unless that is complete, "fresh" always begins
                a new one, "resume" goes on with a complete one too.

        Raises:
            FlowRunningError: Another process carries it.
        """
        return enter(self, key, sources, mode)

    def run_folder(self, run_id: int) -> Path:
        """Return where the files of a run lie: `runs/000012/12345`, a thousand in a folder."""
        return Path(f"{self._runs}{run_id // 1000:06}{os.sep}{run_id}")

    def add_source(self, data: bytes) -> str:
        """Store the bytes of a source file once, and return their digest.

        Raises:
            StoreAccessError: They cannot be written.
        """
        with store_faults(str(self.sources.folder)):
            return self.sources.add(data)

    def source(self, digest: str) -> bytes:
        """Return the bytes that were stored under a digest.

        Raises:
            StoreAccessError: They are not there.
            RecordDamagedError: They are not what was stored.
        """
        with store_faults(str(self.sources.folder)):
            return self.sources.read(digest)

    def runs(self, selection: Selection | None = None) -> Iterator[RunRecord]:
        """Yield runs, every attempt, newest first, reading a page at a time."""
        chosen = Selection() if selection is None else selection
        living = self.living()
        where, parameters = chosen.where(living)
        for row in self.database.newest_first(COLUMNS, "runs", where, *parameters):
            record = RunRecord.of(row, folder=self.run_folder(row[0]), living=living)
            if chosen.takes(record):
                yield record

    def count(self, selection: Selection | None = None) -> int:
        """Count runs; every attempt counts."""
        chosen = Selection() if selection is None else selection
        if chosen.filters:
            return sum(1 for _ in self.runs(chosen))
        where, parameters = chosen.where(self.living())
        found: int = self.database.query(f"SELECT count(*) FROM runs WHERE {where}", (*parameters,))[0][0]
        return found

    def run(self, run_id: int) -> RunRecord:
        """Return one run.

        Raises:
            RunNotFoundError: There is none of that number.
        """
        found = next(self.runs(Selection(ids=(run_id,))), None)
        if found is None:
            raise RunNotFoundError(path=str(self.folder), run_id=run_id, near=self._near(run_id))
        return found

    def latest(self, flow_id: int, *, has_completed: bool = True) -> Iterator[RunRecord]:
        """Yield the latest attempt of each run of a flow, in order of position, reading a page at a time.

        Args:
            flow_id: Number of the flow.
            has_completed: Whether those that are COMPLETED are among them.
        """
        living, after = self.living(), ""
        while rows := self.database.query(_LATEST, (flow_id, after, has_completed)):
            for row in rows:
                yield RunRecord.of(row, folder=self.run_folder(row[0]), living=living)
            after = rows[-1][2]

    def flow(self, flow_id: int) -> FlowRecord | None:
        """Return one flow, None where there is none of that number."""
        found = self.database.newest_first(flow_record.COLUMNS, "flows", "id = ?", flow_id)
        return next(map(FlowRecord.of, found), None)

    def flows(self) -> Iterator[FlowRecord]:
        """Yield flows, newest first, reading a page at a time."""
        yield from map(FlowRecord.of, self.database.newest_first(flow_record.COLUMNS, "flows"))

    def preview(self, key: FlowKey, *, sources: Mapping[str, str], mode: Mode = "auto") -> FlowPreview:
        """Say what entering a flow would find; nothing is locked or written."""
        return FlowPreview(self, key, sources, mode)

    def remove(self, ids: Iterable[int]) -> list[int]:
        """Remove runs with their folders; those that are running stay.

        Returns:
            The ids of those that were removed.
        """
        return remove(self, ids)

    def living(self) -> set[int]:
        """Return the ids of the flows that something alive carries."""
        sql = f"SELECT {flow_record.COLUMNS} FROM flows WHERE pid IS NOT NULL"
        flows = (FlowRecord.of(row) for row in self.database.query(sql))
        return {flow.id for flow in flows if flow.is_running}

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def _near(self, run_id: int) -> int | None:
        rows = self.database.query("SELECT id FROM runs ORDER BY abs(id - ?) LIMIT 1", (run_id,))
        return rows[0][0] if rows else None

    def __enter__(self) -> Self:
        """Use it in a `with` statement: it is closed at its end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def _make_folder(folder: Path) -> None:
    """Make a folder that is this user's own, and that git leaves alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    runs = folder / _RUNS
    with contextlib.suppress(FileExistsError):
        runs.mkdir(mode=0o700)
        spread_folders(str(runs))


def _open(folder: Path, *, is_read_only: bool, busy_s: float) -> Database:
    path = folder / _DATABASE
    _refuse_remains(path)
    if is_read_only and not path.exists():
        raise StoreNotFoundError(path=str(folder))
    first_id = 1 if path.exists() else _highest_folder(folder / _RUNS) + 1
    return Database(path, is_read_only=is_read_only, busy_s=busy_s, first_id=first_id)


def _refuse_remains(path: Path) -> None:
    """Refuse what is left of a database; an empty file would become a new one, with the old numbers.

    Raises:
        StoreDamagedError: It is cut to nothing, or gone though its write-ahead log is there.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and not path.exists():  # the log is made after the file
        raise StoreDamagedError(path=str(path), reason=f"it is gone, and {log.name} is still there")
    if path.exists() and path.stat().st_size == 0 and _highest_folder(path.parent / _RUNS):
        raise StoreDamagedError(path=str(path), reason="it is empty")


def _highest_folder(runs: Path) -> int:
    """Return the highest number of a run folder, 0 where there is none."""
    for group in sorted(_numbers(runs), reverse=True):
        if numbers := _numbers(runs / f"{group:06}"):
            return max(numbers)
    return 0


def _numbers(folder: Path) -> list[int]:
    try:
        return [int(name) for name in os.listdir(folder) if name.isdecimal()]
    except (FileNotFoundError, NotADirectoryError):
        return []
