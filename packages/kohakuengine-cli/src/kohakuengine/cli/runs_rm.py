"""`kogine runs rm`: runs leave the store, with all that they wrote."""

from __future__ import annotations

import sys

from kohakuengine.cli import report
from kohakuengine.cli.count import counted
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.found_store import NOTHING, find_store, finds, say_nothing
from kohakuengine.cli.run_words import read_selection
from kohakuengine.flow.store.selection import Selection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["remove"]


@finds
def remove(
    *,
    is_all: bool,
    is_sure: bool,
    **chosen: Any,
) -> int:
    """Remove runs; the keywords are the rows of the option table.

    Those of `read_selection` say which runs are meant.

    Returns:
        0, or 1 where nothing was removed.

    Raises:
        KohakuError: The line is wrong, or the store cannot be written.
    """
    selection = read_selection("runs rm", **chosen)
    if selection == Selection() and not is_all:
        message = "runs rm: which runs? Name them, say which by --status or --until, or give --all."
        raise UsageError(message=message, command="runs rm")
    with find_store(is_read_only=False) as store:
        for run_id in selection.ids or ():
            store.run(run_id)
        count = store.count(selection)
        if not count:
            return say_nothing(store, selection)
        if not is_sure and not _is_wanted(count):
            return NOTHING
        removed = len(store.remove(record.id for record in store.runs(selection)))
    _say_what_happened(removed, count - removed)
    return 0 if removed else NOTHING


def _is_wanted(count: int) -> bool:
    """Ask whether so many runs are to go.

    Raises:
        UsageError: Nobody is there to answer.
    """
    what = f"{counted(count, 'run')}, with logs and results"
    if sys.stdin is None or not sys.stdin.isatty():
        message = f"runs rm would remove {what}. Give --yes where nobody can answer."
        raise UsageError(message=message, command="runs rm")
    report.ask(f"remove {what}? [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _say_what_happened(removed: int, running: int) -> None:
    report.heading(f"removed {counted(removed, 'run')}")
    if running:
        report.note(f"{counted(running, 'run')} still running: stop the flow first")
