"""Results: what became of each run of a flow, in order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from kohakuengine.flow.recorded import result_of
from kohakuengine.flow.run_result import RunResult
from kohakuengine.flow.store.run_store import RunStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from typing import Any, overload

    from kohakuengine.flow.run_spec import Position

__all__ = ["Results"]


class Results(Sequence[RunResult]):
    """What became of each run, in the order of the plan; read from the store when it is looked at."""

    def __init__(
        self,
        store: Path,
        flow_id: int,
        *,
        positions: int,
        live: Mapping[Position, RunResult],
        unstarted: list[RunResult],
    ) -> None:
        """Remember where they are.

        Args:
            store: Folder of the run store.
            flow_id: The flow's number in it.
            positions: How many there are.
            live: Those of runs in this process, by position.
            unstarted: Those that the store has not.
        """
        self._store = store
        self._flow_id = flow_id
        self._count = positions
        self._live = live
        self._unstarted = sorted(unstarted, key=lambda one: one.position)

    def __len__(self) -> int:
        """Return how many runs were submitted."""
        return self._count

    def __iter__(self) -> Iterator[RunResult]:
        """Yield them in the order of the plan."""
        from heapq import merge

        return merge(self._recorded(), self._unstarted, key=lambda one: one.position)

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int) -> RunResult: ...

        @overload
        def __getitem__(self, index: slice) -> list[RunResult]: ...

    def __getitem__(self, index: int | slice) -> Any:
        """Return one of them, or some."""
        if isinstance(index, slice):
            return list(self)[index]
        at = index if index >= 0 else self._count + index
        found = next(islice(self, at, None), None) if at >= 0 else None
        if found is None:
            message = f"there are {self._count} runs"
            raise IndexError(message)
        return found

    def __repr__(self) -> str:
        """Say how many there are."""
        return f"<{self._count} results of flow {self._flow_id}>"

    def _recorded(self) -> Iterator[RunResult]:
        with RunStore(self._store, is_read_only=True) as store:
            for record in store.latest(self._flow_id):
                yield self._live.get(record.position) or result_of(record)
