"""Checking: does an object of a Config fit the type of its parameter? It is never converted."""

from __future__ import annotations

import sys

from kohakuengine.config.fitting import FitError
from kohakuengine.config.specs import MOMENTS, is_enum, number_kind, spec_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.config.fitting import Spec

__all__ = ["check_value"]

_NUMBERS = ("bool", "int", "float", "complex")
_WORDS = (str, bytes, bytearray)
_SEQUENCES = (list, tuple, set, frozenset)
_COLLECTIONS = (*_SEQUENCES, dict)


def check_value(value: object, spec: Spec, *, guided: bool) -> None:
    """Refuse an object that does not fit a type.

    Args:
        value: The object; not converted, and passed on as it is.
        spec: The type.
        guided: The type is that of a default: only builtin data of another family is refused, as a
            word for a number; objects of other classes, and anything for a str, are let through.

    Raises:
        FitError: It does not fit.

    >>> check_value(0.1, ("int",), guided=True)
    >>> check_value(0.1, ("int",), guided=False)
    Traceback (most recent call last):
    kohakuengine.config.fitting.FitError: expected int, got 0.1
    """
    if guided:
        if value is not None:
            _check_guided(value, spec)
        return
    checker = _CHECKERS.get(spec[0])
    if checker is not None and not checker(value, spec):
        raise _misfit(value, spec)


def show_value(value: object) -> str:
    """Name a value in a message: small data as it is written, else its type.

    >>> show_value(0.1), show_value([1, 2])
    ('0.1', 'a list')
    """
    if value is None or type(value) in (bool, int, float, complex, str, bytes):
        try:
            shown = repr(value)
        except ValueError:  # an int of more digits than python writes
            shown = "a huge int"
        return shown if len(shown) <= 60 else shown[:57] + "..."
    if isinstance(value, type):
        return f"the class {value.__qualname__}"
    name = type(value).__qualname__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _misfit(value: object, spec: Spec, detail: str = "") -> FitError:
    return FitError(spec_text(spec), show_value(value), detail)


def _check_guided(value: object, spec: Spec) -> None:
    kind = spec[0]
    if kind in _NUMBERS:
        is_wrong = isinstance(value, (*_WORDS, *_COLLECTIONS))
    elif kind in MOMENTS or kind == "bytes":
        is_wrong = isinstance(value, (str, int, float, complex, *_COLLECTIONS))
    elif kind == "path":
        is_wrong = isinstance(value, (int, float, complex, *_COLLECTIONS))
    elif kind in _ELEMENTWISE:
        is_wrong = isinstance(value, (int, float, complex, dict, *_WORDS))
        if isinstance(value, _SEQUENCES) and len(spec) == 2 and kind != "tuple":
            _check_elements(value, spec, spec[1], guided=True)
    elif kind in ("dict", "mapping"):
        is_wrong = isinstance(value, (int, float, complex, *_WORDS, *_SEQUENCES))
    elif kind == "class" and is_enum(spec[1]):
        is_plain = isinstance(value, (int, float, complex, *_WORDS, *_COLLECTIONS))
        is_wrong = is_plain and not isinstance(value, spec[1])
    else:
        return
    if is_wrong:
        raise _misfit(value, spec)


_ELEMENTWISE = ("list", "sequence", "set", "frozenset", "tuple", "tuple*")


def _check_elements(values: Any, whole: Spec, spec: Spec, *, guided: bool) -> None:
    if spec[0] in ("any", "named"):
        return
    for index, element in enumerate(values):
        try:
            check_value(element, spec, guided=guided)
        except FitError as error:
            raise _misfit(values, whole, f"element {index}: {error}") from None


def _is_number(value: object, spec: Spec) -> bool:
    kind = number_kind(value)
    return kind is not None and _NUMBERS.index(kind) <= _NUMBERS.index(spec[0])


def _is_bool(value: object, _spec: Spec) -> bool:
    return number_kind(value) == "bool"


def _is_path(value: object, _spec: Spec) -> bool:
    return hasattr(value, "__fspath__")


def _is_bytes(value: object, _spec: Spec) -> bool:
    return isinstance(value, (bytes, bytearray, memoryview))


def _is_moment(value: object, spec: Spec) -> bool:
    module = sys.modules.get("datetime")
    return module is not None and isinstance(value, getattr(module, spec[0]))


def _is_literal(value: object, spec: Spec) -> bool:
    return any(type(value) is type(choice) and value == choice for choice in spec[1])


def _is_member(value: object, spec: Spec) -> bool:
    """Say whether a value fits one member; the details of the others would not help."""
    for member in spec[1]:
        try:
            check_value(value, member, guided=False)
        except FitError:
            continue
        return True
    return False


def _is_instance(value: object, spec: Spec) -> bool:
    try:
        return isinstance(value, spec[1])
    except TypeError:  # a Protocol that is not runtime_checkable counts for nothing
        return True


def _is_formatted(value: object, spec: Spec) -> bool:
    check_value(value, spec[2], guided=False)
    return True


def _is_collection(value: object, spec: Spec) -> bool:
    if spec[0] == "sequence":
        from collections.abc import Collection, Mapping

        is_one = isinstance(value, Collection) and not isinstance(value, (*_WORDS, Mapping))
    else:
        is_one = isinstance(value, _TYPES[spec[0]])
    if is_one:
        _check_elements(value, spec, spec[1], guided=False)
    return is_one


_TYPES = {"list": list, "set": set, "frozenset": frozenset, "tuple*": tuple}


def _is_fixed_tuple(value: object, spec: Spec) -> bool:
    if not isinstance(value, tuple):
        return False
    if len(value) != len(spec[1]):
        raise _misfit(value, spec, f"{len(value)} values where {len(spec[1])} are needed")
    for index, (element, inner) in enumerate(zip(value, spec[1], strict=True)):
        try:
            check_value(element, inner, guided=False)
        except FitError as error:
            raise _misfit(value, spec, f"element {index}: {error}") from None
    return True


def _is_dict(value: object, spec: Spec) -> bool:
    if spec[0] == "mapping":
        from collections.abc import Mapping

        if not isinstance(value, Mapping):
            return False
    elif not isinstance(value, dict):
        return False
    for key, element in value.items():
        try:
            check_value(key, spec[1], guided=False)
            check_value(element, spec[2], guided=False)
        except FitError as error:
            raise _misfit(value, spec, f"at key {show_value(key)}: {error}") from None
    return True


_CHECKERS: dict[str, Callable[[object, Spec], bool]] = {
    "none": lambda value, _spec: value is None,
    "bool": _is_bool,
    "int": _is_number,
    "float": _is_number,
    "complex": _is_number,
    "str": lambda value, _spec: isinstance(value, str),
    "bytes": _is_bytes,
    "path": _is_path,
    **dict.fromkeys(MOMENTS, _is_moment),
    "literal": _is_literal,
    "union": _is_member,
    "class": _is_instance,
    "format": _is_formatted,
    **dict.fromkeys(("list", "sequence", "set", "frozenset", "tuple*"), _is_collection),
    "tuple": _is_fixed_tuple,
    **dict.fromkeys(("dict", "mapping"), _is_dict),
}
