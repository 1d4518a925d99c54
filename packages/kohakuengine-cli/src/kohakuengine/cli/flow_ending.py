"""How a flow has ended: a line, a table, and the exit code."""

from __future__ import annotations

import signal
import time

from kohakuengine.cli import report
from kohakuengine.cli.age import show_duration
from kohakuengine.cli.count import counted
from kohakuengine.cli.run_fields import run_fields, value_cell, values_line
from kohakuengine.cli.run_streams import json_pieces
from kohakuengine.cli.table import Table
from kohakuengine.cli.value_text import short_text
from kohakuengine.flow.store.run_store import RunStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine.cli.flow_display import FlowDisplay
    from kohakuengine.flow.conduct import Conducted
    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.tally import Tally

__all__ = ["end_flow", "sum_up"]

_ROWS = 20


def end_flow(done: Conducted, display: FlowDisplay, output_format: str) -> int:
    """Say how a flow has ended.

    Args:
        done: The flow.
        display: What was shown while it ran.
        output_format: "table", on stderr, or "json", on stdout.

    Returns:
        The exit code.
    """
    tally = done.tally
    sum_up(done, display, output_format)
    if tally.stopped_by is not None:
        report.error(
            f"stopped by {signal.Signals(tally.stopped_by).name}; the same line goes on with what is left"
        )
        return 128 + tally.stopped_by
    if tally.stop_reason is not None:
        report.note("what was to come after it is not started; --on-error continue goes on")
    return 0 if tally.is_complete else 1


def sum_up(done: Conducted, display: FlowDisplay, output_format: str = "table") -> None:
    """Lay the runs of a flow out and count them; the arguments are those of `end_flow`."""
    tally = done.tally
    has_all = tally.submitted <= _ROWS
    if output_format == "json":
        with RunStore(done.store, is_read_only=True) as store:
            for text in json_pieces(map(run_fields, store.latest(done.flow_id))):
                report.write_product(text)
    elif has_all or not tally.is_complete:
        with RunStore(done.store, is_read_only=True) as store:
            report.write_raw(_table(store.latest(done.flow_id, has_completed=has_all)))
    took = show_duration(time.monotonic() - display.started_at)
    report.heading(f"flow {done.flow_id}: {_counts(tally)} in {took}")
    if not has_all:
        report.note(f"'kogine runs list --flow {done.flow_id}' shows all of them")


def _counts(tally: Tally) -> str:
    before = f" ({tally.recalled} of them before)" if tally.recalled else ""
    planned = tally.planned if tally.is_cut else None
    total = tally.submitted if planned is None else max(planned, tally.submitted)
    at_least = "at least " if tally.is_cut and planned is None else ""
    parts = [f"{tally.completed} of {at_least}{counted(total, 'run')} completed{before}"]
    parts += [f"{tally.failed} failed"] if tally.failed else []
    parts += [f"{tally.stopped} stopped"] if tally.stopped else []
    unstarted = len(tally.unstarted) + total - tally.submitted
    parts += [f"{unstarted} not started"] if unstarted else []
    return ", ".join(parts)


def _table(records: Iterable[RunRecord]) -> str:
    """Lay runs out, not too many of them."""
    headings = ("run", "script", "status", "took", "values", "returned")
    table = Table(headings, giving=("values", "returned"), is_error=True)
    for record in records:
        if len(table.rows) == _ROWS:
            break
        table.add(
            str(record.id),
            record.name,
            record.status.value,
            show_duration(record.duration_s),
            values_line(record),
            record.reason or short_text(value_cell(record.returned()), 40),
        )
    return table.text() if table.rows else ""
