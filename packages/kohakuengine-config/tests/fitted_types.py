"""The types that text is fitted to in these tests, and short words for their specs."""

from __future__ import annotations

import enum
from typing import Any


class Mode(enum.Enum):
    FAST = "quick"
    SLOW = "Slow"
    BOTH = "FAST"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 10


class Tone(str, enum.Enum):
    WARM = "warm"


class Padding(enum.Enum):
    none = 0
    zero = 1


class Permission(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()


class Celsius:
    """A class with a reader of its own."""

    def __init__(self, degrees: float) -> None:
        self.degrees = degrees

    @classmethod
    def format_arg(cls, text: str) -> Celsius:
        return cls(float(text.removesuffix("C")))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Celsius) and self.degrees == other.degrees

    __hash__ = None  # type: ignore[assignment]


class Opaque:
    """A class without one."""


ANY = ("any",)
INT, FLOAT, STR, BOOL, NONE = ("int",), ("float",), ("str",), ("bool",), ("none",)
PATH, BYTES, COMPLEX = ("path",), ("bytes",), ("complex",)


def union(*specs: tuple[Any, ...]) -> tuple[Any, ...]:
    return ("union", specs)


def listing(spec: tuple[Any, ...]) -> tuple[Any, ...]:
    return ("list", spec)
