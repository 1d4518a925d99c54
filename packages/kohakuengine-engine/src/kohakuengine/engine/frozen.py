"""Changed copies of objects that do not let themselves be changed."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def changed_copy(owner: Any, name: str, value: Any, error: Exception) -> Any | None:
    """Return a copy of a frozen object with one field changed.

    Args:
        owner: A dataclass, an object of attrs or of pydantic.
        name: The field.
        value: Its new value.
        error: What setting the attribute raised.

    Returns:
        The copy, None for an object that is not frozen and therefore refused the value itself.
    """
    cls = type(owner)
    if hasattr(cls, "__attrs_attrs__") and isinstance(error, AttributeError):
        return _evolved(owner, name, value)
    if getattr(getattr(cls, "__dataclass_params__", None), "frozen", False):
        from dataclasses import fields

        return _copied(owner, name, value, [field.name for field in fields(owner)])
    if hasattr(owner, "model_copy") and _is_frozen_model(error):
        return owner.model_copy(update={name: value})
    return None


def _evolved(owner: Any, name: str, value: Any) -> Any:
    """Return a copy by attrs itself, which converts and validates, where it can make one."""
    from importlib import import_module

    attributes = {one.name: one for one in type(owner).__attrs_attrs__}
    one = attributes.get(name)
    if one is None or not all(each.init for each in attributes.values()):
        return _copied(owner, name, value, list(attributes))
    argument = getattr(one, "alias", None) or name.lstrip("_")
    return import_module("attr").evolve(owner, **{argument: value})


def _copied(owner: Any, name: str, value: Any, fields: list[str]) -> Any:
    """Return a copy made without calling anything of the class, as setting a field calls nothing."""
    cls: Any = type(owner)
    copied = cls.__new__(cls)
    slots = [one for one in fields if hasattr(getattr(cls, one, None), "__set__") and hasattr(owner, one)]
    kept = {**{one: getattr(owner, one) for one in slots}, **getattr(owner, "__dict__", {})}
    for field, old in {**kept, name: value}.items():
        object.__setattr__(copied, field, old)
    return copied


def _is_frozen_model(error: Any) -> bool:
    """Say whether pydantic refused because of the model, and not because of the value."""
    kinds = {one.get("type") for one in error.errors()} if hasattr(error, "errors") else {""}
    return kinds <= {"frozen_instance", "frozen_field"}
