"""`kogine runs list`: what became of each run."""

from __future__ import annotations

from itertools import islice

from kohakuengine.cli import report
from kohakuengine.cli.age import show_duration, show_moment
from kohakuengine.cli.count import read_count
from kohakuengine.cli.found_store import find_store, finds, say_nothing
from kohakuengine.cli.run_fields import run_fields, values_line
from kohakuengine.cli.run_order import ordered, read_order
from kohakuengine.cli.run_streams import json_pieces
from kohakuengine.cli.run_words import read_selection
from kohakuengine.cli.runs_export import csv_of
from kohakuengine.cli.table import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kohakuengine.cli.run_order import Order
    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.store.run_store import RunStore
    from kohakuengine.flow.store.selection import Selection

__all__ = ["list_runs", "table_of"]


@finds
def list_runs(
    *,
    sort: str | None,
    limit: str,
    output_format: str,
    **chosen: Any,
) -> int:
    """List runs, the newest first or sorted; the keywords are the rows of the option table.

    Those of `read_selection` say which runs are meant.

    Returns:
        0, or 1 where there is none.

    Raises:
        KohakuError: The line is wrong, or the store cannot be read.
    """
    selection = read_selection("runs list", **chosen)
    most = read_count("--limit", limit, command="runs list")
    order = read_order(sort)
    with find_store() as store:
        total = store.count(selection)
        for text in _pieces(store, selection, order, most, output_format):
            report.write_product(text)
        if total > most:
            report.note(f"{total - most} more; --limit {total} shows all, conditions fewer")
        return 0 if total else say_nothing(store, selection)


def _pieces(
    store: RunStore, selection: Selection, order: Order | None, most: int, output_format: str
) -> Iterator[str]:
    if output_format == "json":
        return json_pieces(map(run_fields, islice(ordered(store, selection, order), most)))
    if output_format == "csv":
        return csv_of(lambda: islice(ordered(store, selection, order), most))
    records = list(islice(ordered(store, selection, order), most))
    return iter([table_of(records, order)] if records else [])


def table_of(records: list[RunRecord], order: Order | None = None) -> str:
    """Lay runs out as a table, with a column of what they are sorted by."""
    sorted_by = () if order is None else (order.name,)
    headings = ("run", "flow", "script", "status", "started", "took", *sorted_by, "values", "reason")
    table = Table(headings, giving=("values", "reason"))
    for record in records:
        table.add(
            str(record.id),
            str(record.flow_id),
            record.name,
            record.status.value,
            show_moment(record.started_at),
            show_duration(record.duration_s),
            *(() if order is None else (order.cell(record),)),
            values_line(record),
            record.reason or "",
        )
    return table.text()
