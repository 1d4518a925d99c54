"""Selection: which runs are meant."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store.column_text import to_column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.store.value_filter import ValueFilter

__all__ = ["Selection"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Runs of a store, by what is known of them; what is not given does not count.

    Attributes:
        ids: Their numbers.
        flow_id: The flow they belong to.
        script: Path of their script, its file name, or their name.
        statuses: What became of them.
        since: Started at this time or later, in seconds since 1970.
        until: Started before this time.
        filters: Conditions on their values and on what they returned; all must hold.
    """

    ids: tuple[int, ...] | None = None
    flow_id: int | None = None
    script: str | None = None
    statuses: tuple[RunStatus, ...] = ()
    since: float | None = None
    until: float | None = None
    filters: tuple[ValueFilter, ...] = ()

    def where(self, living: Collection[int]) -> tuple[str, list[Any]]:
        """Write all but the conditions on values as an SQL expression with its parameters.

        Args:
            living: The flows that something carries: RUNNING in another one is LOST.
        """
        parts: list[tuple[str, list[Any]]] = [("1", [])]
        if self.ids is not None:
            parts.append((f"id IN ({_marks(self.ids)})", [*self.ids]))
        if self.flow_id is not None:
            parts.append(("flow_id = ?", [self.flow_id]))
        if self.script is not None:
            text = self.script
            parts.append(("(script = ? OR name = ? OR substr(script, ?) = ?)", _script(text)))
        if self.statuses:
            parts.append(_status(self.statuses, living))
        if self.since is not None:
            parts.append(("started_at >= ?", [self.since]))
        if self.until is not None:
            parts.append(("started_at < ?", [self.until]))
        return " AND ".join(part for part, _ in parts), [one for _, own in parts for one in own]

    def takes(self, record: RunRecord) -> bool:
        """Say whether the conditions hold for a run."""
        if not self.filters:
            return True
        values = record.known_values()
        return all(one.holds(values) for one in self.filters)


def _script(text: str) -> list[Any]:
    """Return the parameters for a script: its whole path, its name, or the end of its path."""
    import os

    tail = os.sep + text
    return [to_column(os.path.abspath(text)), to_column(text), -len(tail), to_column(tail)]


def _status(statuses: Collection[RunStatus], living: Collection[int]) -> tuple[str, list[Any]]:
    """Ask for statuses as they read, not as they are recorded."""
    recorded = [status.value for status in statuses if status is not RunStatus.RUNNING]
    parts = [f"status IN ({_marks(recorded)})"]
    parameters: list[Any] = [*recorded]
    within = f"flow_id IN ({_marks(living)})"
    if RunStatus.RUNNING in statuses:
        parts.append(f"(status = 'RUNNING' AND {within})")
        parameters.extend(living)
    if RunStatus.LOST in statuses:
        parts.append(f"(status = 'RUNNING' AND NOT {within})")
        parameters.extend(living)
    return f"({' OR '.join(parts)})", parameters


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
