"""Runs written for other programs, a piece at a time: ten thousand cost no more memory than ten."""

from __future__ import annotations

import io
import json
from itertools import islice

from kohakuengine.cli.run_fields import value_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

__all__ = ["csv_pieces", "json_pieces"]

_PIECE = 200


def json_pieces(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield one JSON object, a run on each line."""
    yield '{"version": 1, "runs": ['
    separator = "\n"
    for row in rows:
        yield f"{separator}  {json.dumps(row, ensure_ascii=False)}"
        separator = ",\n"
    yield "\n]}\n"


def csv_pieces(columns: list[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield CSV (RFC 4180, but lines end with a newline alone): a heading, then a line for each run."""
    yield _lines([columns])
    rest = iter(rows)
    while piece := list(islice(rest, _PIECE)):
        yield _lines([[value_cell(row.get(column)) for column in columns] for row in piece])


def _lines(rows: list[list[str]]) -> str:
    import csv

    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
