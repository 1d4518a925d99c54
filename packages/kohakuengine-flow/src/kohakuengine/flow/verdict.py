"""What the result that a run left in its folder says of it; the scheduler and the store both ask."""

from __future__ import annotations

import json
import signal

from kohakuengine.flow.run_folder import CANNOT_WRITE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

__all__ = ["has_failed", "shown_value", "why"]

_MAX_CHARS = 500
_NO_RESULT = "it ended without a result, and nobody knows its exit code"
_UNWRITTEN = "the result could not be written: its stderr may say why"
_KILLED = "killed by SIGKILL (the kernel's out-of-memory killer, or somebody)"


def has_failed(told: Mapping[str, Any]) -> bool:
    """Say what a result says; `exit(256)` is a failure, although the system calls it 0.

    >>> has_failed({"exit_code": 0, "exit_value": 256}), has_failed({"exit_code": 0})
    (True, False)
    """
    is_clean = told.get("exit_code") == 0 and told.get("error") is None
    return not is_clean or told.get("exit_value") not in (None, 0)


def why(told: Mapping[str, Any], exit_code: int | None) -> str:
    r"""Say in one line why a run failed.

    Args:
        told: Its result, empty where it left none.
        exit_code: That of its process, negative for the signal that ended it; None where it is not known.

    >>> why({"error": {"type": "ValueError", "message": "bad\nvalue"}}, 1)
    'ValueError: bad'
    >>> why({}, 3), why({"exit_value": "no data"}, 1)
    ('exit code 3', 'sys.exit: no data')
    """
    text = _why(told, exit_code)
    return text if len(text) <= _MAX_CHARS else f"{text[:_MAX_CHARS]}..."


def _why(told: Mapping[str, Any], exit_code: int | None) -> str:
    error, exit_value = told.get("error") or {}, told.get("exit_value")
    if isinstance(exit_value, str):
        return f"sys.exit: {exit_value.partition(chr(10))[0] or repr(exit_value)}"
    if error:
        return _error_line(error)
    if isinstance(exit_value, int) and exit_value:
        return f"exit code {int(exit_value)}"
    if exit_code is None:
        return _NO_RESULT
    if exit_code == CANNOT_WRITE and not told:
        return _UNWRITTEN
    return f"exit code {exit_code}" if exit_code >= 0 else _killed_by(-exit_code)


def shown_value(told: Mapping[str, Any]) -> str | None:
    """Return what the entrypoint returned as JSON for people; None where it returned nothing."""
    cell = told.get("value") or {}
    shown = cell.get("plain", cell.get("shown"))
    return None if shown is None else json.dumps(shown)


def _error_line(error: Mapping[str, Any]) -> str:
    message = str(error.get("message") or "").partition("\n")[0]
    if error.get("is_ours"):
        return message
    return f"{error['type']}: {message}" if message else str(error["type"])


def _killed_by(number: int) -> str:
    if number == signal.SIGKILL:
        return _KILLED
    try:
        return f"killed by {signal.Signals(number).name}"
    except ValueError:
        return f"killed by signal {number}"
