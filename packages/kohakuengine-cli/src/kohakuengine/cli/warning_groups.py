"""WarningGroups: what is to be said of many runs is said once, and counted."""

from __future__ import annotations

from kohakuengine.cli import report
from kohakuengine.cli.count import counted

__all__ = ["WarningGroups"]


class WarningGroups:
    """Tells of warnings: each text once, with the first run, and at the end of how many more."""

    def __init__(self) -> None:
        self._runs: dict[str, list[int]] = {}

    def tell(self, run_id: int, text: str) -> None:
        """Tell a warning, unless it was told before."""
        if text not in self._runs:
            self._runs[text] = [run_id, 0]
            report.warning(f"run {run_id}: {text}")
        else:
            self._runs[text][1] += 1

    def sum_up(self) -> None:
        """Tell how many more runs there were of each."""
        for text, (run_id, more) in self._runs.items():
            if more:
                report.warning(f"run {run_id} and {counted(more, 'more run')}: {text}")
