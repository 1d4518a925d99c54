"""The values of a run under the names that filters, tables and comparisons call them by."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["named_values"]


def named_values(text: str) -> dict[str, Any]:
    """Read the values of a run: globals and kwargs by their own name, the rest by where it stands.

    Args:
        text: JSON text, as of `RunSpec.values_text`.

    Returns:
        What JSON has; a value that is no plain data is `{"$type": ..., "$repr": ...}`.

    >>> named_values('{"globals": {"lr": 0.1}, "args": ["a"], "kwargs": {"lr": 2}, "metadata": {"by": "me"}}')
    {'lr': 0.1, 'args.0': 'a', 'kwargs.lr': 2, 'metadata.by': 'me'}
    """
    recorded = json.loads(text)
    named: dict[str, Any] = dict(recorded.get("globals") or {})
    for index, value in enumerate(recorded.get("args") or ()):
        named[f"args.{index}"] = value
    for name, value in (recorded.get("kwargs") or {}).items():
        named[f"kwargs.{name}" if name in named else name] = value
    for name, value in (recorded.get("metadata") or {}).items():
        named[f"metadata.{name}"] = value
    return named
