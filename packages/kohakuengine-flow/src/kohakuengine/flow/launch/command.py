"""The command lines of our own programs, which are files: `python -m` would cost a quarter of a start."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["supervisor_command", "worker_command"]

_OPTIONS = (
    "bytes_warning",
    "debug",
    "dev_mode",
    "ignore_environment",
    "isolated",
    "no_site",
    "no_user_site",
    "optimize",
    "quiet",
    "safe_path",
    "verbose",
)
"""Those of `sys.flags` that `subprocess` makes options of; to import it for none takes as long as our own."""
_FLOW = Path(__file__).parent.parent


def worker_command() -> list[str]:
    """Return the worker command line, to which the folder of a run is added."""
    return [*_interpreter(), str(_FLOW / "worker.py")]


def supervisor_command() -> list[str]:
    """Return the command line of a supervisor, to which its channel, the lock and the worker's are added."""
    return [*_interpreter(), str(_FLOW / "supervise.py")]


def _interpreter() -> list[str]:
    """Return this interpreter, with the options that it was started with, or would have been."""
    if not _has_options():
        return [sys.executable]
    import subprocess

    return [sys.executable, *subprocess._args_from_interpreter_flags()]  # type: ignore[attr-defined]


def _has_options() -> bool:
    """Say whether there may be any; what a variable says that is handed on needs none."""
    if sys.flags.dont_write_bytecode and not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return True
    return bool(sys.warnoptions or sys._xoptions or any(getattr(sys.flags, name, 0) for name in _OPTIONS))
