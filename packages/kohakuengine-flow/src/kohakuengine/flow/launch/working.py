"""A worker: this interpreter was started for one run."""

from __future__ import annotations

import atexit

from kohakuengine.flow.launch.execute import execute_folder
from kohakuengine.flow.launch.run_report import RunReport

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["work"]


def work(folder: str, loaded: Collection[str]) -> None:
    """Execute the run of a folder, and end as its script does."""
    report = RunReport(folder)
    atexit.register(report.write)  # the first one is called last
    execute_folder(folder, report, loaded)
