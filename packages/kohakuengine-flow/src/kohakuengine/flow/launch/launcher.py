"""What a launcher is: where the runs of a flow go, and how they come back.

The unit of work is a run folder and one worker command line (`worker_command`); a launcher that starts
programs starts that line, one that calls functions calls what is behind it. What became of a run is read from
its folder, never asked from the launcher, which only says that there is nothing more to wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from kohakuengine.config.later_dataclass import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kohakuengine.flow.run_folder import Assignment

__all__ = ["Capabilities", "Ended", "Handle", "Launcher", "Order"]

Handle = dict[str, Any]
"""What names a run for its launcher, also from another process later: plain JSON."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Capabilities:
    """What a launcher can do.

    Attributes:
        has_processes: Whether each run has a process of its own, which can be stopped and timed out.
        max_slots: How many runs it can carry at once; None for as many as are asked for.
        can_attach: Whether a run goes on without us and can be found again by its handle.
    """

    has_processes: bool
    max_slots: int | None = None
    can_attach: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """One run that is to start now.

    Attributes:
        run_id: Its number in the store.
        folder: Its run folder, with everything that the worker needs.
        slot: Which slot it takes (0-based); no other run has it meanwhile.
        environment: Variables to set for it beside those of this process: `KOGINE_*`, GPUs.
        assignment: What stands in that folder, with the live request.
    """

    run_id: int
    folder: Path
    slot: int
    environment: Mapping[str, str]
    assignment: Assignment


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """A run that the launcher carries no longer; nothing of its processes is left.

    Attributes:
        handle: Which one.
        exit_code: That of its process, negative for the signal that ended it; None where it is not known.
        reason: What the launcher knows about an end that was not the script's own, such as "its keeper was
            killed"; None otherwise.
        is_lost: Whether that end says nothing about the script: what carried it is gone.
        value: What the entrypoint returned, of a launcher that stays in this process.
        outputs: The wanted globals, of such a launcher.
        has_value: Whether these two count.
        error: What the script raised, of such a launcher; None where it did not.
    """

    handle: Handle
    exit_code: int | None
    reason: str | None = None
    is_lost: bool = False
    value: Any = field(default=None, repr=False)
    outputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    has_value: bool = False
    error: BaseException | None = field(default=None, repr=False)


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

    def cancel(self, handle: Handle, how: Literal["interrupt", "terminate", "kill"]) -> None:
        """Ask a run to end: SIGINT or SIGTERM to its process group, or kill all of its processes.

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
