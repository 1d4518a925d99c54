"""Values as JSON text, where type and repr survive it, and as a description where they do not.

Every run writes with this, so it does without `json`, which imports `re`: that alone costs half a start.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["describe", "write_plain"]

_MAX_REPR_CHARS = 2_000
_MAX_DEPTH = 100
_MAX_REPEATS = 1_000


def write_plain(value: Any) -> str | None:
    """Write a value as JSON, None where reading it back would not give the same types and values.

    Exact types only: None, bool, int, finite float, str, list, and dict with str keys. A tuple comes back as
    a list, a subclass as its base, what stands in two places as two, so none of them is plain.

    >>> write_plain({"lr": 0.1, "dims": [64, None]})
    '{"lr": 0.1, "dims": [64, null]}'
    >>> write_plain((1, 2)) is None, write_plain(float("inf")) is None
    (True, True)
    """
    try:
        return _write(value, _MAX_DEPTH, _Walk(is_strict=True))
    except _NotPlainError:
        return None


def describe(value: Any) -> str:
    """Write any value as JSON: what is not plain as `{"$type": ..., "$repr": ...}`, down to where it stands.

    A scalar of numpy is written as the number or text that it holds. Nothing of it can be made a value again;
    it is for people, filters and exports.

    >>> describe({"depth": 2, "size": (1, 2)})
    '{"depth": 2, "size": {"$type": "tuple", "$repr": "(1, 2)"}}'
    """
    return _write(value, _MAX_DEPTH, _Walk(is_strict=False))


class _NotPlainError(Exception):
    pass


class _Walk:
    """Which lists and dicts a walk through a value has met: it ends also where they hold each other.

    Attributes:
        is_strict: Whether what is not plain ends it.
        met: By `id`; True while it is being written.
        repeats: How many that were met before may still be written in full.
    """

    __slots__ = ("is_strict", "met", "repeats")

    def __init__(self, *, is_strict: bool) -> None:
        self.is_strict = is_strict
        self.met: dict[int, bool] = {}
        self.repeats = 0 if is_strict else _MAX_REPEATS

    def may_enter(self, value: Any) -> bool:
        """Say whether a list or dict is to be written."""
        if id(value) not in self.met:
            return True
        self.repeats -= 1
        return self.repeats >= 0 and not self.met[id(value)]


def _write(value: Any, depth: int, walk: _Walk) -> str:
    kind = type(value)
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is str:
        return _quoted(value)
    if kind is int and -(2**200) < value < 2**200:  # longer ones are refused by json.loads (CVE-2020-10735)
        return repr(value)
    if kind is float and value - value == 0:
        return repr(value)
    if kind in (list, dict) and not value:
        return "[]" if kind is list else "{}"
    if kind is list or (kind is dict and all(type(key) is str for key in value)):
        if depth and walk.may_enter(value):
            walk.met[id(value)] = True
            text = _write_parts(value, depth - 1, walk)
            walk.met[id(value)] = False
            return text
        shown = "..."
    else:
        shown = None
    if walk.is_strict:
        raise _NotPlainError
    if _is_numpy_scalar(kind):
        item = value.item()
        if type(item) in (bool, int, float, str):
            return _write(item, depth, walk)
    return f'{{"$type": {_quoted(kind.__qualname__)}, "$repr": {_quoted(shown or _repr(value))}}}'


def _is_numpy_scalar(kind: type) -> bool:
    """Say whether a type is one of numpy's scalars, which is not imported for that."""
    return any(base.__module__ == "numpy" and base.__qualname__ == "generic" for base in kind.__mro__)


def _write_parts(value: Any, depth: int, walk: _Walk) -> str:
    if type(value) is list:
        return f"[{', '.join([_write(one, depth, walk) for one in value])}]"
    return f"{{{', '.join([f'{_quoted(k)}: {_write(v, depth, walk)}' for k, v in value.items()])}}}"


def _repr(value: Any) -> str:
    try:
        text = repr(value)
    except Exception as error:  # noqa: BLE001 - whatever a user's `__repr__` raises
        return f"<{type(value).__qualname__}, whose repr raises {type(error).__name__}>"
    return text if len(text) <= _MAX_REPR_CHARS else f"{text[:_MAX_REPR_CHARS]}..."


def _quoted(text: str) -> str:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    from _json import encode_basestring_ascii

    return encode_basestring_ascii(text)
