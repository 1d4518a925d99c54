"""Lease: which process carries a flow, and whether it still lives."""

from __future__ import annotations

import os
import time

from kohakuengine.config.later_dataclass import dataclass

__all__ = ["HEARTBEAT_S", "Lease", "start_time_of"]

HEARTBEAT_S = 15.0
"""How often a lease is renewed."""
_SILENT_S = 60.0
_STAT = "/proc/{pid}/stat"
_BOOT_ID = "/proc/sys/kernel/random/boot_id"
_PID_SPACE = "/proc/self/ns/pid"


@dataclass(frozen=True, kw_only=True, slots=True)
class Lease:
    """A process that carries a flow.

    Attributes:
        pid: Its number.
        pid_started: When that process started, in whatever unit the system has; numbers are used again.
        boot: Within what the number counts: one boot of one machine, and there one space of numbers
            (containers have their own).
        host: Name of the machine.
        heartbeat_at: When it was last renewed, in seconds since 1970.
    """

    pid: int
    pid_started: str
    boot: str
    host: str
    heartbeat_at: float

    @classmethod
    def own(cls) -> Lease:
        """Make the lease of this process."""
        return cls(
            pid=os.getpid(),
            pid_started=start_time_of(os.getpid()) or "",
            boot=_boot(),
            host=_host(),
            heartbeat_at=time.time(),
        )

    @property
    def is_here(self) -> bool:
        """Whether its process can be looked at from here."""
        return self.boot == _boot()

    def is_alive(self) -> bool:
        """Say whether the process lives; that of another machine does while it renews its lease."""
        if self.is_here:
            return start_time_of(self.pid) == self.pid_started
        return time.time() - self.heartbeat_at < _SILENT_S


def start_time_of(pid: int) -> str | None:
    """Return when a process started, None where there is none, or only what its parent has not collected.

    >>> start_time_of(os.getpid()) == start_time_of(os.getpid())
    True
    """
    try:
        with open(_STAT.format(pid=pid), encoding="utf-8", errors="replace") as file:
            state, *fields = file.read().rpartition(")")[2].split()
    except ProcessLookupError:
        return None
    except OSError:
        return None if os.path.exists(_BOOT_ID) else _asked_start_time(pid)
    return None if state in "ZXx" else fields[18]  # proc(5): state is field 3, starttime 22


def _asked_start_time(pid: int) -> str | None:
    import psutil

    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else repr(process.create_time())
    except psutil.Error:
        return None


def _boot() -> str:
    try:
        with open(_BOOT_ID, encoding="utf-8") as file:
            return f"{file.read().strip()} {os.readlink(_PID_SPACE)}"
    except OSError:
        import psutil

        return f"{_host()} {psutil.boot_time():.0f}"


def _host() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    return os.environ.get("COMPUTERNAME", "")
