"""Dataclasses whose `dataclasses` machinery is built when somebody asks for it.

To import `dataclasses` triples the cost of a bare interpreter start (it imports `inspect`), and each class
costs half a millisecond more, for its methods are compiled from text: together a fifth of the start of a
flow. Here classes share their methods. What makes one a dataclass for others (`fields`, `asdict`, `replace`,
`inspect.signature`) is computed on first use, by `dataclasses` itself; for type checkers all of this is
`dataclasses`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass, field, replace
    from typing import Any

__all__ = ["FACTORY", "dataclass", "field", "replace"]

_LATER = ("__dataclass_fields__", "__dataclass_params__", "__signature__")
_NONE: Any = object()
_put: Any = object.__setattr__


class _Factory:
    """Stands for a default that is made anew for every object; shown as `dataclasses` shows it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<factory>"


FACTORY: Any = _Factory()


class _Field:
    """One field, as it was declared."""

    __slots__ = ("annotation", "compare", "default", "factory", "repr")

    def __init__(
        self,
        *,
        default: Any = _NONE,
        default_factory: Callable[[], Any] | None = None,
        repr: bool = True,  # noqa: A002 - as `dataclasses.field` names it
        compare: bool = True,
    ) -> None:
        self.annotation: Any = None
        self.default = default
        self.factory = default_factory
        self.repr = repr
        self.compare = compare

    def asked_for(self) -> Any:
        """Return the same as `dataclasses` has it."""
        from dataclasses import MISSING, field

        default = MISSING if self.default is _NONE else self.default
        factory = MISSING if self.factory is None else self.factory
        made: Any = field
        return made(default=default, default_factory=factory, repr=self.repr, compare=self.compare)


def _dataclass(cls: Any = None, /, **options: bool) -> Any:
    """Make a class a dataclass, with the options `frozen`, `kw_only`, `slots` and `eq` of `dataclasses`.

    What the class defines itself stays; its bases are dataclasses made here, or none at all.
    """
    return _made(cls, **options) if cls is not None else lambda one: _made(one, **options)


def _made(
    cls: Any, *, frozen: bool = False, kw_only: bool = False, slots: bool = False, eq: bool = True
) -> Any:
    own = _own_fields(cls)
    fields = {**getattr(cls, "_kogine_fields", {}), **own}
    later = {name: _Later(frozen=frozen, kw_only=kw_only) for name in _LATER}
    told: dict[str, Any] = {
        "_kogine_fields": fields,
        "_kogine_defaults": {name: one.default for name, one in fields.items() if one.default is not _NONE},
        "_kogine_factories": {name: one.factory for name, one in fields.items() if one.factory is not None},
        "_kogine_positional": () if kw_only else tuple(fields),
        "__match_args__": () if kw_only else tuple(fields),
        "__init__": _init,
        "__repr__": _repr,
        "__replace__": _replace,
        **later,
    }
    if eq:
        told |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
    if frozen:
        told |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        told |= {"__getstate__": _getstate, "__setstate__": _setstate} if slots else {}
    defined = {name: value for name, value in vars(cls).items() if name not in own and value is not None}
    if "__init__" in defined:
        del told["__signature__"]
    told |= {name: defined[name] for name in told.keys() & defined.keys()}
    made = _with_slots(cls, defined, told, own) if slots else _without_slots(cls, told, own)
    for name, one in later.items():
        one.cls, one.name = made, name
    return made


def _own_fields(cls: Any) -> dict[str, _Field]:
    """Map the fields that a class declares to how it does."""
    own = {}
    for name, annotation in cls.__annotations__.items():
        if not str(annotation).startswith("ClassVar"):
            given = vars(cls).get(name, _NONE)
            own[name] = given if isinstance(given, _Field) else _Field(default=given)
            own[name].annotation = annotation
    return own


def _with_slots(cls: Any, defined: dict[str, Any], told: dict[str, Any], own: dict[str, _Field]) -> Any:
    """Make the class anew: slots are laid out when a class is made."""
    kept = {name: value for name, value in defined.items() if name not in ("__dict__", "__weakref__")}
    made = type(cls)(cls.__name__, cls.__bases__, {**kept, **told, "__slots__": tuple(own)})
    made.__qualname__ = cls.__qualname__
    return made


