"""Records of facts as plain data that compares exactly: 1 is not True, and not 1.0."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine_tooling import Diagnostic, Entrypoint, Option, Parameter


def exact(value: Any) -> Any:
    """Return what equals only for values that are alike in type, at every depth, and in order."""
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [exact(one) for one in value]
    if isinstance(value, dict):
        return type(value).__name__, [(exact(key), exact(one)) for key, one in value.items()]
    if isinstance(value, (set, frozenset)):
        return type(value).__name__, sorted(map(repr, value))
    return type(value).__name__, repr(value)


def shown(records: Iterable[Parameter | Option | Entrypoint | Diagnostic]) -> list[dict[str, Any]]:
    """Return records as dicts whose values compare exactly."""
    found = []
    for record in records:
        values = asdict(record)
        for key in ("value", "choices"):
            if key in values:
                values[key] = exact(values[key])
        found.append(values)
    return found
