"""FlowPreview: what entering a flow would find."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import replace
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store.entering import changed_files, is_going_on, last_flow
from kohakuengine.flow.store.harvest import harvested, is_unbegun
from kohakuengine.flow.store.matching import by_content, by_position, lineage
from kohakuengine.flow.store.run_record import RunRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.store.entering import Mode
    from kohakuengine.flow.store.flow_key import FlowKey
    from kohakuengine.flow.store.run_store import RunStore

__all__ = ["FlowPreview"]


class FlowPreview:
    """What entering a flow would find; nothing is locked or written.

    Attributes:
        is_resumed: Whether a recorded flow would go on.
        changed: Paths of scripts, configs and imported files whose bytes are not those recorded, sorted.
    """

    def __init__(self, store: RunStore, key: FlowKey, sources: Mapping[str, str], mode: Mode) -> None:
        self._store = store
        self._handed: set[int] = set()
        self._flow_id: int | None = None
        self._ancestors: list[int] = []
        self.changed: list[str] = []
        last = last_flow(store.database, key)
        self.is_resumed = last is not None and is_going_on(last, mode)
        if last is not None and self.is_resumed:
            self._compare(last.id, sources)

    def find(self, position: Position, digest: str | None) -> RunRecord | None:
        """Return the recorded run that a planned one is; see `EnteredFlow.find`."""
        database = self._store.database
        row = by_position(database, self._flow_id, position) if self._flow_id is not None else None
        if row is None:
            row = by_content(database, self._ancestors, position, digest, self._handed)
        if row is None:
            return None
        self._handed.add(row[0])
        folder = self._store.run_folder(row[0])
        return _as_harvested(RunRecord.of(row, folder=folder, living=self._store.living()))

    def _compare(self, flow_id: int, sources: Mapping[str, str]) -> None:
        changed_sources, changed_imports = changed_files(self._store.database, flow_id, sources)
        self.changed = sorted({*changed_sources, *changed_imports})
        self._ancestors = lineage(self._store.database, flow_id)
        if changed_sources:
            self._ancestors.insert(0, flow_id)
        else:
            self._flow_id = flow_id


def _as_harvested(record: RunRecord) -> RunRecord | None:
    """Return a LOST run as it will be recorded: a result may lie in its folder. None: it is forgotten."""
    if record.status is not RunStatus.LOST or record.ended_at is not None:
        return record
    if is_unbegun(record.folder, record.launcher):
        return None
    end = harvested(record.id, record.folder, seen_at=record.started_at.timestamp())
    return replace(record, status=end.status, reason=end.reason, exit_code=end.exit_code, value=end.value)
