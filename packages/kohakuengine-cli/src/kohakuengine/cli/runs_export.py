"""`kogine runs export`: all that is known of runs, for other programs."""

from __future__ import annotations

from kohakuengine.cli import report
from kohakuengine.cli.found_store import find_store, finds, say_nothing
from kohakuengine.cli.run_fields import flat_fields, run_fields
from kohakuengine.cli.run_order import ordered, read_order
from kohakuengine.cli.run_streams import csv_pieces, json_pieces
from kohakuengine.cli.run_words import read_selection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from kohakuengine.flow.store.run_record import RunRecord

__all__ = ["csv_of", "export"]


@finds
def export(
    *,
    sort: str | None,
    output_format: str,
    **chosen: Any,
) -> int:
    """Print runs for other programs; the keywords are the rows of the option table.

    Those of `read_selection` say which runs are meant.

    Returns:
        0, or 1 where there is none.

    Raises:
        KohakuError: The line is wrong, or the store cannot be read.
    """
    selection = read_selection("runs export", **chosen)
    order = read_order(sort)
    with find_store() as store:
        if output_format == "json":
            pieces = json_pieces(map(run_fields, ordered(store, selection, order)))
        else:
            pieces = csv_of(lambda: ordered(store, selection, order))
        for text in pieces:
            report.write_product(text)
        return 0 if store.count(selection) else say_nothing(store, selection)


def csv_of(records: Callable[[], Iterable[RunRecord]]) -> Iterator[str]:
    """Yield runs as CSV; they are read twice, once for the names of their values.

    Args:
        records: Begins a new pass over them.
    """
    columns: dict[str, None] = {}
    for record in records():
        columns.update(dict.fromkeys(flat_fields(record)))
    return iter(()) if not columns else csv_pieces(list(columns), map(flat_fields, records()))
