"""`kogine runs rerun`: recorded runs once more."""

from __future__ import annotations

import os
import signal

from kohakuengine.cli import report
from kohakuengine.cli.count import read_count
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.found_store import NOTHING, find_store, finds
from kohakuengine.cli.run_words import read_run_number
from kohakuengine.cli.runs_list import table_of
from kohakuengine.flow.rerun import Rerun, recorded_spec
from kohakuengine.flow.store.flow_key import FlowKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.flow.rerun import RecordedSpec
    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.store.run_store import RunStore

__all__ = ["rerun"]


@finds
def rerun(*, runs: list[str], workers: str) -> int:
    """Run recorded runs once more; the keywords are the rows of the option table.

    Returns:
        0, 1 where one did not complete or is not there, 128 and more where a signal stopped them.

    Raises:
        KohakuError: The line is wrong, or a run cannot be made again.
    """
    from kohakuengine.flow.conduct import Identity, conduct

    numbers = [read_run_number(run, command="runs rerun") for run in runs]
    count = read_count("--workers", workers, command="runs rerun")
    with find_store() as store:
        specs = [_spec(store, number, index) for index, number in enumerate(numbers)]
        folder = store.folder
    words = ("runs", "rerun", *map(str, numbers))
    key = FlowKey(command=words, title=f"kogine {' '.join(words)}", folder=os.getcwd())
    done = conduct(Rerun(specs, max_workers=count, store=folder), identity=Identity(key=key, mode="auto"))
    _show(done.flow_id)
    if done.tally.stopped_by is not None:
        report.error(f"stopped by {signal.Signals(done.tally.stopped_by).name}")
        return 128 + done.tally.stopped_by
    return 0 if done.tally.is_complete else NOTHING


def _spec(store: RunStore, number: int, index: int) -> RecordedSpec:
    """Make a run of a recorded one.

    Raises:
        UsageError: It was started in another folder, where relative paths mean other files.
    """
    record = store.run(number)
    flow = store.flow(record.flow_id)
    if flow is not None and os.path.realpath(flow.folder) != os.path.realpath(os.getcwd()):
        message = f"run {number} was started in {flow.folder}. Go there to run it again."
        raise UsageError(message=message, command="runs rerun")
    return recorded_spec(store, record, (index,))


def _show(flow_id: int) -> None:
    """Print what became of the new runs."""
    with find_store() as store:
        records: list[RunRecord] = list(store.latest(flow_id))
    report.write_product(table_of(records))
