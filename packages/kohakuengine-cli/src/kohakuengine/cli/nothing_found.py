"""Why a selection takes no run: what in it fits none of the store."""

from __future__ import annotations

import os

from kohakuengine.cli.errors import sentences
from kohakuengine.cli.run_fields import leaves
from kohakuengine.config.kohaku_error import did_you_mean
from kohakuengine.flow.store.selection import Selection
from kohakuengine.flow.store.value_filter import MISSING, find_value, read_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from kohakuengine.flow.store.run_store import RunStore
    from kohakuengine.flow.store.value_filter import ValueFilter

__all__ = ["explain_nothing"]


def explain_nothing(store: RunStore, selection: Selection) -> str:
    """Say what is wrong with a selection that takes no run, or "" where each part of it fits some run.

    Raises:
        RunNotFoundError: A number that it names is none of a run.
    """
    for run_id in selection.ids or ():
        store.run(run_id)
    return next(filter(None, _faults(store, selection)), "")


def _faults(store: RunStore, selection: Selection) -> Iterator[str]:
    if selection.flow_id is not None:
        yield _flow_fault(store, selection.flow_id)
    if selection.script is not None:
        yield _script_fault(store, selection.script)
    for condition in selection.filters:
        yield _condition_fault(store, condition)


def _flow_fault(store: RunStore, flow_id: int) -> str:
    newest = next(store.flows(), None)
    if newest is None or store.flow(flow_id) is not None:
        return ""
    return f"there is no flow {flow_id}. The newest is {newest.id}."


def _script_fault(store: RunStore, script: str) -> str:
    if store.count(Selection(script=script)):
        return ""
    names = {os.path.basename(one.script) if "." in script else one.name for one in store.runs()}
    question = did_you_mean(os.path.basename(script), names)
    return sentences(f"there is no run of '{script}'.", question) if names else ""


def _condition_fault(store: RunStore, condition: ValueFilter) -> str:
    names: dict[str, None] = {}
    found: list[Any] = []
    for record in store.runs():
        values = record.known_values()
        names |= dict.fromkeys(leaves(values))
        value = find_value(values, condition.name)
        found += [value] if value is not MISSING else []
    if names and not found:
        return sentences(f"No run has a value '{condition.name}'.", did_you_mean(condition.name, names))
    if found and condition.is_with_word and all(read_number(value) is not None for value in found):
        return f"'{condition.name}' is a number in each run, '{condition.text}' is none."
    return ""
