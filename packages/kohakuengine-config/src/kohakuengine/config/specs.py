"""Type specs: from a value, from a type object, and as text for messages."""

from __future__ import annotations

import sys

from kohakuengine.config.fitting import ANY, NONE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from kohakuengine.config.fitting import Spec

__all__ = ["any_after", "spec_of_type", "spec_of_value", "spec_text"]

MOMENTS = ("datetime", "date", "time", "timedelta")
# A default of a million elements is not read whole for the sake of a guess.
_MOST_ELEMENTS = 1000
_MOST_DEPTH = 5
_ABSTRACT_NUMBERS = (("Integral", "int"), ("Real", "float"), ("Complex", "complex"))


def is_enum(cls: Any) -> bool:
    """Say whether a type is an Enum, without importing `enum` for it."""
    module = sys.modules.get("enum")
    return module is not None and isinstance(cls, module.EnumMeta)


def number_kind(value: object) -> str | None:
    """Return bool, int, float or complex for a number, numpy's scalars included, else None.

    >>> number_kind(True), number_kind(2), number_kind("2")
    ('bool', 'int', None)
    """
    for kind in (bool, int, float, complex):
        if isinstance(value, kind):
            return kind.__name__
    numbers = sys.modules.get("numbers")  # nobody has registered where nobody imported it
    if numbers is not None:
        for name, kind_name in _ABSTRACT_NUMBERS:
            if isinstance(value, getattr(numbers, name)):
                return kind_name
    cls = type(value)
    return "bool" if cls.__module__ == "numpy" and cls.__name__ in ("bool", "bool_") else None


def spec_of_value(value: object) -> Spec:
    """Guess a type from a default, containers by their elements.

    >>> spec_of_value([1, 2.5]), spec_of_value({"a": True}), spec_of_value(["a", 1])
    (('list', ('any',)), ('dict', ('str',), ('bool',)), ('list', ('any',)))
    """
    return _spec_of_value(value, 0)


def _spec_of_value(value: object, depth: int) -> Spec:
    cls = type(value)
    if value is None or depth > _MOST_DEPTH:
        return ANY
    if is_enum(cls) or callable(getattr(cls, "format_arg", None)):
        return ("class", cls)
    if isinstance(value, (str, bytes)):
        return ("str",) if isinstance(value, str) else ("bytes",)
    kind = number_kind(value)
    if kind is not None:
        return (kind,)
    if hasattr(cls, "__fspath__"):
        return ("path",)
    if cls.__module__ == "datetime" and cls.__name__ in MOMENTS:
        return (cls.__name__,)
    return _spec_of_container(value, depth + 1)


def _spec_of_container(value: object, depth: int) -> Spec:
    if isinstance(value, dict):
        some = list(value)[:_MOST_ELEMENTS]
        return ("dict", _common(some, depth), _common([value[key] for key in some], depth))
    if isinstance(value, tuple):
        is_plain = not hasattr(type(value), "_fields")  # not a NamedTuple
        return ("tuple*", _common(value[:_MOST_ELEMENTS], depth)) if is_plain else ANY
    if isinstance(value, list):
        return ("list", _common(value[:_MOST_ELEMENTS], depth))
    if isinstance(value, (set, frozenset)):
        kind = "set" if isinstance(value, set) else "frozenset"
        return (kind, _common(list(value)[:_MOST_ELEMENTS], depth))
    return ANY


def _common(values: Iterable[object], depth: int) -> Spec:
    """Return the one type of all elements, any for a mixture: ints among floats stay ints."""
    found: list[Spec] = []
    for value in values:
        spec = _spec_of_value(value, depth)
        if value is not None and spec not in found:
            found.append(spec)
    return found[0] if len(found) == 1 else ANY


