"""A dataclass whose `dataclasses` machinery is built when somebody asks for it.

Importing `dataclasses` triples the cost of a bare interpreter start (it imports `inspect`), and a run
needs none of it: the class writes its own `__init__`, `__repr__` and `__eq__`. All that makes it a
dataclass for others, `__dataclass_fields__` and `__dataclass_params__`, is computed on first use.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["FACTORY", "dataclass", "field"]

_LATER = ("__dataclass_fields__", "__dataclass_params__")


class _Factory:
    """Stands for a default that is made anew for every object; shown as `dataclasses` shows it."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make

    def __repr__(self) -> str:
        return "<factory>"


FACTORY: Any = _Factory(dict)


def field(*, default_factory: Callable[[], object]) -> Any:
    """Declare a field with a default factory, as `dataclasses.field` does."""
    return _Factory(default_factory)


def dataclass(cls: type) -> type:
    """Make a class a dataclass, later.

    The class defines its own methods; its fields are its annotations, each with a `field()`.
    """
    factories = {name: vars(cls)[name].make for name in cls.__annotations__ if name in vars(cls)}
    for name in factories:
        delattr(cls, name)
    for attribute in _LATER:
        setattr(cls, attribute, _Later(cls, factories, attribute))
    return cls


class _Later:
    """A class attribute that replaces itself by what `dataclasses` would have put there."""

    __slots__ = ("attribute", "cls", "factories")

    def __init__(self, cls: type, factories: dict[str, Callable[[], object]], attribute: str) -> None:
        self.cls = cls
        self.factories = factories
        self.attribute = attribute

    def __get__(self, instance: object, owner: type) -> object:
        import dataclasses

        fields = [
            (name, annotation, dataclasses.field(default_factory=self.factories[name]))
            for name, annotation in self.cls.__annotations__.items()
            if name in self.factories
        ]
        twin = dataclasses.make_dataclass(self.cls.__name__, fields)
        for attribute in _LATER:
            setattr(self.cls, attribute, getattr(twin, attribute))
        return getattr(twin, self.attribute)
