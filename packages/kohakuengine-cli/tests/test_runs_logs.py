"""`kogine runs logs`: what a run wrote, byte for byte."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from recorded_runs import begin, key

from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store import RunEnd

if TYPE_CHECKING:
    from kogine_process import Kogine

    from kohakuengine.flow.store import RunStore


def test_logs_are_printed_byte_for_byte_each_where_it_belongs(kogine: Kogine, store: RunStore) -> None:
    done = subprocess.run(
        kogine.line("runs", "logs", "2"),
        cwd=kogine.folder,
        env=kogine.environment,
        capture_output=True,
        check=True,
    )

    assert done.stdout == b"out 2\nline \xff\n"
    assert done.stderr == b"err 2\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--stderr"], b"err 2\n"),
        (["--stdout"], b"out 2\nline \xff\n"),
        (["--stdout", "--tail", "1"], b"line \xff\n"),
        (["--stdout", "--tail", "2"], b"out 2\nline \xff\n"),
        (["--stdout", "--tail", "99"], b"out 2\nline \xff\n"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_a_part_of_the_logs_goes_to_stdout(
    kogine: Kogine, store: RunStore, words: list[str], expected: bytes
) -> None:
    line = kogine.line("runs", "logs", "2", *words)
    done = subprocess.run(line, cwd=kogine.folder, env=kogine.environment, capture_output=True, check=True)

    assert (done.stdout, done.stderr) == (expected, b"")


# With ids: pytest hands them to child processes in a variable, which holds no 100,000 letters.
@pytest.mark.parametrize(
    "text",
    [b"", b"\n", b"a", b"a\n", b"a\nb", b"\n\n\n", b"x\n" * 50_000 + b"y", b"z" * 200_000],
    ids=["nothing", "end", "open", "one", "two", "empty-lines", "many-lines", "one-long-line"],
)
@pytest.mark.parametrize("lines", [1, 2, 40_000])
def test_the_last_lines_are_those_of_tail(kogine: Kogine, store: RunStore, text: bytes, lines: int) -> None:
    from kohakuengine.cli.run_log import Log

    path = store.run_folder(1) / "stdout"
    path.write_bytes(text)
    log = Log(path)
    log.skip_to_last(lines)

    assert (
        text[log.at :]
        == subprocess.run(["tail", "-n", str(lines), path], capture_output=True, check=True).stdout
    )


def test_logs_follow_a_run_to_its_end(kogine: Kogine, store: RunStore) -> None:
    with store.enter(key("other"), sources={}) as flow:
        run_id = begin(kogine.folder, flow, 0, {})
        line = kogine.line("runs", "logs", str(run_id), "--stdout", "--follow")
        with subprocess.Popen(
            line, cwd=kogine.folder, env=kogine.environment, stdout=subprocess.PIPE
        ) as follower:
            assert follower.stdout is not None
            first = follower.stdout.readline()
            with open(flow.run_folder(run_id) / "stdout", "ab") as log:
                log.write(b"more\n")
            follower.stdout.readline()
            later = follower.stdout.readline()
            is_waiting = follower.poll() is None
            flow.commit(ended=[RunEnd(run_id=run_id, status=RunStatus.COMPLETED, ended_at=time.time())])
            rest = follower.stdout.read()

    assert (first, later, rest, is_waiting) == (b"out 4\n", b"more\n", b"", True)
    assert follower.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_large_logs_are_printed_at_flat_memory(kogine: Kogine, store: RunStore) -> None:
    path = store.run_folder(1) / "stdout"
    with open(path, "wb") as file:
        file.truncate(300 << 20)
    line = kogine.line("runs", "logs", "1", "--stdout")
    program = "import sys; from kohakuengine.cli.entry import main; main(sys.argv[1:]); "
    # ru_maxrss begins with what the process that started it has had.
    program += "sys.stderr.write(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"

    done = subprocess.run(
        [line[0], "-c", program, *line[3:]],
        cwd=kogine.folder,
        env=kogine.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
    )

    assert int(done.stderr) < 100_000  # KiB
