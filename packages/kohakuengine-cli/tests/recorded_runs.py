"""A run store as flows leave it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store import FlowKey, RunEnd, RunStart, RunStore
from kohakuengine.flow.store.sources import digest_of

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.flow.store import EnteredFlow

ERROR = {
    "type": "ValueError",
    "message": "bad lr",
    "traceback": "Traceback (most recent call last):\nValueError: bad lr\n",
}
SCRIPT = "lr = 0.1\n"


def key(title: str) -> FlowKey:
    return FlowKey(command=(title,), title=title, folder="/project")


def begin(folder: Path, flow: EnteredFlow, index: int, values: dict[str, Any]) -> int:
    start = RunStart(
        position=(0, index),
        attempt=1,
        digest=None,
        name="train",
        script=str(folder / "train.py"),
        source=digest_of(SCRIPT.encode()),
        values=json.dumps({"globals": values, "args": [], "kwargs": {}, "metadata": {}}),
        slot=0,
        launcher="fork",
    )
    (run_id,) = flow.commit(started=[start])
    flow.run_folder(run_id).mkdir(parents=True)
    (flow.run_folder(run_id) / "stdout").write_bytes(f"out {run_id}\nline \xff\n".encode("latin-1"))
    (flow.run_folder(run_id) / "stderr").write_bytes(f"err {run_id}\n".encode())
    return run_id


def add(
    folder: Path, flow: EnteredFlow, index: int, values: dict[str, Any], *, is_failed: bool = False
) -> int:
    run_id = begin(folder, flow, index, values)
    status = RunStatus.FAILED if is_failed else RunStatus.COMPLETED
    reason = "ValueError: bad lr" if is_failed else None
    error = json.dumps(ERROR) if is_failed else None
    now = time.time()
    flow.commit(
        ended=[
            RunEnd(
                run_id=run_id,
                status=status,
                reason=reason,
                exit_code=int(is_failed),
                value=None if is_failed else json.dumps({"loss": index / 2}),
                error=error,
                started_at=now - 1.5,
                ended_at=now,
            )
        ]
    )
    return run_id


def fill(folder: Path) -> None:
    """Record three runs of a flow that ended: 1 and 3 COMPLETED, 2 FAILED; each with logs."""
    with RunStore(folder / ".kogine") as store, store.enter(key("sweep"), sources={}) as flow:
        for index, lr in enumerate((0.1, 0.2, 0.3)):
            values = {"lr": lr, "cfg": {"depth": 4, "width": index}}
            add(folder, flow, index, values, is_failed=index == 1)
