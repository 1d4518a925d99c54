"""What plain python did with one script: which names it bound, to what, and which options it declared."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

NO_VALUE = object()
"""Stands for a value that is no plain data, or too much of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A place that bound a name, as it was when it did so for the first time.

    Attributes:
        name: `lr`, `CFG.lr` in the body of a class.
        line: 1-based.
        column: 0-based, in bytes of UTF-8; None on Python 3.10, whose code does not know it.
        type_name: Of what the name was bound to.
        text: How Python writes that, None where it is no plain data; of `field(default=1)` the default.
        data: How Python writes an object that is nothing but its fields, as a dict; else None.
    """

    name: str
    line: int
    column: int | None
    type_name: str
    text: str | None
    data: str | None = None

    @property
    def value(self) -> Any:
        """What the name was bound to, NO_VALUE where that cannot be told."""
        return read_value(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenOption:
    """An option as the script's parser knows it.

    Attributes:
        library: argparse, click, typer or absl.
        name: Its destination.
        flags: As typed.
        help: Its help text, or None.
        default: How Python writes its default, None where that is no plain data.
        choices: The same of the list of allowed values, None where any are.
        line: 1-based, of the call that the script was in.
    """

    library: str
    name: str
    flags: tuple[str, ...]
    help: str | None
    default: str | None
    choices: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One run of one script; `exit_code` is None where the time limit ended it."""

    exit_code: int | None
    stores: tuple[Store, ...]
    options: tuple[SeenOption, ...]


def read_trace(lines: list[str], exit_code: int | None) -> Trace:
    """Read what the hook has written."""
    rows = [json.loads(line) for line in lines]
    return Trace(
        exit_code=exit_code,
        stores=tuple(_store(row) for row in rows if "option" not in row),
        options=tuple(
            SeenOption(**{**row["option"], "flags": tuple(row["option"]["flags"])})
            for row in rows
            if "option" in row
        ),
    )


def read_value(text: str | None) -> Any:
    """Read a value as Python writes it, inf and nan included; NO_VALUE for None."""
    if text is None:
        return NO_VALUE
    known = {"inf": math.inf, "nan": math.nan, "set": set, "frozenset": frozenset, "__builtins__": {}}
    return eval(text, known)  # repr of plain data, written by our own hook


def are_same(one: Any, other: Any) -> bool:
    """Compare two values of plain data, their types too: 1 is not True, and nan is nan."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return are_same(list(one.items()), list(other.items()))
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(are_same, one, other))
    if isinstance(one, (set, frozenset)):
        return are_same(sorted(map(repr, one)), sorted(map(repr, other)))
    if isinstance(one, (float, complex)):
        return repr(one) == repr(other)  # nan is itself, -0.0 is not 0.0
    return bool(one == other)


def _store(row: dict[str, Any]) -> Store:
    return Store(
        name=row["scope"] + row["name"],
        line=row["line"],
        column=row["column"],
        type_name=row["type"],
        text=row["value"],
        data=row["data"],
    )
