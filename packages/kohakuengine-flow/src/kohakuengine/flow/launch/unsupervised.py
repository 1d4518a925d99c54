"""The `subprocess` launcher where there are no forks: Windows.

Each run is a fresh interpreter in a process group of its own. What it has started ends with it as far as can
be seen: a child whose own parent has ended is not found any more, and what is left when this process is
killed goes on.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time

import psutil

from kohakuengine.flow.launch.command import worker_command
from kohakuengine.flow.launch.order import Capabilities, Ended
from kohakuengine.flow.run_folder import STDERR, STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.launch.order import Handle, Order, Urgency

__all__ = ["UnsupervisedLauncher"]

_LOOK_S = 0.02


class UnsupervisedLauncher:
    """Starts the worker command line for every run, with nothing in between."""

    name = "subprocess"
    capabilities = Capabilities(has_processes=True)

    def __init__(self, *, lock_fd: int = -1, log: Path | None = None) -> None:  # noqa: ARG002
        """Prepare; both arguments are those of launchers with a supervisor, and count for nothing here."""
        self._runs: dict[int, tuple[Handle, subprocess.Popen[bytes]]] = {}
        self._refused: list[Ended] = []

    def room_behind(self, slot: int, request: RunRequest) -> int:  # noqa: ARG002 - of the protocol
        """Say that none waits: nobody but us would start it."""
        return 0

    def submit(self, order: Order) -> Handle:
        """Start a run and return at once."""
        handle: Handle = {"run": order.run_id, "slot": order.slot}
        try:
            self._runs[order.run_id] = handle, _start(order)
        except OSError as error:
            reason = f"it could not be started: {error.strerror or error}"
            self._refused.append(Ended(handle=handle, exit_code=None, reason=reason))
        return handle

    def poll(self, timeout_s: float | None, wake_fd: int | None = None) -> list[Ended]:
        """Wait until runs have ended, and return them; `wake_fd` is looked at every 20 ms."""
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        while True:
            ended = self._take_ended()
            is_over = deadline is not None and time.monotonic() >= deadline
            if ended or is_over or (wake_fd is not None and _can_read(wake_fd)):
                return ended
            time.sleep(_LOOK_S)

    def cancel(self, handle: Handle, how: Urgency) -> None:
        """Ask a run to end."""
        if handle["run"] not in self._runs or how == "withdraw":
            return
        process = self._runs[handle["run"]][1]
        if how == "interrupt":
            process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT))
        elif how == "terminate":
            process.terminate()
        else:
            _end_tree(process)

    def attach(self, handle: Handle) -> bool:  # noqa: ARG002 - of the protocol
        """Say that runs are not found again."""
        return False

    def close(self) -> None:
        """End whatever still runs, and wait for it."""
        for _, process in self._runs.values():
            _end_tree(process)
            process.wait()
        self._runs = {}

    def _take_ended(self) -> list[Ended]:
        ended, self._refused = self._refused, []
        for run_id, (handle, process) in list(self._runs.items()):
            exit_code = process.poll()
            if exit_code is not None:
                del self._runs[run_id]
                ended.append(Ended(handle=handle, exit_code=exit_code))
        return ended


def _start(order: Order) -> subprocess.Popen[bytes]:
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows
    with open(order.folder / STDOUT, "ab") as stdout, open(order.folder / STDERR, "ab") as stderr:
        return subprocess.Popen(
            [*worker_command(), str(order.folder)],
            env={**os.environ, **order.environment},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            creationflags=flags,
            start_new_session=not flags,
        )


def _end_tree(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
    process.kill()


def _can_read(descriptor: int) -> bool:
    import select

    try:
        return bool(select.select([descriptor], [], [], 0)[0])
    except OSError:  # Windows, where only sockets can be asked
        return False
