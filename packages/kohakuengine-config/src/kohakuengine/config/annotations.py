"""Type specs of what `typing` builds: generics, unions, Annotated, aliases."""

from __future__ import annotations

import collections.abc
import types
import typing

from kohakuengine.config.fitting import ANY
from kohakuengine.config.format_arg import FormatArg
from kohakuengine.config.specs import spec_of_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config.fitting import Spec

__all__ = ["spec_of_form"]

_TRANSPARENT = ("Final", "ClassVar", "Required", "NotRequired", "ReadOnly")
_SEQUENCES = (
    collections.abc.Sequence,
    collections.abc.MutableSequence,
    collections.abc.Collection,
    collections.abc.Iterable,
    collections.abc.Container,
    collections.abc.Reversible,
)
_MAPPINGS = (collections.abc.Mapping, collections.abc.MutableMapping)
_NAMED_FORMS: dict[str, Spec] = {"LiteralString": ("str",), "AnyStr": ("str",), "Text": ("str",)}


def spec_of_form(tp: Any) -> Spec:
    """Read a type that is no plain class.

    >>> spec_of_form(typing.Literal["a", "b"])
    ('literal', ('a', 'b'))
    """
    origin, arguments = typing.get_origin(tp), typing.get_args(tp)
    if origin is None:
        return _spec_of_bare(tp)
    if origin is typing.Annotated:
        return _spec_of_annotated(tp)
    if origin is typing.Union or origin is types.UnionType:
        return _spec_of_union(arguments)
    if origin is typing.Literal or getattr(origin, "_name", None) == "Literal":
        return ("literal", arguments)
    if getattr(origin, "_name", None) in _TRANSPARENT:
        return spec_of_type(arguments[0])
    if hasattr(origin, "__value__"):  # a generic `type X[T] = ...`
        return spec_of_type(origin.__value__)
    if origin is tuple and not hasattr(tp, "__args__"):  # a bare typing.Tuple
        return ("tuple*", ANY)
    return _spec_of_generic(origin, arguments)


def _spec_of_bare(tp: Any) -> Spec:
    """Read what takes no arguments: Any, List, TypeVar, NewType, ForwardRef, `type X = ...`."""
    if isinstance(tp, typing.ForwardRef):
        return ("named", tp.__forward_arg__)
    if isinstance(tp, typing.TypeVar):
        return spec_of_type(tp.__bound__) if tp.__bound__ is not None else ANY
    for inner in ("__supertype__", "__value__"):
        if hasattr(tp, inner):
            return spec_of_type(getattr(tp, inner))
    if isinstance(tp, type):
        return _spec_of_generic(tp, ())
    return _NAMED_FORMS.get(getattr(tp, "_name", None) or "", ANY)


def _spec_of_annotated(tp: Any) -> Spec:
    inner = spec_of_type(tp.__origin__)
    for mark in tp.__metadata__:
        if isinstance(mark, FormatArg):
            return ("format", mark.function, inner)
    return inner


def _spec_of_union(arguments: tuple[Any, ...]) -> Spec:
    members: list[Spec] = []
    for spec in map(spec_of_type, arguments):
        members += spec[1] if spec[0] == "union" else [spec]
    return ("union", tuple(members))


def _spec_of_generic(origin: Any, arguments: tuple[Any, ...]) -> Spec:
    first = spec_of_type(arguments[0]) if arguments and arguments[0] is not ... else ANY
    if origin is tuple:
        return _spec_of_tuple(arguments, first)
    if origin in (list, set, frozenset):
        return (origin.__name__, first)
    if origin in _SEQUENCES:
        return ("sequence", first)
    if origin in (collections.abc.Set, collections.abc.MutableSet):
        return ("union", (("set", first), ("frozenset", first)))
    if origin is dict or origin in _MAPPINGS:
        second = spec_of_type(arguments[1]) if len(arguments) > 1 else ANY
        return ("dict" if origin is dict else "mapping", first, second)
    if origin is type:
        return ("class", type)
    plain = spec_of_type(origin) if isinstance(origin, type) and arguments else ANY
    return plain if plain != ANY else _spec_of_other(origin)


def _spec_of_tuple(arguments: tuple[Any, ...], first: Spec) -> Spec:
    if len(arguments) == 2 and arguments[1] is ...:
        return ("tuple*", first)
    if arguments == ((),):  # python 3.10's Tuple[()]
        arguments = ()
    return ("tuple", tuple(spec_of_type(argument) for argument in arguments))


def _spec_of_other(origin: Any) -> Spec:
    """Leave a class as it is; a Protocol of typing that cannot be asked says nothing."""
    if not isinstance(origin, type) or origin is typing.Any or origin is typing.Generic:
        return ANY
    return ("class", origin)
