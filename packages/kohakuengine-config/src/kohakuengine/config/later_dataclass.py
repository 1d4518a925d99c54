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
    options = {"frozen": frozen, "kw_only": kw_only, "slots": slots, "eq": eq}
    later = {name: _Later(options) for name in _LATER}
    made_here = {**_tables_of(fields, kw_only=kw_only), **_methods_of(options), **later}
    written = {
        name: value for name, value in vars(cls).items() if name not in own and not _is_implied(name, value)
    }
    if "__init__" in written:
        del made_here["__signature__"]
    made_here |= {name: written[name] for name in made_here.keys() & written.keys()}
    made = _with_slots(cls, written, made_here, own) if slots else _without_slots(cls, made_here, own)
    for name, one in later.items():
        one.cls, one.name = made, name
    return made


def _tables_of(fields: dict[str, _Field], *, kw_only: bool) -> dict[str, Any]:
    """Return what the methods below look up in a class."""
    positional = () if kw_only else tuple(fields)
    return {
        "_kogine_fields": fields,
        "_kogine_defaults": {name: one.default for name, one in fields.items() if one.default is not _NONE},
        "_kogine_factories": {name: one.factory for name, one in fields.items() if one.factory is not None},
        "_kogine_positional": positional,
        "__match_args__": positional,
    }


def _methods_of(options: dict[str, bool]) -> dict[str, Any]:
    """Return the methods of a class with these options, as far as it does not write its own."""
    methods: dict[str, Any] = {"__init__": _init, "__repr__": _repr, "__replace__": _replace}
    if options["eq"]:
        methods |= {"__eq__": _eq, "__hash__": _hash if options["frozen"] else None}
    if options["frozen"]:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        methods |= {"__getstate__": _getstate, "__setstate__": _setstate} if options["slots"] else {}
    return methods


def _is_implied(name: str, value: object) -> bool:
    """Say whether python has put an attribute into a class by itself: a `__hash__` beside an `__eq__`."""
    return name == "__hash__" and value is None


def _own_fields(cls: Any) -> dict[str, _Field]:
    """Map the fields that a class declares to how it does."""
    own = {}
    for name, annotation in cls.__annotations__.items():
        if str(annotation).removeprefix("typing.").startswith("ClassVar"):
            continue
        given = vars(cls).get(name, _NONE)
        own[name] = given if isinstance(given, _Field) else _Field(default=given)
        own[name].annotation = annotation
        if type(own[name].default).__hash__ is None:
            message = f"mutable default {type(given)} for field {name} is not allowed: use default_factory"
            raise ValueError(message)
    return own


def _with_slots(cls: Any, written: dict[str, Any], made_here: dict[str, Any], own: dict[str, _Field]) -> Any:
    """Make the class anew: slots are laid out when a class is made."""
    kept = {name: value for name, value in written.items() if name not in ("__dict__", "__weakref__")}
    made = type(cls)(cls.__name__, cls.__bases__, {**kept, **made_here, "__slots__": tuple(own)})
    made.__qualname__ = cls.__qualname__
    return made


def _without_slots(cls: Any, made_here: dict[str, Any], own: dict[str, _Field]) -> Any:
    """Fill the class; a plain default can be read from it."""
    for name, one in own.items():
        if one.default is not _NONE:
            setattr(cls, name, one.default)
        elif name in vars(cls):
            delattr(cls, name)
    for name, value in made_here.items():
        setattr(cls, name, value)
    return cls


def _init(self: Any, /, *values: Any, **given: Any) -> None:
    """Take the fields."""
    fields = self._kogine_fields
    whole = given
    if values:
        names = self._kogine_positional[: len(values)]
        if len(names) < len(values) or not given.keys().isdisjoint(names):
            raise _wrong_call(self, values, given)
        whole = {**dict(zip(names, values, strict=True)), **given}
    if len(whole) != len(fields):
        whole = {**self._kogine_defaults, **whole}
        for name, make in self._kogine_factories.items():
            if name not in whole:
                whole[name] = make()
    if whole.keys() != fields.keys():
        raise _wrong_call(self, values, given)
    for name in fields:
        _put(self, name, whole[name])
    if hasattr(self, "__post_init__"):
        self.__post_init__()


def _wrong_call(self: Any, values: tuple[Any, ...], given: dict[str, Any]) -> TypeError:
    """Return the error for a call that does not suit the fields."""
    import inspect

    try:
        inspect.signature(type(self)).bind(*values, **given)
    except TypeError as error:
        return TypeError(f"{type(self).__qualname__}.__init__() {error}")
    raise AssertionError(values, given)


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
    """Pickle by fields, which cannot be set from outside; `dataclasses` may have made some of a subclass."""
    return [getattr(self, name) for name in self.__dataclass_fields__]


def _setstate(self: Any, state: list[Any]) -> None:
    """Unpickle."""
    for name, value in zip(self.__dataclass_fields__, state, strict=True):
        _put(self, name, value)


class _Later:
    """A class attribute that becomes what `dataclasses` would have put there when it is asked for."""

    __slots__ = ("cls", "name", "options")

    def __init__(self, options: dict[str, bool]) -> None:
        self.options = options
        self.cls: Any = None
        self.name = ""

    def __get__(self, instance: object, owner: Any) -> Any:
        is_of_a_call = instance is None and owner.__init__ is _init
        if self.name == "__signature__" and not is_of_a_call:
            raise AttributeError(self.name)  # of an object, or of a subclass whose calls are its own
        import dataclasses
        import inspect

        fields = [(name, one.annotation, one.asked_for()) for name, one in self.cls._kogine_fields.items()]
        make: Any = dataclasses.make_dataclass
        twin = make(self.cls.__name__, fields, **self.options)
        if self.name == "__signature__":
            return inspect.signature(twin)
        setattr(self.cls, self.name, getattr(twin, self.name))
        return getattr(twin, self.name)


if not TYPE_CHECKING:
    dataclass, field, replace = _dataclass, _Field, _replace
