"""A store with made-up runs, and programs that use it in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store import FlowKey, RunEnd, RunStart

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.flow.store import EnteredFlow

KEY = FlowKey(command=("parallel", "train.py"), title="parallel train.py", folder="/project")
SOURCES = {"/project/train.py": "1", "/project/sweep.py": "1"}

_PRELUDE = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from store_world import KEY, SOURCES, completed, end, start
from kohakuengine.flow.errors import FlowError
from kohakuengine.flow.store import RunStore
folder = Path({folder!r})
"""


def start(
    *position: int,
    attempt: int = 1,
    digest: str | None = None,
    values: str | None = None,
    name: str = "train",
) -> RunStart:
    """Make a start of a run at a position."""
    return RunStart(
        position=position,
        attempt=attempt,
        digest=digest,
        name=name,
        script=f"/project/{name}.py",
        source="1",
        values=values or '{"globals": {"lr": 0.1}, "args": [], "kwargs": {}, "metadata": {}}',
        slot=0,
        launcher="subprocess",
    )


def end(run_id: int, status: RunStatus = RunStatus.COMPLETED) -> RunEnd:
    """Make the end of a run."""
    return RunEnd(run_id=run_id, status=status, ended_at=2.0, started_at=1.0)


def completed(flow: EnteredFlow, *starts: RunStart) -> list[int]:
    """Start runs, and record them as COMPLETED."""
    ids = flow.commit(started=starts)
    flow.commit(ended=[end(run_id) for run_id in ids])
    return ids


def program(folder: Path, body: str, *, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """Start a python program that uses the store in `folder`; talk to it through its stdin and stdout.

    Args:
        folder: Of the store; the program's `folder`.
        body: Its statements.
        before: Words that start it, such as `unshare`.
    """
    tests = __file__.rpartition("/")[0]
    text = _PRELUDE.format(tests=tests, folder=str(folder)) + body
    return subprocess.Popen(
        [*before, sys.executable, "-c", text], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def answer(folder: Path, body: str, *, before: tuple[str, ...] = ()) -> str:
    """Run such a program to its end and return what it prints."""
    with program(folder, body, before=before) as process:
        out, _ = process.communicate()
    assert process.returncode == 0
    return out
