"""Values as the words that a person would type for them."""

from __future__ import annotations

from kohakuengine.config.copying import CONTAINERS
from kohakuengine.config.fitting import BOOL_WORDS, FitError, read_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.engine.landing import Landing

_PLAIN_TYPES = (None, str, int, float, bool)


class UntypableError(FitError):
    """No words of a command line give this value.

    Attributes:
        reason: Why, as in "--amp can only make it True".
    """

    def __init__(self, landing: Landing, reason: str) -> None:
        super().__init__("a value that can be typed", shown(landing), reason)
        self.reason = reason

    def __str__(self) -> str:
        """Say that it cannot be typed, and why."""
        return f"{self.got} cannot be typed, {self.reason}"


def shown(landing: Landing) -> str:
    """Show the value of an override in a message."""
    if landing.text is not None:
        return repr(landing.text)
    from kohakuengine.config.checking import show_value

    return show_value(landing.value)


def is_none(landing: Landing) -> bool:
    """Say whether the object None is meant: there are no words for it."""
    return landing.text is None and landing.value is None


def is_nothing(value: Any) -> bool:
    """Say whether an option that nobody types has no value: what None in a config asks for."""
    return value is None or value is False or (isinstance(value, (list, tuple)) and not value)


def is_true(landing: Landing) -> bool:
    """Say whether a flag is to be on.

    Raises:
        FitError: It is neither yes nor no.
    """
    if landing.text is not None:
        value: Any = BOOL_WORDS.get(landing.text.strip().lower())
    else:
        from kohakuengine.config.specs import number_kind

        value = bool(landing.value) if number_kind(landing.value) == "bool" else None
    if value is None:
        raise FitError("bool", shown(landing))
    return bool(value)


def count_of(landing: Landing) -> int:
    """Return how often a counted flag is to be typed.

    Raises:
        FitError: It is no whole number.
    """
    value: Any = landing.value if landing.text is None else landing.text
    try:
        if isinstance(value, bool):
            raise ValueError
        return int(value) if isinstance(value, str) else int(value.__index__())
    except (ValueError, AttributeError):
        raise FitError("int", shown(landing)) from None


def single(landing: Landing, kind: Callable[[str], Any] | None = None) -> str:
    """Return the one word of an option.

    Args:
        landing: The override.
        kind: What the parser makes values of; a function of the script's own may read containers.

    Raises:
        UntypableError: An object that cannot be written as a word.
    """
    if landing.text is not None:
        return landing.text
    if isinstance(landing.value, CONTAINERS) and kind not in _PLAIN_TYPES:
        return str(landing.value)
    return word(landing.value, landing)


def word(value: Any, landing: Landing) -> str:
    """Return the word for one object: a word, a number, an Enum, or what says by itself how it is written.

    Raises:
        UntypableError: Any other object.
    """
    if any(cls.__name__ == "Enum" for cls in type(value).__mro__):
        return str(value.value if landing.target.library == "typer" else value.name)
    how: Any = type(value).__str__
    has_text = isinstance(value, (str, int, float, complex)) or how is not object.__str__
    if has_text and not isinstance(value, (bytes, bytearray)):
        return str(value)
    raise UntypableError(landing, "a command line holds words and numbers")


def values(landing: Landing) -> list[str]:
    """Return the words of a list option: of an object, a literal, or `1,2,3`.

    Raises:
        UntypableError: An element that cannot be written as a word.
    """
    return [word(item, landing) for item in items(landing)]


def items(landing: Landing) -> list[Any]:
    """Return the elements of a list: of an object, a literal, or `1,2,3`; a single object is one element."""
    value = landing.value
    if landing.text is not None:
        text = landing.text.strip()
        if text[:1] not in ("[", "("):
            return [part.strip() for part in text.split(",")] if text else []
        value = read_literal(text)
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]


def says(landing: Landing, value: Any) -> bool:
    """Say whether an override asks for just this value, which the script has given already."""
    if is_none(landing):
        return is_nothing(value)
    if isinstance(value, bool):
        return _bool_or_none(landing) is value
    if isinstance(value, (list, tuple)):
        return [str(v) for v in items(landing)] == [str(v) for v in value]
    if landing.text is not None:
        return value is not None and landing.text == str(value)
    return type(landing.value) is type(value) and bool(landing.value == value)


def _bool_or_none(landing: Landing) -> bool | None:
    try:
        return is_true(landing)
    except FitError:
        return None


def long_flag(flags: list[str]) -> str:
    """Return the flag to type: the first long one."""
    return next((flag for flag in flags if flag[:2] in ("--", "++")), flags[0])
