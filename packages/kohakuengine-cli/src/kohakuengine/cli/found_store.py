"""The run store that a command looks at, and what it says where there is nothing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from kohakuengine.cli import report
from kohakuengine.cli.nothing_found import explain_nothing
from kohakuengine.flow.errors import RunNotFoundError, StoreNotFoundError
from kohakuengine.flow.store.run_store import RunStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine.flow.store.selection import Selection

__all__ = ["NOTHING", "find_store", "finds", "say_nothing"]

NOTHING = 1
"""The exit code of a command that found no such run."""

Words = ParamSpec("Words")


def find_store(*, is_read_only: bool = True) -> RunStore:
    """Open the store of the working directory; none is made.

    Raises:
        StoreNotFoundError: There is none.
        StoreError: It cannot be read.
    """
    folder = RunStore.locate()
    if not is_read_only:
        RunStore(folder, is_read_only=True).close()
    return RunStore(folder, is_read_only=is_read_only)


def finds(command: Callable[Words, int]) -> Callable[Words, int]:
    """Let a command answer with `NOTHING` where the run or the store is not there."""

    @wraps(command)
    def answer(*args: Words.args, **options: Words.kwargs) -> int:
        try:
            return command(*args, **options)
        except (RunNotFoundError, StoreNotFoundError) as error:
            report.error(str(error))
            return NOTHING

    return answer


def say_nothing(store: RunStore, selection: Selection) -> int:
    """Say that there are no such runs; what in the line fits no run at all is an error.

    Returns:
        The exit code.

    Raises:
        RunNotFoundError: A number that it names is none of a run.
    """
    fault = explain_nothing(store, selection)
    if fault:
        report.error(f"{store.folder}: {fault}")
    else:
        report.note(f"{store.folder}: no such runs.")
    return NOTHING
