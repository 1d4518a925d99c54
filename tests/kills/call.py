"""A system call at which a process is held, so that it can be killed before the call is made."""

from __future__ import annotations

import platform
import shutil
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .processes import is_dead, stat_of

if TYPE_CHECKING:
    from pathlib import Path

_HELD_S = 2
_LOOKS = 20
_PATIENCE_S = 10
_NAMES = {"clone": ("clone", "clone3", "fork", "vfork"), "fork": ("clone", "fork")}
_NUMBERS = {
    "pwrite64": {18},
    "sendto": {44},
    "clone": {56, 57, 58, 435},
    "fork": {56, 57},
    "rename": {82},
    "mkdir": {83},
    "unlink": {87},
    "openat": {257},
}
"""Of the system calls, on x86-64."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """Which call of a process.

    Attributes:
        name: Of the system call; "clone" is whatever starts a process, "fork" what `os.fork` calls.
        path: Only calls for this file of the project; "" for all. `{number}` stands for 0 to 48.
        count: The how manieth of them (1-based).
        is_first: Whether they are counted from the start of the process rather than from some moment on.
    """

    name: str
    path: str = ""
    count: int = 1
    is_first: bool = False

    def __str__(self) -> str:
        where = f" of {self.path}" if self.path else ""
        return f"{self.name}{where} {self.count}" + (" from the start" if self.is_first else "")

    def tracer(self, folder: Path) -> list[str]:
        """Return the words of strace that hold a process there for two seconds."""
        names = ",".join(_NAMES.get(self.name, (self.name,)))
        held = f"inject={names}:delay_enter={_HELD_S}s:when={self.count}"
        paths = sorted({self.path.replace("{number}", str(number)) for number in range(49)} - {""})
        only = [word for path in paths for word in ("-P", str(folder / path))]
        return ["strace", "-qq", "-o", str(folder / "calls"), "-e", f"trace={names}", "-e", held, *only]


def can_trace() -> bool:
    """Say whether there is strace, on the one machine whose system calls we know by number."""
    return shutil.which("strace") is not None and platform.machine() == "x86_64"


def attach(call: Call, pid: int, folder: Path) -> subprocess.Popen[bytes]:
    """Trace a running process from now on."""
    words = [*call.tracer(folder), "-p", str(pid)]
    tracer = subprocess.Popen(words, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while tracer.poll() is None and not _is_traced(pid):
        time.sleep(0.001)
    return tracer


def wait_until_held(call: Call, pid: int) -> bool:
    """Wait until a process is held at its call; False where it ends before.

    One that is traced stops at every call, for some microseconds; at the one where it is held, for long.
    """
    looks, before = 0, b""
    while not is_dead(pid):
        now = _call_of(pid) if stat_of(pid)[:1] == [b"t"] else b""
        is_such = bool(now[:1].isdigit()) and int(now.split()[0]) in _NUMBERS[call.name]
        looks = looks + 1 if is_such and now == before else 0
        before = now
        if looks == _LOOKS:
            return True
        time.sleep(0.001)
    return False


def was_held(call: Call, folder: Path) -> bool:
    """Say whether the trace, once it is whole, shows that the process died at this call."""
    names = _NAMES.get(call.name, (call.name,))
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        lines = (folder / "calls").read_text(encoding="utf-8", errors="replace").splitlines()
        if lines and lines[-1].startswith("+++ killed by"):
            return len(lines) > 1 and lines[-2].startswith(names) and lines[-2].endswith("= ?")
        time.sleep(0.001)
    return False


def _call_of(pid: int) -> bytes:
    """Return which call a process is in, and its arguments."""
    try:
        with open(f"/proc/{pid}/syscall", "rb") as file:
            return file.read()
    except OSError:
        return b""


def _is_traced(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            return b"\nTracerPid:\t0\n" not in file.read()
    except OSError:
        return True
