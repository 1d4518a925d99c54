"""Dotted paths: setting a key, index, attribute or field inside a value after its declaration."""

from __future__ import annotations

from kohakuengine.config.copying import copy_plain
from kohakuengine.config.fitting import FitError, check_value, fit_text, spec_of_type, spec_of_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.proof import Proof


class Reach:
    """Follows one dotted path into the value of a declaration."""

    __slots__ = ("_landing", "_proof")

    def __init__(self, landing: Landing, proof: Proof) -> None:
        self._landing = landing
        self._proof = proof

    def reach(self, base: Any) -> Any:
        """Set what the path names in a value.

        Args:
            base: The value just declared.

        Returns:
            The value to bind: the same object, or a changed copy of a frozen one.

        Raises:
            UnknownPathError: A key or attribute is missing, and this is the only declaration.
            ValueFitError: The new value does not fit the old one's type.
        """
        landing = self._landing
        try:
            changed = self._set(base, landing.parameter.path, landing.parameter.name)
        except _Missing as missing:
            error = missing.error(landing, self._proof.path)
            if len(landing.parameter.lines) == 1:
                raise self._proof.broken(error) from None
            landing.problem = error
            return base
        except FitError as misfit_error:
            from kohakuengine.engine.values import misfit

            raise self._proof.broken(
                misfit(misfit_error, landing.parameter, self._proof.path)
            ) from None
        next(landing.counter)
        return changed

    def _set(self, owner: Any, path: tuple[str, ...], where: str) -> Any:
        step = _step(owner, path[0], where)
        old = step.get()
        if len(path) > 1:
            new = self._set(old, path[1:], f"{where}.{path[0]}")
            return owner if new is old else step.put(new)
        return step.put(self._value(old, step))

    def _value(self, old: Any, step: _Step) -> Any:
        spec = step.spec()
        is_annotated = spec is not None
        if spec is None:
            spec = spec_of_value(old)
        landing = self._landing
        if landing.text is not None:
            return fit_text(landing.text, spec, guided=not is_annotated)
        check_value(landing.value, spec, guided=not is_annotated)
        return copy_plain(landing.value)


class _Missing(Exception):
    """A step of a path that is not there."""

    def __init__(self, where: str, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.where = where
        self.name = name
        self.known = known

    def error(self, landing: Landing, path: str) -> Exception:
        from kohakuengine.config.errors import UnknownPathError

        return UnknownPathError(
            name=landing.parameter.key,
            path=path,
            line=landing.parameter.line,
            missing=self.name,
            owner=self.where,
            candidates=self.known,
        )


class _Step:
    """One step into an owner: how to read it, write it, and what type it declares."""

    __slots__ = ("_key", "_owner")

    def __init__(self, owner: Any, key: Any) -> None:
        self._owner = owner
        self._key = key

    def get(self) -> Any:
        """Return what is there now."""
        return self._owner[self._key]

    def put(self, value: Any) -> Any:
        """Set it.

        Returns:
            The owner, or a changed copy where it cannot be changed.
        """
        self._owner[self._key] = value
        return self._owner

    def spec(self) -> Any:
        """Return the declared type's spec, None where only the old value can tell."""
        return None


class _TupleItem(_Step):
    __slots__ = ()

    def put(self, value: Any) -> Any:
        items = list(self._owner)
        items[self._key] = value
        return tuple(items)


class _NamedTupleField(_Step):
    __slots__ = ()

    def get(self) -> Any:
        return getattr(self._owner, self._key)

    def put(self, value: Any) -> Any:
        return self._owner._replace(**{self._key: value})


class _Attribute(_Step):
    __slots__ = ()

    def get(self) -> Any:
        return getattr(self._owner, self._key)

    def put(self, value: Any) -> Any:
        if _is_frozen(self._owner):
            return _changed_copy(self._owner, self._key, value)
        setattr(self._owner, self._key, value)
        return self._owner

    def spec(self) -> Any:
        fields = getattr(type(self._owner), "__dataclass_fields__", {})
        declared = getattr(fields.get(self._key), "type", None)
        if declared is None or isinstance(declared, str):
            declared = _annotation(type(self._owner), self._key)
        return None if declared is None else spec_of_type(declared)


def _step(owner: Any, name: str, where: str) -> _Step:
    """Choose how a path's next name is meant by the kind of the owner.

    Raises:
        _Missing: The owner has nothing of that name.
    """
    if hasattr(type(owner), "_fields") and isinstance(owner, tuple):
        if name in owner._fields:
            return _NamedTupleField(owner, name)
        raise _Missing(where, name, list(owner._fields))
    if isinstance(owner, (list, tuple)):
        return _item(owner, name, where)
    if _is_mapping(owner):
        for key in (name, *_other_keys(name)):
            if key in owner:
                return _Step(owner, key)
    if hasattr(owner, name):
        return _Attribute(owner, name)
    raise _Missing(where, name, _names_in(owner))


def _item(owner: Any, name: str, where: str) -> _Step:
    try:
        index = int(name)
        _ = owner[index]
    except (ValueError, IndexError):
        known = [str(i) for i in range(min(len(owner), 50))]
        raise _Missing(where, name, known) from None
    return (_TupleItem if isinstance(owner, tuple) else _Step)(owner, index)


def _is_mapping(owner: Any) -> bool:
    from collections.abc import MutableMapping

    return isinstance(owner, MutableMapping)


def _other_keys(name: str) -> list[Any]:
    try:
        return [int(name)]
    except ValueError:
        return []


def _names_in(owner: Any) -> list[str]:
    if _is_mapping(owner):
        return [str(key) for key in owner]
    return [name for name in dir(owner) if not name.startswith("_")]


def _is_frozen(owner: Any) -> bool:
    """Say whether an object refuses assignment: frozen dataclass, attrs or pydantic model."""
    parameters = getattr(type(owner), "__dataclass_params__", None)
    if parameters is not None:
        return bool(parameters.frozen)
    if hasattr(type(owner), "__attrs_attrs__"):
        return type(owner).__setattr__.__name__ == "_frozen_setattrs" or (
            type(owner).__setattr__ is not object.__setattr__
            and "frozen" in type(owner).__setattr__.__qualname__
        )
    config = getattr(type(owner), "model_config", None)
    return bool(isinstance(config, dict) and config.get("frozen"))


def _changed_copy(owner: Any, name: str, value: Any) -> Any:
    if hasattr(type(owner), "__dataclass_fields__"):
        from dataclasses import replace

        return replace(owner, **{name: value})
    if hasattr(type(owner), "__attrs_attrs__"):
        from attr import evolve

        return evolve(owner, **{name: value})
    return owner.model_copy(update={name: value})


def _annotation(cls: type, name: str) -> Any:
    """Return the resolved annotation of an attribute, None where there is none."""
    from typing import get_type_hints

    try:
        return get_type_hints(cls, include_extras=True).get(name)
    except Exception:  # annotations of the script: one that cannot be resolved counts for nothing
        return None
