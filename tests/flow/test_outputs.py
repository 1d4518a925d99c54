"""What runs write: a gigabyte of it, bytes that are no text, at flat memory and unchanged."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .project import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .project import Project

ALLOWED_KIB = 8 << 10

LOUD = """
import os
number = -1
size_mib = 0

def main():
    piece = b"0123456789abcde\\n" * 65536
    for _ in range(size_mib):
        os.write(1, piece)
    os.write(2, b"end\\n")

if __name__ == "__main__":
    main()
"""

ODD = rb"""\xff\xfe\x00 no text \x80\r\nend \xc3"""
ODD_SCRIPT = """
import os
number = -1

def main():
    os.write(1, b"out BYTES")
    os.write(2, b"err BYTES")
    if number == 1:
        raise ValueError(b"\\xff".decode(errors="surrogateescape"))

if __name__ == "__main__":
    main()
"""


def run_measured(project: Project, *words: str) -> tuple[int, int, int]:
    """Run `kogine WORDS`; return its exit code, how much it wrote to stdout, and its peak memory in KiB."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kohakuengine.cli", *words],
        cwd=project.folder,
        env=project.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    size = peak = 0
    with process:
        while True:  # what has ended has no memory any more: it is looked at while it runs
            peak = max(peak, _peak_kib(process.pid))
            if select.select([process.stdout], [], [], 0.002)[0]:
                piece = os.read(process.stdout.fileno(), 1 << 20)
                size += len(piece)
                if not piece:
                    break
    assert peak > 0
    return process.returncode, size, peak


