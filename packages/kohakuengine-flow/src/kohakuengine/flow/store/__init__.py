"""The run store: what is known of every run, and survives us."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from kohakuengine.flow.store.entered_flow import EnteredFlow
    from kohakuengine.flow.store.flow_key import FlowKey
    from kohakuengine.flow.store.flow_record import FlowRecord
    from kohakuengine.flow.store.run_record import RunRecord
    from kohakuengine.flow.store.run_store import RunStore
    from kohakuengine.flow.store.selection import Selection
    from kohakuengine.flow.store.turn import RunEnd, RunStart

__all__ = [
    "EnteredFlow",
    "FlowKey",
    "FlowRecord",
    "RunEnd",
    "RunRecord",
    "RunStart",
    "RunStore",
    "Selection",
]

_HOMES = {
    "EnteredFlow": "entered_flow",
    "FlowKey": "flow_key",
    "FlowRecord": "flow_record",
    "RunEnd": "turn",
    "RunRecord": "run_record",
    "RunStart": "turn",
    "RunStore": "run_store",
    "Selection": "selection",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(__import__(f"{__name__}.{_HOMES[name]}", fromlist=[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
