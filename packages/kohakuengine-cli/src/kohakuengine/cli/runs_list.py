"""`kogine runs list`: what became of each run."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kohakuengine.cli import report
from kohakuengine.cli.age import show_duration, show_moment
from kohakuengine.cli.count import read_count
from kohakuengine.cli.found_store import find_store, finds, say_nothing
from kohakuengine.cli.run_fields import run_fields, values_line
from kohakuengine.cli.run_streams import json_pieces
from kohakuengine.cli.run_words import read_selection
from kohakuengine.cli.runs_export import csv_of
from kohakuengine.cli.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.store.run_store import RunStore
    from kohakuengine.flow.store.selection import Selection

__all__ = ["list_runs", "table_of"]


@finds
def list_runs(
    *,
    words: list[str],
    statuses: list[str],
    since: str | None,
    until: str | None,
    flow: str | None,
    script: str | None,
    limit: str,
    output_format: str,
) -> int:
    """List runs, the newest first; the keywords are the rows of the option table.

    Returns:
        0, or 1 where there is none.

    Raises:
        KohakuError: The line is wrong, or the store cannot be read.
    """
    selection = read_selection(
        "runs list", words=words, statuses=statuses, since=since, until=until, flow=flow, script=script
    )
    most = read_count("--limit", limit, command="runs list")
    with find_store() as store:
        total = store.count(selection)
        for text in _pieces(store, selection, most, output_format):
            report.write_product(text)
        if total > most:
            report.note(f"{total - most} more; --limit {total} shows all, conditions fewer")
        return 0 if total else say_nothing(store, selection)


def _pieces(store: RunStore, selection: Selection, most: int, output_format: str) -> Iterator[str]:
    if output_format == "json":
        return json_pieces(map(run_fields, islice(store.runs(selection), most)))
    if output_format == "csv":
        return csv_of(lambda: islice(store.runs(selection), most))
    records = list(islice(store.runs(selection), most))
    return iter([table_of(records)] if records else [])


def table_of(records: list[RunRecord]) -> str:
    """Lay runs out as a table."""
    table = Table(("run", "flow", "script", "status", "started", "took", "values", "reason"))
    for record in records:
        table.add(
            str(record.id),
            str(record.flow_id),
            record.name,
            record.status.value,
            show_moment(record.started_at),
            show_duration(record.duration_s),
            values_line(record),
            record.reason or "",
        )
    return table.text()