def _peak_kib(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except (OSError, ValueError):
        return 0
    lines = [words for words in text.splitlines() if words.startswith("VmHWM")]
    return int(lines[0].split()[1]) if lines else 0


@pytest.fixture
def loud(project: Project) -> Iterator[Project]:
    project.write("train.py", LOUD)
    yield project
    for path in project.store.glob("runs/*/*/stdout"):
        path.unlink()  # a gigabyte each


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("mode", ["subprocess", "fork", "inprocess"])
def test_a_gigabyte_is_passed_on_at_flat_memory(loud: Project, mode: str) -> None:
    loud.sweep(1)
    words = ("workflow", "sequential", "train.py", "-c", "sweep.py", "--mode", mode, "--fresh", "-s")

    small = run_measured(loud, *words, "size_mib=1")
    large = run_measured(loud, *words, "size_mib=1024")

    assert (small[:2], large[:2]) == ((0, 1 << 20), (0, 1 << 30))
    assert large[2] - small[2] < ALLOWED_KIB


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_a_gigabyte_goes_to_a_log_and_is_read_again_at_flat_memory(loud: Project) -> None:
    loud.sweep(1)
    small = run_measured(loud, *line("fork", "-s", "size_mib=1"))
    logs_small = run_measured(loud, "runs", "logs", "1", "--stdout")

    large = run_measured(loud, *line("fork", "-s", "size_mib=1024"))
    logs_large = run_measured(loud, "runs", "logs", "2", "--stdout")
    tail = run_measured(loud, "runs", "logs", "2", "--stdout", "--tail", "3")

    assert (small[:2], large[:2]) == ((0, 0), (0, 0))
    assert loud.run_folder(2).joinpath("stdout").stat().st_size == 1 << 30
    assert (logs_small[:2], logs_large[:2], tail[:2]) == ((0, 1 << 20), (0, 1 << 30), (0, 48))
    assert large[2] - small[2] < ALLOWED_KIB
    assert logs_large[2] - logs_small[2] < ALLOWED_KIB
    assert tail[2] - logs_small[2] < ALLOWED_KIB


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("follow", [[], ["--follow"]], ids=["tail", "follow"])
def test_one_line_of_many_megabytes_is_not_held_in_memory(loud: Project, follow: list[str]) -> None:
    text = LOUD.replace("abcde\\n", "abcdef").replace("os.write(1", "os.write(2")
    loud.write("train.py", text.replace('os.write(2, b"end\\n")', "1 / 0"))
    loud.sweep(1)

    small = run_measured(loud, *line("fork", "-s", "size_mib=1", *follow))
    large = run_measured(loud, *line("fork", "-s", "size_mib=60", *follow))

    assert (small[0], large[0]) == (1, 1)
    assert loud.run_folder(2).joinpath("stderr").stat().st_size > 60 << 20
    assert large[2] - small[2] < ALLOWED_KIB


def run_bytes(project: Project, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kohakuengine.cli", *words],
        cwd=project.folder,
        env=project.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def odd(project: Project) -> bytes:
    """What each run writes behind `out ` and `err `."""
    project.write("train.py", ODD_SCRIPT.replace("BYTES", ODD.decode("ascii")))
    project.sweep(2)
    found: bytes = eval(b"b'" + ODD + b"'")
    return found


def test_bytes_that_are_no_text_are_passed_on_as_they_are(project: Project, odd: bytes, mode: str) -> None:
    words = ("workflow", "sequential", "train.py", "-c", "sweep.py", "--on-error", "continue")
    done = run_bytes(project, *words, "--mode", mode)

    assert done.returncode == 1
    assert done.stdout == (b"out " + odd) * 2
    assert done.stderr.count(b"err " + odd) == 2
    assert project.ends() == [("COMPLETED", None), ("FAILED", "ValueError: \udcff")]


def test_a_log_keeps_them_and_gives_them_back(project: Project, odd: bytes, process_mode: str) -> None:
    done = run_bytes(project, *line(process_mode))
    logs = run_bytes(project, "runs", "logs", "2")

    assert done.returncode == 1
    assert project.run_folder(1).joinpath("stdout").read_bytes() == b"out " + odd
    assert b"err " + odd + b"Traceback" in done.stderr
    assert (logs.returncode, logs.stdout) == (0, b"out " + odd)
    assert logs.stderr.startswith(b"err " + odd)


def test_what_is_followed_keeps_them_too(project: Project, odd: bytes, process_mode: str) -> None:
    done = run_bytes(project, *line(process_mode, "--follow"))

    first, last = odd.split(b"\n")
    assert done.returncode == 1
    shown = done.stdout.split(b"\n")
    for own in (b"[1] ", b"[2] "):
        assert [text for text in shown if text.startswith(own)] == [own + b"out " + first, own + last]


def test_names_that_are_no_text_can_be_run_and_found_again(project: Project, mode: str) -> None:
    folder = os.fsencode(project.folder) + b"/of \xff"
    os.mkdir(folder)
    with open(folder + b"/tr\xff.py", "wb") as file:
        file.write(b"import os\nnumber = -1\ndef main():\n    open('ran', 'a').write('x')\n")
        file.write(b"    if number and not os.path.exists('mended'):\n        os.stat(b'\\xff')\nmain()\n")
    project.sweep(2)
    words = line(mode, script=os.fsdecode(b"tr\xff.py"))
    words[words.index("sweep.py")] = "../sweep.py"
    project.folder = Path(os.fsdecode(folder))

    done = run_bytes(project, *words)
    Path(os.fsdecode(folder + b"/mended")).touch()
    again = run_bytes(project, *words)
    listed = run_bytes(project, "runs", "list", "--script", os.fsdecode(b"tr\xff.py"), "--format", "csv")

    assert (done.returncode, again.returncode, listed.returncode) == (1, 0, 0)
    assert b"FileNotFoundError: [Errno 2] No such file or directory: b'\\xff'" in done.stderr
    assert Path(os.fsdecode(folder + b"/ran")).read_text(encoding="ascii") == "xxx"
    assert (listed.stdout.count(b",COMPLETED,"), listed.stdout.count(b",FAILED,")) == (2, 1)
    assert b"/of \\udcff/tr\\udcff.py" in listed.stdout


def test_a_reason_is_one_line_of_a_bounded_length(project: Project, process_mode: str) -> None:
    project.write("train.py", "number = -1\nraise ValueError('x' * 10**7)\n")
    project.sweep(1)

    done = run_bytes(project, *line(process_mode))

    [(status, reason)] = project.ends()
    assert (done.returncode, status) == (1, "FAILED")
    assert len(reason or "") < 600
    assert len(done.stderr) < 100_000
