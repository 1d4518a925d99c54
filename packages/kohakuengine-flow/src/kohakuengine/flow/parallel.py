"""Parallel: runs side by side."""

from __future__ import annotations

import os

from kohakuengine.flow.errors import WorkflowShapeError
from kohakuengine.flow.gpus import find_gpus
from kohakuengine.flow.workflow import ScriptWorkflow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kohakuengine.flow.elements import Element
    from kohakuengine.flow.feeding import Feeder
    from kohakuengine.flow.run_spec import Position

__all__ = ["Parallel", "available_cpus"]


class Parallel(ScriptWorkflow):
    """Runs side by side, each a process of its own; those that fail do not keep others from starting.

    Attributes:
        max_workers: How many go at once; None for one per CPU, or for as many as there are GPUs for.
        use_subprocess: True starts a fresh interpreter for each; False a fork of one that has imported what
            the script imports, where that can be.
    """

    def __init__(
        self,
        scripts: Sequence[Element],
        max_workers: int | None = None,
        use_subprocess: bool = True,
        **options: Any,
    ) -> None:
        """Take scripts, and how they run; the options are those of every `ScriptWorkflow`."""
        self.max_workers = max_workers
        self.use_subprocess = use_subprocess
        self._gpu_count: int | None = None
        super().__init__(scripts, **options)

    @property
    def default_launcher(self) -> str:  # type: ignore[override]
        """Where runs go that nothing else is said about."""
        return "subprocess" if self.use_subprocess else "pool"

    def slots(self) -> int:
        """Return how many runs go at once."""
        if self.max_workers is not None or self.gpus is None:
            return self.max_workers or available_cpus()
        if self._gpu_count is None:
            self._gpu_count = len(find_gpus(self.gpus))
        return max(1, self._gpu_count // self.gpus_per_run)

    def feed(self, feeder: Feeder, position: Position) -> None:
        """Run all elements side by side."""
        feeder.side_by_side(self.scripts, position)

    def _check_options(self) -> None:
        super()._check_options()
        if self.max_workers is not None and (type(self.max_workers) is not int or self.max_workers < 1):
            raise WorkflowShapeError(reason=f"max_workers is a whole number from 1, not {self.max_workers!r}")
        inner = [one for one in self.scripts if isinstance(one, ScriptWorkflow)]
        if "inprocess" in (self.launcher, *(one.launcher for one in inner)):
            hint = "Use Sequential, or another launcher."
            raise WorkflowShapeError(reason="runs in this process cannot go side by side", hint=hint)


def available_cpus() -> int:
    """Return how many CPUs this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
