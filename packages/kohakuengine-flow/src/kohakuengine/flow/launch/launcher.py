"""What a launcher is: where the runs of a flow go, and how they come back.

The unit of work is a run folder and one worker command line (`worker_command`); a launcher that starts
programs starts that line, one that calls functions calls what is behind it. What became of a run is read from
its folder, never asked from the launcher, which only says that there is nothing more to wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kohakuengine.engine.request import RunRequest
    from kohakuengine.flow.launch.order import Capabilities, Ended, Handle, Order, Urgency

__all__ = ["Launcher"]


class Launcher(Protocol):
    """Where runs go. One thread uses it, that of the scheduler.

    Order of calls: `submit` any number of times, `poll` until all have ended, `close`.
    """

    @property
    def name(self) -> str:
        """As in `--launcher`: inprocess, subprocess, fork ..."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def room_behind(self, slot: int, request: RunRequest) -> int:
        """Say how many runs like one may wait in a slot behind the one that is executed there, 0 for none.

        Some may where runs have been so short that being woken for each costs more than they do.
        """
        ...

    def submit(self, order: Order) -> Handle:
        """Start a run and return at once (`inprocess` has run it by then).

        Of one that could not be started, `poll` says so.
        """
        ...

    def poll(self, timeout_s: float | None, wake_fd: int | None = None) -> list[Ended]:
        """Wait until runs have ended, and return them.

        Args:
            timeout_s: Seconds to wait at most; 0 only looks, None waits for ever.
            wake_fd: Also returns (perhaps with nothing) when this descriptor can be read.
        """
        ...

    def cancel(self, handle: Handle, how: Urgency) -> None:
        """Ask a run to end.

        It still comes back from `poll`. A run that has ended is left alone.
        """
        ...

    def attach(self, handle: Handle) -> bool:
        """Take up a run that an earlier process submitted.

        Returns:
            Whether it is still carried, and `poll` will return it.
        """
        ...

    def close(self) -> None:
        """End whatever still runs, with all of its processes, and wait for it."""
        ...
