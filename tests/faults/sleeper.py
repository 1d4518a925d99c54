"""Waiting for a process to reach the point where a signal is to meet it; nothing sleeps for a guess."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

READY = b"ready\n"


def wait_until_asleep(process: subprocess.Popen[bytes]) -> bytes:
    """Wait until a process has printed `ready` as a line and sleeps in the kernel.

    Returns:
        What it printed up to there.
    """
    assert process.stdout is not None
    said = b""
    while not said.endswith(READY):
        byte = os.read(process.stdout.fileno(), 1)
        if not byte:
            return said
        said += byte
    status = Path(f"/proc/{process.pid}/stat")
    while process.poll() is None and status.exists() and _state(status) != "S":
        time.sleep(0.001)
    return said


def _state(status: Path) -> str:
    """Return the letter that proc(5) gives for the state; the name before it may hold anything."""
    return status.read_text(encoding="utf-8").rpartition(")")[2].split()[0]


def end_group(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """End a process that did not end by itself, with all it started."""
    os.killpg(process.pid, signal.SIGKILL)
    stdout, stderr = process.communicate()
    return stdout, stderr + b"\nstill running: ended by the test\n"
