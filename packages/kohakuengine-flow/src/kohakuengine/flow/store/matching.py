"""Which recorded run a planned one is."""

from __future__ import annotations

from kohakuengine.flow.run_spec import position_key
from kohakuengine.flow.store.run_record import COLUMNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Any

    from kohakuengine.flow.run_spec import Position
    from kohakuengine.flow.store.database import Database

__all__ = ["by_content", "by_position", "lineage"]

_BY_POSITION = f"SELECT {COLUMNS} FROM runs WHERE flow_id = ? AND position = ? ORDER BY attempt DESC LIMIT 1"
_LINEAGE = """
    WITH RECURSIVE line (id, continues) AS (
        SELECT id, continues FROM flows WHERE id = ?
        UNION SELECT flows.id, flows.continues FROM flows JOIN line ON flows.id = line.continues
    )
    SELECT id FROM line WHERE id != ? ORDER BY id DESC
"""


def lineage(database: Database, flow_id: int) -> list[int]:
    """List the flows that a flow took over when a source had changed, the latest first."""
    return [row[0] for row in database.query(_LINEAGE, (flow_id, flow_id))]


def by_position(database: Database, flow_id: int, position: Position) -> tuple[Any, ...] | None:
    """Return the latest attempt at a position of a flow."""
    rows = database.query(_BY_POSITION, (flow_id, position_key(position)))
    return rows[0] if rows else None


def by_content(
    database: Database,
    flow_ids: list[int],
    position: Position,
    digest: str | None,
    handed: Container[int] = (),
) -> tuple[Any, ...] | None:
    """Return the COMPLETED run of earlier flows that has the same content.

    Of several, the first by position; so the second planned run of one content finds the second recorded one.

    Args:
        database: Of the store.
        flow_ids: The flows to search, the latest first.
        position: Where the planned run stands; counts where it has no digest.
        digest: Of its content, or None.
        handed: Ids that were handed out before.
    """
    wanted = "digest IS ? AND position = ?" if digest is None else "digest = ?"
    parameters = (digest, position_key(position)) if digest is None else (digest,)
    of_flow = f"SELECT {COLUMNS} FROM runs WHERE flow_id = ? AND status = 'COMPLETED'"
    for flow_id in flow_ids:
        for row in database.query(f"{of_flow} AND {wanted} ORDER BY position", (flow_id, *parameters)):
            if row[0] not in handed:
                return row
    return None
