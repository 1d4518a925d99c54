"""What follows `kogine runs COMMAND`: which runs are meant."""

from __future__ import annotations

from kohakuengine.cli.age import read_age
from kohakuengine.cli.catalog_runs import STATUSES
from kohakuengine.cli.count import read_count
from kohakuengine.cli.errors import UsageError, sentences
from kohakuengine.config.kohaku_error import did_you_mean
from kohakuengine.flow.errors import FilterError
from kohakuengine.flow.status import RunStatus
from kohakuengine.flow.store.selection import Selection
from kohakuengine.flow.store.value_filter import ValueFilter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["read_run_number", "read_selection"]


def read_selection(
    command: str,
    *,
    words: Sequence[str],
    statuses: Sequence[str],
    since: str | None,
    until: str | None,
    flow: str | None,
    script: str | None,
) -> Selection:
    """Read which runs a line means.

    Args:
        command: Its name, for errors.
        words: Numbers of runs, and conditions on values.
        statuses: As typed, in any case.
        since: An age or a date.
        until: An age or a date.
        flow: Number of a flow.
        script: A script's path or name.

    Raises:
        UsageError: A part of it cannot be read.
    """
    numbers = tuple(read_run_number(word, command=command) for word in words if word.isdecimal())
    return Selection(
        ids=numbers or None,
        flow_id=None if flow is None else read_count("--flow", flow, command=command),
        script=script,
        statuses=tuple(_read_status(status, command) for status in statuses),
        since=None if since is None else read_age("--since", since, command=command),
        until=None if until is None else read_age("--until", until, command=command),
        filters=tuple(_read_condition(word, command) for word in words if not word.isdecimal()),
    )


def read_run_number(word: str, *, command: str) -> int:
    """Read the number of a run.

    Raises:
        UsageError: It is none.
    """
    number = int(word) if word.isdecimal() and len(word) < 19 else 0
    if number < 1:
        message = f"A run has a number, {word!r} is none. 'kogine runs list' shows them."
        raise UsageError(message=message, command=command)
    return number


def _read_status(text: str, command: str) -> RunStatus:
    status = text.upper().replace("-", "_")
    if status not in STATUSES:
        listed = f"{', '.join(STATUSES[:-1])} or {STATUSES[-1]}"
        message = sentences(f"--status is {listed}, not {text!r}.", did_you_mean(status, STATUSES))
        raise UsageError(message=message, command=command)
    return RunStatus(status)


def _read_condition(word: str, command: str) -> ValueFilter:
    try:
        return ValueFilter.parse(word)
    except FilterError as error:
        if error.meant is not None:
            raise UsageError(
                message=f"{word!r} is no condition. Did you mean {error.meant!r}?", command=command
            ) from error
        message = f"{word!r} is neither the number of a run nor a condition such as lr=0.1 or 'lr<0.1'."
        raise UsageError(message=message, command=command) from error
