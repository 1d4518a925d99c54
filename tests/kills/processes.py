"""The processes of a sweep, found in /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_SLEEPERS = (b"sleep\x00600\x00", b"sleep\x00601\x00")


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
    def is_sleeper(self) -> bool:
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
        fields = (folder / "stat").read_bytes().rpartition(b")")[2].split()
        command = (folder / "cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return None
    if wanted not in environment or fields[0] in (b"Z", b"X"):
        return None
    return Process(pid=pid, parent=int(fields[1]), command=command)


def below(processes: list[Process], pid: int) -> list[Process]:
    """List the children of a process among others."""
    return [one for one in processes if one.parent == pid]


def roles(processes: list[Process], orchestrator: int, mode: str) -> dict[str, list[int]]:
    """Tell which process is what, by where it stands below the orchestrator.

    Args:
        processes: All of the sweep.
        orchestrator: Its process id.
        mode: "subprocess", "fork" or "inprocess".
    """
    names = {
        "subprocess": ("supervisor", "keeper", "run"),
        "fork": ("supervisor", "fork parent", "keeper", "run"),
        "inprocess": ("supervisor", "keeper", "run"),
    }[mode]
    found: dict[str, list[int]] = {"orchestrator": [orchestrator]}
    level = [orchestrator]
    for name in names:
        level = [one.pid for pid in level for one in below(processes, pid) if not one.is_sleeper]
        found[name] = level
    return found
