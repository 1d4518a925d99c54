"""`kogine runs rm`: runs leave the store."""

from __future__ import annotations

import os
import pty
import subprocess
from typing import TYPE_CHECKING

import pytest
from recorded_runs import begin, key

if TYPE_CHECKING:
    from kogine_process import Kogine

    from kohakuengine.flow.store import RunStore


def test_rm_removes_what_was_named(kogine: Kogine, store: RunStore) -> None:
    done = kogine("runs", "rm", "--status", "FAILED", "--yes")

    assert (done.code, done.out, done.err) == (0, "", "kogine: removed 1 run\n")
    assert [record.id for record in store.runs()] == [3, 1]
    assert not store.run_folder(2).exists()


def test_rm_asks_nobody_where_nobody_can_answer(kogine: Kogine, store: RunStore) -> None:
    done = kogine("runs", "rm", "--all")

    assert (done.code, done.out) == (2, "")
    assert "would remove 3 runs, with logs and results. Give --yes" in done.err
    assert store.count() == 3


@pytest.mark.parametrize(("answer", "left"), [("y\n", 0), ("n\n", 3), ("\n", 3)])
def test_rm_asks_first(kogine: Kogine, store: RunStore, answer: str, left: int) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        kogine.line("runs", "rm", "--all"),
        cwd=kogine.folder,
        env=kogine.environment,
        stdin=theirs,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        _, err = process.communicate()
    os.close(ours)

    assert b"remove 3 runs, with logs and results? [y/N]" in err
    assert store.count() == left
    assert process.returncode == (0 if left == 0 else 1)


def test_rm_leaves_what_is_running(kogine: Kogine, store: RunStore) -> None:
    with store.enter(key("other"), sources={}) as flow:
        run_id = begin(kogine.folder, flow, 0, {})
        done = kogine("runs", "rm", "--all", "--yes")
        alone = kogine("runs", "rm", str(run_id), "--yes")

        assert [record.id for record in store.runs()] == [run_id]
    assert done.err == "kogine: removed 3 runs\nkogine: note: 1 run still running: stop the flow first\n"
    assert alone.code == 1
