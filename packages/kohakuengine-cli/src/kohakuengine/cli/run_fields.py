"""What is known of a run, as fields for JSON, columns for CSV, and text for tables."""

from __future__ import annotations

import json

from kohakuengine.cli.value_text import short_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from kohakuengine.flow.store.run_record import RunRecord

__all__ = ["flat_fields", "leaves", "returned_fields", "run_fields", "value_cell", "values_line"]


def run_fields(record: RunRecord) -> dict[str, Any]:
    """Return all that is known of a run, as JSON has it."""
    return {
        "id": record.id,
        "flow": record.flow_id,
        "position": list(record.position),
        "attempt": record.attempt,
        "name": record.name,
        "script": record.script,
        "source": record.source,
        "status": record.status.value,
        "reason": record.reason,
        "exit_code": record.exit_code,
        "started_at": _iso(record.started_at),
        "ended_at": _iso(record.ended_at),
        "duration_s": record.duration_s,
        "launcher": record.launcher,
        "slot": record.slot,
        "folder": str(record.folder),
        "values": record.named_values(),
        "returned": record.returned(),
        "traceback": record.traceback(),
    }


def flat_fields(record: RunRecord) -> dict[str, Any]:
    """Return the same with a column for each value; one named like a column is `values.NAME`.

    Of a dict that was returned there is a column for each key: `returned.loss`.
    """
    fields: dict[str, Any] = {}
    for name, field in run_fields(record).items():
        fields |= returned_fields(record) if name == "returned" else {name: field}
    fields["position"] = "/".join(map(str, record.position))
    values = fields.pop("values")
    return fields | {f"values.{name}" if name in fields else name: value for name, value in values.items()}


def returned_fields(record: RunRecord) -> dict[str, Any]:
    """Return what a run returned under the names of its columns: `returned`, or `returned.loss` of a dict."""
    return leaves({"returned": record.returned()})


def leaves(values: dict[str, Any]) -> dict[str, Any]:
    """Return values with what is inside of dicts under dotted names.

    >>> leaves({"lr": 0.1, "cfg": {"depth": 4}, "out": {"$type": "Path", "$repr": "Path('a')"}})
    {'lr': 0.1, 'cfg.depth': 4, 'out': {'$type': 'Path', '$repr': "Path('a')"}}
    """
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict) and value and "$repr" not in value:
            found.update({f"{name}.{key}": inner for key, inner in leaves(value).items()})
        else:
            found[name] = value
    return found


def value_cell(value: Any) -> str:
    """Write a value into a cell: text as it is, what is no plain data by its repr, the rest as JSON.

    >>> [value_cell(value) for value in (0.1, "adam", None, [1, 2], {"$type": "Path", "$repr": "Path('a')"})]
    ['0.1', 'adam', '', '[1, 2]', "Path('a')"]
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and "$repr" in value:
        return str(value["$repr"])
    return json.dumps(value, ensure_ascii=False)


def values_line(record: RunRecord, width: int = 60) -> str:
    """Write the values of a run in one line, cut at a width in characters."""
    values = record.named_values()
    return short_text(" ".join(f"{name}={value_cell(value)}" for name, value in values.items()), width)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds")
