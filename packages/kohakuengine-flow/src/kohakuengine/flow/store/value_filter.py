"""ValueFilter: a condition on a value, as a user types it."""

from __future__ import annotations

import operator
from ast import literal_eval

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.flow.errors import FilterError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

__all__ = ["MISSING", "ValueFilter", "find_value", "read_number"]

MISSING = object()
"""What `find_value` returns where there is no such value."""

_SIGNS = ("!=", "<=", ">=", "=", "<", ">")
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MEANT = {"==": "=", "===": "=", "=>": ">=", "=<": "<=", "<>": "!=", "=!": "!=", "!==": "!="}
_WORDS = {"true": True, "false": False, "null": None, "none": None}


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueFilter:
    """One condition.

    Attributes:
        name: The value's name; dots reach inside.
        sign: =, !=, <, <=, > or >=.
        text: What it is compared with, as typed.
    """

    name: str
    sign: str
    text: str

    @property
    def is_with_word(self) -> bool:
        """Whether it is compared with a text that stands for nothing else."""
        return isinstance(_read(self.text), str)

    @classmethod
    def parse(cls, words: str) -> ValueFilter:
        """Read a condition.

        Raises:
            FilterError: It is none; `.meant` is what `==` and `=>` stand for.

        >>> ValueFilter.parse("cfg.depth>=4")
        ValueFilter(name='cfg.depth', sign='>=', text='4')
        """
        at = min((words.find(character) for character in "!<>=" if character in words), default=len(words))
        rest = words[at:].lstrip("!<>=")
        sign = words[at : len(words) - len(rest)]
        if at == 0 or sign not in _SIGNS:
            meant = f"{words[:at]}{_MEANT[sign]}{rest}" if at and sign in _MEANT else None
            raise FilterError(text=words, meant=meant)
        return cls(name=words[:at].strip(), sign=sign, text=rest.strip())

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Say whether it holds for the values of a run; never for a run without that value.

        Numbers are compared as numbers, however they were written; what is no plain data by its repr.

        >>> ValueFilter.parse("lr<0.1").holds({"lr": 1e-2})
        True
        >>> ValueFilter.parse("lr=1e-2").holds({"lr": "0.01"})
        True
        >>> ValueFilter.parse("lr!=0.1").holds({})
        False
        """
        value = find_value(values, self.name)
        if value is MISSING:
            return False
        if self.sign in ("=", "!="):
            return self._is_equal(value) is (self.sign == "=")
        return self._is_ordered(value)

    def _is_equal(self, value: Any) -> bool:
        if _shown(value) == self.text:
            return True
        mine = _read(self.text)
        theirs = _read(value) if isinstance(value, str) and _is_number(mine) else value
        return (type(theirs) is type(mine) and theirs == mine) or (_is_number(theirs) and theirs == mine)

    def _is_ordered(self, value: Any) -> bool:
        theirs, mine = _read(_shown(value)), _read(self.text)
        if _is_number(theirs) != _is_number(mine):
            return False
        if not _is_number(mine):
            theirs, mine = _shown(value), self.text
        return _ORDERS[self.sign](theirs, mine)


def find_value(values: Mapping[str, Any], name: str) -> Any:
    """Return the value that a name reaches, by the longest name that is there first; a mark where none is.

    >>> find_value({"cfg": {"depth": 4}, "cfg.width": 8}, "cfg.depth")
    4
    """
    head, rest = name, ""
    while head not in values:
        head, dot, tail = head.rpartition(".")
        if not dot:
            return MISSING
        rest = f"{tail}.{rest}" if rest else tail
    value = values[head]
    for key in rest.split(".") if rest else ():
        value = _inside(value, key)
    return value


def _inside(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return value.get(key, MISSING)
    if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
        return value[int(key)]
    return MISSING


def read_number(value: Any) -> float | None:
    """Return the number that a value is or was written as, None where it is none.

    >>> read_number("1e3"), read_number("adam"), read_number(True)
    (1000.0, None, None)
    """
    number = _read(_shown(value))
    return number if _is_number(number) else None


def _shown(value: Any) -> str:
    """Return how a value reads: text as it is, what is no plain data by its repr."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and "$repr" in value:
        return str(value["$repr"])
    return repr(value)


def _read(text: Any) -> Any:
    """Return the value that a text stands for: a Python or JSON literal, or the text itself."""
    if not isinstance(text, str):
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    try:
        return float(text) if text.lower().lstrip("+-") in ("inf", "nan") else literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
