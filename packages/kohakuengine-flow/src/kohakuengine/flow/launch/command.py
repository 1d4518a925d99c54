"""The command lines of our own programs, which are files: `python -m` would cost a quarter of a start."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["supervisor_command", "worker_command"]

_FLOW = Path(__file__).parent.parent


def worker_command() -> list[str]:
    """Return the worker command line, to which the folder of a run is added."""
    return [*_interpreter(), str(_FLOW / "worker.py")]


def supervisor_command() -> list[str]:
    """Return the command line of a supervisor, to which its channel, the lock and the worker's are added."""
    return [*_interpreter(), str(_FLOW / "supervise.py")]


def _interpreter() -> list[str]:
    """Return this interpreter, with the options that it was started with; variables are inherited."""
    if not (len(sys.orig_argv) > 1 and sys.orig_argv[1].startswith("-")):
        return [sys.executable]
    import subprocess

    return [sys.executable, *subprocess._args_from_interpreter_flags()]  # type: ignore[attr-defined]
