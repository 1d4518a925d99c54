"""What a launcher is given, and what it gives back; see `Launcher`."""

from __future__ import annotations

from kohakuengine.config.later_dataclass import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any, Literal, TypeAlias

    from kohakuengine.flow.run_folder import Assignment

__all__ = ["Capabilities", "Ended", "Handle", "Order", "Urgency"]

Handle: TypeAlias = "dict[str, Any]"
"""What names a run for its launcher, also from another process later: plain JSON."""

Urgency: TypeAlias = "Literal['withdraw', 'interrupt', 'terminate', 'kill']"
"""How a run is asked to end: only where it has not begun, by SIGINT or SIGTERM to its process group, or by
killing all of its processes."""


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
    """One run that is to start now, or as soon as those of its slot before it have ended.

    Attributes:
        run_id: Its number in the store.
        folder: Its run folder, with everything that the worker needs.
        slot: Which slot it takes (0-based); its runs are executed one after the other.
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
        took_s: How many seconds its process was there; None where that is not known.
        is_lost: Whether that end says nothing about the script: what carried it is gone.
        is_returned: Whether it has not begun, but waited behind another run, and may start elsewhere.
        value: What the entrypoint returned, of a launcher that stays in this process.
        outputs: The wanted globals, of such a launcher.
        has_value: Whether these two count.
        error: What the script raised, of such a launcher; None where it did not.
    """

    handle: Handle
    exit_code: int | None
    reason: str | None = None
    took_s: float | None = None
    is_lost: bool = False
    is_returned: bool = False
    value: Any = field(default=None, repr=False)
    outputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    has_value: bool = False
    error: BaseException | None = field(default=None, repr=False)
