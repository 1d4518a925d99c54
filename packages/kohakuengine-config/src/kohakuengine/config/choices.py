"""Types whose text is one of several things: Literal, Union, Enum, and classes that read text."""

from __future__ import annotations

from kohakuengine.config.fitting import FitError, fit_text, is_none_word, misfit, read_literal
from kohakuengine.config.specs import is_enum, spec_of_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.config.fitting import Spec

__all__ = ["fit_choice"]

_SCALARS = {bool: "bool", int: "int", float: "float", complex: "complex"}
_CONTAINERS = ("list", "sequence", "set", "frozenset", "tuple", "tuple*", "dict", "mapping")
# Asked in this order: those that know their words first, those that take any text last.
_RANKS = {"literal": 0, "none": 2, "format": 3, "class": 3, "str": 5, "bytes": 5, "path": 5, "any": 6}


def fit_choice(text: str, spec: Spec, guided: bool) -> object:
    """Read text as one of the alternatives of a literal, union, class or format spec.

    Raises:
        FitError: It is none of them.

    >>> fit_choice("b", ("literal", ("a", "b")), False)
    'b'
    >>> fit_choice("5", ("union", (("str",), ("int",))), False)
    5
    """
    try:
        return _FITTERS[spec[0]](text, spec, guided)
    except FitError:
        if guided and is_none_word(text):
            return None
        raise


def _fit_literal(text: str, spec: Spec, _guided: bool) -> object:
    for value in spec[1]:
        if _means(text, value):
            return value
    raise misfit(text, spec)


def _means(text: str, value: object) -> bool:
    """Say whether text is the spelling of a value."""
    if isinstance(value, str) and not is_enum(type(value)):
        return text == value
    if value is None:
        return is_none_word(text)
    try:
        return fit_text(text, spec_of_value(value), guided=False) == value
    except ValueError:  # a FitError, or an array that has no truth value
        return False


def _fit_union(text: str, spec: Spec, guided: bool) -> object:
    members = sorted(spec[1], key=_rank)
    kinds = [member[0] for member in members]
    literal = read_literal(text)
    if _SCALARS.get(type(literal)) in kinds and "literal" not in kinds:
        return literal  # `1` for `bool | int` is the int, `1e3` for `int | float` the float
    for member in members:
        if member[0] in _CONTAINERS and "str" in kinds and not _looks_contained(text):
            continue
        try:
            return fit_text(text, member, guided=guided)
        except FitError:
            pass
    raise misfit(text, spec)


def _rank(spec: Spec) -> int:
    is_enumeration = spec[0] == "class" and is_enum(spec[1])
    return 1 if is_enumeration else _RANKS.get(spec[0], 4)


def _looks_contained(text: str) -> bool:
    """Say whether text is meant as a container where a plain string would do as well."""
    return text.strip()[:1] in ("[", "(", "{") or "," in text


def _fit_class(text: str, spec: Spec, guided: bool) -> object:
    cls = spec[1]
    if callable(getattr(cls, "format_arg", None)):
        return _call_format(cls.format_arg, text, spec)
    if is_enum(cls):
        return _fit_enum(text, spec)
    if guided:
        return read_literal(text)
    raise misfit(text, spec, f"{cls.__qualname__} has no classmethod format_arg(text)")


def _fit_enum(text: str, spec: Spec) -> object:
    """Find a member by name, else by value; `Mode.FAST` and `A|B` of a Flag as they are shown."""
    cls: Any = spec[1]
    word = text.strip()
    name = word.removeprefix(f"{cls.__name__}.")
    if name in cls.__members__:
        return cls.__members__[name]
    for member in cls:
        if _means(text, member.value) or (isinstance(member.value, str) and word == member.value):
            return member
    combined = _combined_flags(cls, word)
    if combined is not None:
        return combined
    raise misfit(text, spec, f"one of {', '.join(cls.__members__)}")


def _combined_flags(cls: Any, word: str) -> object:
    """Return `A|B` of a Flag, None for anything else."""
    from enum import Flag

    names = [part.strip().removeprefix(f"{cls.__name__}.") for part in word.split("|")]
    if not issubclass(cls, Flag) or any(name not in cls.__members__ for name in names):
        return None
    combined: Any = cls(0)
    for name in names:
        combined |= cls[name]
    return combined


def _fit_format(text: str, spec: Spec, _guided: bool) -> object:
    return _call_format(spec[1], text, spec)


def _call_format(function: Callable[[str], object], text: str, spec: Spec) -> object:
    """Call the reader that the user wrote; whatever it raises says that the text does not fit."""
    try:
        return function(text)
    except Exception as error:
        raise misfit(text, spec, f"{type(error).__name__}: {error}") from error


_FITTERS: dict[str, Callable[[str, Spec, bool], object]] = {
    "literal": _fit_literal,
    "union": _fit_union,
    "class": _fit_class,
    "format": _fit_format,
}
