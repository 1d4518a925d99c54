"""`kogine runs logs`: what a run wrote, byte for byte."""

from __future__ import annotations

import time

from kohakuengine.cli import report
from kohakuengine.cli.count import read_count
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.found_store import NOTHING, find_store, finds
from kohakuengine.cli.run_log import Log
from kohakuengine.cli.run_words import read_run_number
from kohakuengine.flow.run_folder import STDERR, STDOUT
from kohakuengine.flow.status import RunStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine.flow.store.run_store import RunStore

__all__ = ["logs"]

_POLL_S = 0.1


@finds
def logs(*, run: str, is_stdout: bool, is_stderr: bool, tail: str | None, is_following: bool) -> int:
    """Print what a run wrote; the keywords are the rows of the option table.

    Returns:
        0, or 1 where there is no such run.

    Raises:
        KohakuError: The line is wrong, or the store cannot be read.
    """
    number = read_run_number(run, command="runs logs")
    lines = None if tail is None else read_count("--tail", tail, command="runs logs")
    if is_stdout and is_stderr:
        message = "runs logs prints both without --stdout and --stderr. Leave one, or both away."
        raise UsageError(message=message, command="runs logs")
    with find_store() as store:
        folder = store.run(number).folder
        if not folder.exists():
            report.note(f"run {number} has no logs: {folder} is not there")
            return NOTHING
        chosen = _logs(folder, is_stdout=is_stdout, is_stderr=is_stderr)
        for log in chosen:
            log.skip_to_last(lines)
            log.write_rest()
        if is_following:
            _follow(store, number, chosen)
    return 0


def _logs(folder: Path, *, is_stdout: bool, is_stderr: bool) -> list[Log]:
    """Return the logs to print; one alone goes to stdout."""
    if is_stdout:
        return [Log(folder / STDOUT)]
    if is_stderr:
        return [Log(folder / STDERR)]
    return [Log(folder / STDOUT), Log(folder / STDERR, is_error=True)]


def _follow(store: RunStore, number: int, logs: list[Log]) -> None:
    """Print what is written from now on, until the run has ended."""
    is_running = True
    while is_running:
        time.sleep(_POLL_S)
        is_running = store.run(number).status is RunStatus.RUNNING
        for log in logs:
            log.write_rest()