def spec_of_type(tp: Any) -> Spec:
    """Read a type object, as annotations evaluate to it.

    What says nothing about values (TypeVar, Callable's signature) is left out; a string is a name
    that only running can resolve.

    >>> import typing
    >>> spec_of_type(typing.Optional[int]), spec_of_type(dict[str, list[float]])
    (('union', (('int',), ('none',))), ('dict', ('str',), ('list', ('float',))))
    """
    if isinstance(tp, str):
        return ("named", tp)
    if tp is None or tp is type(None):
        return NONE
    if isinstance(tp, type) and not hasattr(tp, "__origin__"):
        return _spec_of_class(tp)
    from kohakuengine.config.annotations import spec_of_form

    return spec_of_form(tp)


_PLAIN: dict[str, Spec] = {
    **{name: (name,) for name in ("bool", "int", "float", "complex", "str", "bytes")},
    "object": ANY,
    "list": ("list", ANY),
    "set": ("set", ANY),
    "frozenset": ("frozenset", ANY),
    "tuple": ("tuple*", ANY),
    "dict": ("dict", ANY, ANY),
}


def _spec_of_class(cls: type) -> Spec:
    if cls.__module__ == "builtins" and cls.__name__ in _PLAIN:
        return _PLAIN[cls.__name__]
    if cls.__module__ == "datetime" and cls.__name__ in MOMENTS:
        return (cls.__name__,)
    if callable(getattr(cls, "format_arg", None)):
        return ("class", cls)
    if hasattr(cls, "__fspath__"):  # pathlib's, and os.PathLike itself
        return ("path",)
    if issubclass(cls, dict) and hasattr(cls, "__total__"):  # a TypedDict
        return ("dict", ("str",), ANY)
    if cls.__module__ in ("collections.abc", "typing", "typing_extensions"):
        from kohakuengine.config.annotations import spec_of_form

        return spec_of_form(cls)
    return ("class", cls)


def any_after(spec: Spec, guess: Spec) -> Spec:
    """Return the spec of an annotation; one that takes anything reads as the default does first.

    Args:
        spec: What the annotation says.
        guess: What the default says.

    >>> any_after(("any",), ("int",)), any_after(("str",), ("int",))
    (('union', (('int',), ('any',))), ('str',))
    """
    return ("union", (guess, ANY)) if spec == ANY and guess != ANY else spec


def spec_text(spec: Spec) -> str:
    """Write a spec as an annotation would be written.

    >>> spec_text(("union", (("list", ("int",)), ("none",))))
    'list[int] | None'
    """
    writer = _WRITERS.get(spec[0])
    return writer(spec) if writer else str(spec[0])


def _inner_text(spec: Spec) -> str:
    return "Any" if spec == ANY else spec_text(spec)


def _write_one(spec: Spec) -> str:
    return spec[0] if spec[1] == ANY else f"{spec[0]}[{spec_text(spec[1])}]"


def _write_pair(spec: Spec) -> str:
    if spec[1] == spec[2] == ANY:
        return str(spec[0])
    return f"{spec[0]}[{_inner_text(spec[1])}, {_inner_text(spec[2])}]"


def _write_tuple(spec: Spec) -> str:
    return f"tuple[{', '.join(map(_inner_text, spec[1])) or '()'}]"


def _write_open_tuple(spec: Spec) -> str:
    return "tuple" if spec[1] == ANY else f"tuple[{spec_text(spec[1])}, ...]"


_WRITERS: dict[str, Callable[[Spec], str]] = {
    "any": lambda _spec: "any value",
    "none": lambda _spec: "None",
    "path": lambda _spec: "Path",
    "literal": lambda spec: f"Literal[{', '.join(map(repr, spec[1]))}]",
    "union": lambda spec: "any value" if ANY in spec[1] else " | ".join(map(spec_text, spec[1])),
    **dict.fromkeys(("list", "set", "frozenset", "sequence"), _write_one),
    **dict.fromkeys(("dict", "mapping"), _write_pair),
    "tuple": _write_tuple,
    "tuple*": _write_open_tuple,
    "class": lambda spec: str(spec[1].__qualname__),
    "format": lambda spec: spec_text(spec[2]),
    "named": lambda spec: str(spec[1]),
}
