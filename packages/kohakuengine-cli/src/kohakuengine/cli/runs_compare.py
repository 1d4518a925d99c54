"""`kogine runs compare`: in which values runs differ."""

from __future__ import annotations

from kohakuengine.cli import report
from kohakuengine.cli.age import show_duration
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.found_store import find_store, finds, say_nothing
from kohakuengine.cli.run_fields import leaves, returned_fields, value_cell
from kohakuengine.cli.run_streams import csv_pieces, json_pieces
from kohakuengine.cli.run_words import read_selection
from kohakuengine.cli.table import Table
from kohakuengine.config.later_dataclass import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.store.run_store import RunStore
    from kohakuengine.flow.store.selection import Selection

__all__ = ["compare"]

_MISSING = object()


@finds
def compare(
    *,
    words: list[str],
    statuses: list[str],
    since: str | None,
    until: str | None,
    flow: str | None,
    script: str | None,
    output_format: str,
) -> int:
    """Compare runs; the keywords are the rows of the option table.

    Returns:
        0, or 1 where one of them is not there.

    Raises:
        KohakuError: The line is wrong, or the store cannot be read.
    """
    selection = read_selection(
        "runs compare", words=words, statuses=statuses, since=since, until=until, flow=flow, script=script
    )
    with find_store() as store:
        for run_id in selection.ids or ():
            store.run(run_id)
        found = store.count(selection)
        if not found:
            return say_nothing(store, selection)
        if found == 1:
            raise UsageError(
                message="compare: one run is none to compare. Name two or more.", command="runs compare"
            )
        names = _differing(_records(store, selection))
        for text in _pieces(names, lambda: _records(store, selection), output_format):
            report.write_product(text)
        if not names:
            report.note("their values are the same")
    return 0


def _differing(records: Iterable[RunRecord]) -> list[str]:
    """List the names whose value is not the same in all runs, in the order of the values."""
    first: dict[str, Any] | None = None
    names: dict[str, None] = {}
    for record in records:
        values = leaves(record.named_values())
        first = values if first is None else first
        for name in {**first, **values}:
            if first.get(name, _MISSING) != values.get(name, _MISSING):
                names[name] = None
    return list(names)


def _records(store: RunStore, selection: Selection) -> Iterator[RunRecord]:
    """Yield the runs in the order that they were named in, else newest first."""
    if selection.ids is None:
        yield from store.runs(selection)
    for run_id in selection.ids or ():
        yield from store.runs(replace(selection, ids=(run_id,)))


def _pieces(
    names: list[str], records: Callable[[], Iterable[RunRecord]], output_format: str
) -> Iterable[str]:
    if output_format == "json":
        return json_pieces(_fields(record, names) for record in records())
    results = _results(records())
    if output_format == "table":
        return _table(names, results, records())
    columns = ["run", "status", *names, *results, "duration_s"]
    return csv_pieces(columns, (_columns(record, names) for record in records()))


def _results(records: Iterable[RunRecord]) -> list[str]:
    """List the columns of what runs returned; `returned` alone where none returned anything."""
    names: dict[str, None] = {}
    for record in records:
        names |= {name: None for name, value in returned_fields(record).items() if value is not None}
    return list(names) or ["returned"]


def _fields(record: RunRecord, names: list[str]) -> dict[str, Any]:
    values = leaves(record.named_values())
    return {
        "id": record.id,
        "status": record.status.value,
        "values": {name: values[name] for name in names if name in values},
        "returned": record.returned(),
        "duration_s": record.duration_s,
    }


def _columns(record: RunRecord, names: list[str]) -> dict[str, Any]:
    fields = _fields(record, names)
    values = fields.pop("values")
    return {**values, "run": fields.pop("id"), **fields, **returned_fields(record)}


def _table(names: list[str], results: list[str], records: Iterable[RunRecord]) -> Iterator[str]:
    table = Table(("run", "status", *names, *results, "took"), giving=(*names, *results))
    for record in records:
        fields = _columns(record, names)
        cells = (value_cell(fields.get(name)) for name in (*names, *results))
        table.add(str(record.id), record.status.value, *cells, show_duration(record.duration_s))
    yield table.text()
