"""`kogine runs show`: all that is known of one run."""

from __future__ import annotations

import json

from kohakuengine.cli.age import show_duration, show_moment
from kohakuengine.cli.found_store import find_store, finds
from kohakuengine.cli.report import write_product
from kohakuengine.cli.run_fields import run_fields, value_cell
from kohakuengine.cli.run_words import read_run_number
from kohakuengine.flow.store.sources import digest_of_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.flow.store.run_record import RunRecord

__all__ = ["show"]

_CHANGED = {True: "has changed since", False: "is as it was", None: "cannot be compared"}


@finds
def show(*, run: str, output_format: str) -> int:
    """Print one run; the keywords are the rows of the option table.

    Returns:
        0, or 1 where there is no such run.

    Raises:
        KohakuError: The line is wrong, or the store cannot be read.
    """
    number = read_run_number(run, command="runs show")
    with find_store() as store:
        record = store.run(number)
    if output_format == "json":
        fields = {"version": 1, **run_fields(record), "is_script_changed": _is_changed(record)}
        write_product(json.dumps(fields, ensure_ascii=False, indent=2) + "\n")
    else:
        write_product("".join(_lines(record)))
    return 0


def _is_changed(record: RunRecord) -> bool | None:
    """Say whether the script is another one than was run, None where that cannot be told."""
    now = digest_of_file(record.script)
    return None if record.source is None or now is None else now != record.source


def _lines(record: RunRecord) -> Iterator[str]:
    facts = dict(_facts(record))
    values = {name: value_cell(value) for name, value in record.named_values().items()}
    width = max(map(len, facts))
    yield from (f"{name:{width}}  {text}\n" for name, text in facts.items() if text)
    if values:
        width = max(map(len, values))
        yield "\nvalues\n"
        yield from (f"  {name:{width}}  {text}\n" for name, text in values.items())
    traceback = record.traceback()
    if traceback:
        yield f"\n{traceback.rstrip()}\n"


def _facts(record: RunRecord) -> Iterator[tuple[str, str]]:
    yield "run", f"{record.id}, attempt {record.attempt}, of flow {record.flow_id}"
    yield "script", f"{record.script} ({_CHANGED[_is_changed(record)]})"
    yield "status", record.status.value
    yield "reason", record.reason or ""
    yield "exit code", "" if record.exit_code is None else str(record.exit_code)
    yield "returned", value_cell(record.returned())
    yield "started", show_moment(record.started_at)
    yield "took", show_duration(record.duration_s)
    yield "launcher", f"{record.launcher}, slot {record.slot}"
    yield "source", record.source or ""
    yield "folder", str(record.folder)
