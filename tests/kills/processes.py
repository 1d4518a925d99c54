"""The processes of a sweep, found in /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_SLEEPERS = (b"sleep\x00600\x00", b"sleep\x00601\x00")
_BELOW = {
    "subprocess": ("supervisor", "keeper", "run"),
    "fork": ("supervisor", "fork parent", "keeper", "run"),
    "inprocess": ("supervisor",),
}


@dataclass(frozen=True, kw_only=True)
class Process:
    """One process.

    Attributes:
        pid: Its id.
        parent: That of its parent.
        command: Its words, as /proc has them.
    """

    pid: int
    parent: int
    command: bytes

    @property
    def is_grandchild(self) -> bool:
        """Whether it is what a run has started."""
        return self.command in _SLEEPERS


def processes_of(token: str) -> list[Process]:
    """List the living processes that have a token in their environment."""
    wanted = f"SWEEP_TOKEN={token}\x00".encode()
    found = []
    for name in os.listdir("/proc"):
        if name.isdecimal():
            process = _process(int(name), wanted)
            if process is not None:
                found.append(process)
    return found


def _process(pid: int, wanted: bytes) -> Process | None:
    folder = Path("/proc") / str(pid)
    try:
        environment = (folder / "environ").read_bytes()
        command = (folder / "cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return None
    fields = stat_of(pid)
    if wanted not in environment or b"strace" in command.partition(b"\0")[0]:
        return None
    if not fields or fields[0] in (b"Z", b"X"):
        return None
    return Process(pid=pid, parent=int(fields[1]), command=command)


def stat_of(pid: int) -> list[bytes]:
    """Return the fields of /proc/PID/stat from the state on, nothing where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return []


def is_dead(pid: int) -> bool:
    """Say whether a process has ended, be it that nobody has collected it."""
    return stat_of(pid)[:1] in ([], [b"Z"], [b"X"])


def victims(processes: list[Process], orchestrator: int, mode: str, role: str) -> list[int]:
    """List the processes that have a role, by where they stand below the orchestrator.

    Args:
        processes: All of the sweep.
        orchestrator: Its process id.
        mode: "subprocess", "fork" or "inprocess".
        role: "orchestrator", "supervisor", "fork parent", "keeper" or "run".
    """
    level, name = [orchestrator], "orchestrator"
    for name_below in _BELOW[mode]:
        if name == role:
            break
        children = [one for one in processes if one.parent in level and not one.is_grandchild]
        level, name = [one.pid for one in children], name_below
    return level if name == role else []
