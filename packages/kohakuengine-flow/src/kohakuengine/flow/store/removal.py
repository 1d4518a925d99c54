"""How runs leave the store."""

from __future__ import annotations

from itertools import islice

from kohakuengine.flow.store.store_faults import store_faults

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kohakuengine.flow.store.run_store import RunStore

__all__ = ["remove", "remove_folder"]

_BATCH = 500


def remove(store: RunStore, ids: Iterable[int]) -> list[int]:
    """Remove runs; see `RunStore.remove`.

    Folders go first: what is interrupted in between can be removed again.
    """
    removed: list[int] = []
    for batch in _batches(ids):
        ended = _not_running(store, batch)
        for run_id in ended:
            remove_folder(store.run_folder(run_id))
        with store.database.transaction() as connection:
            connection.executemany("DELETE FROM runs WHERE id = ?", [(run_id,) for run_id in ended])
        removed += ended
    _remove_empty_flows(store)
    return removed


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _not_running(store: RunStore, ids: list[int]) -> list[int]:
    """Return those that do not run; they never will again."""
    living = store.living()
    marks = ", ".join("?" * len(ids))
    rows = store.database.query(f"SELECT id, flow_id, status FROM runs WHERE id IN ({marks})", (*ids,))
    return [run_id for run_id, flow_id, status in rows if status != "RUNNING" or flow_id not in living]


def remove_folder(folder: Path) -> None:
    """Remove a run folder; nothing where it is not there."""
    import shutil

    with store_faults(str(folder)):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            return


def _remove_empty_flows(store: RunStore) -> None:
    """Remove the flows that have no runs any more, unless another one continues them."""
    with store.database.transaction() as connection:
        rows = connection.execute(
            "SELECT id FROM flows WHERE NOT EXISTS (SELECT 1 FROM runs WHERE flow_id = flows.id)"
            " AND NOT EXISTS (SELECT 1 FROM flows AS later WHERE later.continues = flows.id)"
        ).fetchall()
        empty = [row for row in rows if row[0] not in store.living()]
        connection.executemany("DELETE FROM flow_sources WHERE flow_id = ?", empty)
        connection.executemany("DELETE FROM flows WHERE id = ?", empty)