def _without_slots(cls: Any, told: dict[str, Any], own: dict[str, _Field]) -> Any:
    """Fill the class; a plain default can be read from it."""
    for name, one in own.items():
        if one.default is not _NONE:
            setattr(cls, name, one.default)
        elif name in vars(cls):
            delattr(cls, name)
    for name, value in told.items():
        setattr(cls, name, value)
    return cls


def _init(self: Any, /, *values: Any, **given: Any) -> None:
    """Take the fields."""
    fields = self._kogine_fields
    if values:
        names = self._kogine_positional[: len(values)]
        if len(names) < len(values) or not given.keys().isdisjoint(names):
            raise _wrong_call(self, values, given)
        given.update(zip(names, values, strict=True))
    if len(given) != len(fields):
        given = {**self._kogine_defaults, **given}
        for name, make in self._kogine_factories.items():
            if name not in given:
                given[name] = make()
    if given.keys() != fields.keys():
        raise _wrong_call(self, values, given)
    for name in fields:
        _put(self, name, given[name])
    if hasattr(self, "__post_init__"):
        self.__post_init__()


def _wrong_call(self: Any, values: tuple[Any, ...], given: dict[str, Any]) -> TypeError:
    """Return the error that python raises for such a call."""
    import inspect

    try:
        inspect.signature(type(self)).bind(*values, **given)
    except TypeError as error:
        return TypeError(f"{type(self).__qualname__}.__init__() {error}")
    return TypeError(f"{type(self).__qualname__}.__init__() got a field twice")


def _repr(self: Any) -> str:
    """Show the fields."""
    shown = ", ".join(
        f"{name}={getattr(self, name)!r}" for name, one in self._kogine_fields.items() if one.repr
    )
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: object) -> Any:
    """Compare the fields with those of an object of the same class."""
    return _compared(self) == _compared(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    """Hash the fields."""
    return hash(_compared(self))


def _compared(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name, field in one._kogine_fields.items() if field.compare])


def _replace(self: Any, /, **changes: Any) -> Any:
    """Return a copy with some fields changed, as `dataclasses.replace` and `copy.replace` do."""
    return type(self)(**{name: getattr(self, name) for name in self._kogine_fields} | changes)


def _refuse_to_set(_self: Any, name: str, _value: object) -> None:
    """Refuse: its fields are frozen."""
    from dataclasses import FrozenInstanceError

    message = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(message)


def _refuse_to_delete(_self: Any, name: str) -> None:
    """Refuse: its fields are frozen."""
    from dataclasses import FrozenInstanceError

    message = f"cannot delete field {name!r}"
    raise FrozenInstanceError(message)


def _getstate(self: Any) -> list[Any]:
    """Pickle by fields, which cannot be set from outside."""
    return [getattr(self, name) for name in self._kogine_fields]


def _setstate(self: Any, state: list[Any]) -> None:
    """Unpickle."""
    for name, value in zip(self._kogine_fields, state, strict=True):
        _put(self, name, value)


class _Later:
    """A class attribute that becomes what `dataclasses` would have put there when it is asked for."""

    __slots__ = ("cls", "frozen", "kw_only", "name")

    def __init__(self, *, frozen: bool, kw_only: bool) -> None:
        self.frozen = frozen
        self.kw_only = kw_only
        self.cls: Any = None
        self.name = ""

    def __get__(self, instance: object, owner: Any) -> Any:
        if self.name == "__signature__" and owner.__init__ is not _init:
            raise AttributeError(self.name)  # a subclass whose calls are its own
        import dataclasses
        import inspect

        fields = [(name, one.annotation, one.asked_for()) for name, one in self.cls._kogine_fields.items()]
        twin: Any = dataclasses.make_dataclass(
            self.cls.__name__, fields, frozen=self.frozen, kw_only=self.kw_only
        )
        if self.name == "__signature__":
            return inspect.signature(twin)
        setattr(self.cls, self.name, getattr(twin, self.name))
        return getattr(twin, self.name)


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _Field, _replace
