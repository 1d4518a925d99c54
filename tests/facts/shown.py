"""Records of facts as plain data that compares exactly: 1 is not True, and not 1.0."""

from __future__ import annotations

from dataclasses import asdict
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine_tooling import Diagnostic, Entrypoint, Option, Parameter

    Record = Parameter | Option | Entrypoint | Diagnostic


def exact(value: Any) -> Any:
    """Return what equals only for values that are alike in type, at every depth, and in order."""
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [exact(one) for one in value]
    if isinstance(value, dict):
        return type(value).__name__, [(exact(key), exact(one)) for key, one in value.items()]
    if isinstance(value, (set, frozenset)):
        return type(value).__name__, sorted(map(repr, value))
    return type(value).__name__, hex(value) if type(value) is int else repr(value)


def differences(got: Iterable[Record], wanted: Iterable[Record]) -> list[str]:
    """Compare records in order, each whole; return one line for each that differs, [] where all are equal."""
    found = []
    nothing: dict[str, Any] = {}
    for one, other in zip_longest(map(_shown, got), map(_shown, wanted), fillvalue=nothing):
        fields = [key for key in {**one, **other} if one.get(key) != other.get(key)]
        if fields:
            told = ", ".join(f"{key} is {one.get(key)!r}, not {other.get(key)!r}" for key in fields)
            found.append(f"{one.get('name', '-')}: {told}")
    return found


def _shown(record: Record) -> dict[str, Any]:
    values = asdict(record)
    for key in ("value", "choices"):
        if key in values:
            values[key] = exact(values[key])
    return values
