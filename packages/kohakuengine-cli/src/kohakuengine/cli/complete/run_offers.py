"""Numbers of runs, the newest first."""

from __future__ import annotations

from itertools import islice

from kohakuengine.cli.complete.offer import Offer

__all__ = ["run_offers"]

_MOST = 50


def run_offers() -> list[Offer]:
    """Return the newest runs of the store, with what became of each; nothing where it cannot be read."""
    from kohakuengine.cli.found_store import find_store
    from kohakuengine.config.kohaku_error import KohakuError

    try:
        with find_store() as store:
            records = list(islice(store.runs(), _MOST))
    except (KohakuError, OSError):
        return []
    return [Offer(str(record.id), f"{record.name} {record.status}") for record in records]
