"""The run store that a command looks at, and what it says where there is nothing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from kohakuengine.cli import report
from kohakuengine.config.kohaku_error import did_you_mean
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
    """Say that there are no such runs, and which value a condition may have meant.

    Returns:
        The exit code.
    """
    report.note(f"{store.folder}: no such runs. {_nearest_names(store, selection)}".rstrip())
    return NOTHING


def _nearest_names(store: RunStore, selection: Selection) -> str:
    names: set[str] = set()
    if selection.filters:
        for record in store.runs():
            names.update(record.named_values())
    unknown = (one.name for one in selection.filters if one.name.partition(".")[0] not in names)
    return next((f"No run has a value '{name}'. {did_you_mean(name, names)}" for name in unknown), "")
