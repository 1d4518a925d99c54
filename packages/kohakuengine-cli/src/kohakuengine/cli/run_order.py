"""In which order runs are shown: newest first, or sorted."""

from __future__ import annotations

from kohakuengine.cli.errors import UsageError, sentences
from kohakuengine.cli.run_fields import flat_fields, value_cell
from kohakuengine.config.kohaku_error import did_you_mean
from kohakuengine.config.later_dataclass import replace
from kohakuengine.flow.store.value_filter import MISSING, find_value, read_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.store.run_store import RunStore
    from kohakuengine.flow.store.selection import Selection

__all__ = ["Order", "ordered", "read_order"]


class Order:
    """By what runs are sorted.

    Attributes:
        name: A value, or a column of the export; dots reach inside.
        is_falling: Whether the greatest comes first.
    """

    def __init__(self, name: str, *, is_falling: bool) -> None:
        self.name = name
        self.is_falling = is_falling

    def cell(self, record: RunRecord) -> str:
        """Write what a run is sorted by, "" where it has no such value."""
        value = find_value(flat_fields(record), self.name)
        return "" if value is MISSING else value_cell(value)

    def ids(self, store: RunStore, selection: Selection) -> list[int]:
        """List the numbers of runs in this order: numbers, then texts; last those without a value.

        Raises:
            UsageError: No run has such a value.
        """
        sorted_by: list[tuple[tuple[bool, Any], int]] = []
        last: list[int] = []
        names: dict[str, None] = {}
        for record in store.runs(selection):
            fields = flat_fields(record)
            names |= dict.fromkeys(fields)
            key = _key(find_value(fields, self.name))
            if key is None:
                last.append(record.id)
            else:
                sorted_by.append((key, record.id))
        if last and not sorted_by:
            question = did_you_mean(self.name, names)
            raise UsageError(message=sentences(f"--sort: none of the runs has '{self.name}'.", question))
        sorted_by.sort(key=lambda pair: pair[0], reverse=self.is_falling)
        return [run_id for _, run_id in sorted_by] + last


def read_order(text: str | None) -> Order | None:
    """Read what `--sort` was given, None for the newest first."""
    return None if text is None else Order(text.removeprefix("-"), is_falling=text.startswith("-"))


def ordered(store: RunStore, selection: Selection, order: Order | None) -> Iterator[RunRecord]:
    """Yield the runs of a selection in an order.

    Raises:
        UsageError: No run has what they are to be sorted by.
    """
    if order is None:
        yield from store.runs(selection)
        return
    for run_id in order.ids(store, selection):
        yield from store.runs(replace(selection, ids=(run_id,)))


def _key(value: Any) -> tuple[bool, Any] | None:
    """Return by what a value is sorted, None for none: it is not there, None, or not a number (nan)."""
    if value is MISSING or value is None:
        return None
    number = read_number(value)
    if number is None:
        return True, value_cell(value)
    return None if number != number else (False, number)
