"""Execution: one run of a keeper, from what was prepared before the fork to its report."""

from __future__ import annotations

import sys

from kohakuengine.flow.launch.execute import execute_folder
from kohakuengine.flow.launch.run_report import RunReport
from kohakuengine.flow.run_folder import write_learned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from kohakuengine.flow.launch.execute import Prepared

__all__ = ["Execution"]


class Execution:
    """One run, prepared in its keeper.

    Args:
        folder: Of the run.
        prepared: The run, None where only the fork may prepare it.
        loaded: As for `execute_folder`.

    Attributes:
        report: Of its end.
        before: Names of the modules that were there before, where it is to tell which ones it imports.
    """

    __slots__ = ("_folder", "_loaded", "_prepared", "before", "report")

    def __init__(self, folder: str, prepared: Prepared | None, loaded: Collection[str] | None) -> None:
        self._folder = folder
        self._prepared = prepared
        self._loaded = loaded
        self.report = RunReport(folder)
        self.before: set[str] | None = None

    def execute(self) -> None:
        """Execute it, as `execute_folder`."""
        try:
            execute_folder(self._folder, self.report, self._loaded, self._prepared)
        finally:
            if self.before is not None:
                write_learned(self._folder, [name for name in sys.modules if name not in self.before])
