"""Dotted paths: setting a key, index, attribute or field inside a value after its declaration."""

from __future__ import annotations

from kohakuengine.config.copying import copy_plain
from kohakuengine.config.fitting import FitError, check_value, fit_text, spec_of_type, spec_of_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.proof import Proof


class Reach:
    """Follows one dotted path into the value of a declaration."""

    __slots__ = ("_landing", "_place", "_proof")

    def __init__(self, landing: Landing, proof: Proof) -> None:
        self._landing = landing
        self._proof = proof
        self._place: int | None = None

    def reach(self, base: Any) -> Any:
        """Set what the path names in a value.

        Args:
            base: The value just declared.

        Returns:
            The value to bind: the same object, or a changed copy of a frozen one.

        Raises:
            UnknownPathError: A key or attribute is missing, and this is the only declaration.
            NotOverridableError: The value itself refuses the change.
            ValueFitError: The new value does not fit the old one's type.
        """
        landing = self._landing
        try:
            changed = self._set(base, landing.target.path, landing.target.name)
        except _MissingError as missing:
            error = missing.error(landing, self._proof.path)
            if len(landing.target.lines) == 1:
                raise self._proof.broken(error) from None
            landing.problem = error
            return base
        except _RefusedError as refused:
            raise self._proof.broken(refused.error(landing, self._proof.path)) from None
        except FitError as misfit_error:
            from kohakuengine.engine.values import misfit

            raise self._proof.broken(misfit(misfit_error, landing.target, self._proof.path)) from None
        next(landing.counter)
        self._note(changed)
        return changed

    def _note(self, changed: Any) -> None:
        """Remember what now lies there, perhaps converted, where the end of the run can look at it."""
        if not self._landing.target.is_watched:
            return
        from kohakuengine.engine.peek import peek

        try:
            found = peek(changed, self._landing.target.path)
        except LookupError:
            return
        self._place = self._landing.note(found, self._place)

    def reach_made(self, make: Callable[..., Any]) -> Callable[..., Any]:
        """Return a factory whose objects have what the path names set: of `field(default_factory=make)`."""
        from functools import wraps

        from kohakuengine.engine.errors import NoEffectError

        target = self._landing.target
        if self._landing.problem is None:
            reason = f"no object was made with the default at line {target.line}"
            self._landing.problem = NoEffectError(
                name=target.key, path=self._proof.path, line=target.line, reason=reason
            )

        @wraps(make)
        def factory(*args: Any, **kwargs: Any) -> Any:
            return self.reach(make(*args, **kwargs))

        return factory

    def reach_default(self, keywords: dict[str, Any]) -> dict[str, Any]:
        """Return the keywords of a `field(...)` with what the path names set in the default."""
        changed = dict(keywords)
        for name in changed:
            if name == "default":
                changed[name] = self.reach(changed[name])
            elif name in ("default_factory", "factory"):
                changed[name] = self.reach_made(changed[name])
        return changed

    def _set(self, owner: Any, path: tuple[str, ...], where: str) -> Any:
        step = _step(owner, path[0], where)
        old = step.get()
        if len(path) > 1:
            new = self._set(old, path[1:], f"{where}.{path[0]}")
            return owner if new is old else step.put(new)
        return step.put(self._value(old, step))

    def _value(self, old: Any, step: Step) -> Any:
        spec = step.spec()
        is_annotated = spec is not None
        if spec is None:
            spec = spec_of_value(old)
        landing = self._landing
        if landing.text is not None:
            return fit_text(landing.text, spec, guided=not is_annotated)
        check_value(landing.value, spec, guided=not is_annotated)
        return copy_plain(landing.value)


class _MissingError(Exception):
    """A step of a path that is not there."""

    def __init__(self, where: str, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.where = where
        self.name = name
        self.known = known

    def error(self, landing: Landing, path: str) -> Exception:
        from kohakuengine.config.errors import UnknownPathError

        return UnknownPathError(
            name=landing.target.key,
            path=path,
            line=landing.target.line,
            missing=self.name,
            owner=self.where,
            candidates=self.known,
        )


class _RefusedError(Exception):
    """A key or attribute that its owner does not let anyone set to the value."""

    def __init__(self, name: object, cause: Exception) -> None:
        super().__init__(name, cause)
        self.name = name
        self.cause = cause

    def error(self, landing: Landing, path: str) -> Exception:
        from kohakuengine.config.errors import NotOverridableError

        target = landing.target
        said = " ".join(str(self.cause).split())
        reason = f"refuses it with {type(self.cause).__name__}: {said}"
        return NotOverridableError(name=target.key, path=path, line=target.line, reason=reason)


class Step:
    """One step into an owner: how to read it, write it, and what type it declares.

    Attributes:
        owner: What the step is made in.
        key: Key, index or name of what it leads to.
    """

    __slots__ = ("key", "owner")

    def __init__(self, owner: Any, key: Any) -> None:
        self.owner = owner
        self.key = key

    def get(self) -> Any:
        """Return what is there now."""
        return self.owner[self.key]

    def put(self, value: Any) -> Any:
        """Set it.

        Returns:
            The owner, or a changed copy where it cannot be changed.
        """
        try:
            self.owner[self.key] = value
        except Exception as error:  # noqa: BLE001 - a mapping of the script's may refuse what it likes
            raise _RefusedError(self.key, error) from None
        return self.owner

    def spec(self) -> Any:
        """Return the declared type's spec, None where only the old value can tell."""
        return None


class _TupleItem(Step):
    __slots__ = ()

    def put(self, value: Any) -> Any:
        items = list(self.owner)
        items[self.key] = value
        return tuple(items)


class _NamedTupleField(Step):
    __slots__ = ()

    def get(self) -> Any:
        return getattr(self.owner, self.key)

    def put(self, value: Any) -> Any:
        return self.owner._replace(**{self.key: value})


class _Attribute(Step):
    __slots__ = ()

    def get(self) -> Any:
        return getattr(self.owner, self.key)

    def put(self, value: Any) -> Any:
        try:
            setattr(self.owner, self.key, value)
        except Exception as error:  # noqa: BLE001 - frozen ones raise AttributeError or their library's
            from kohakuengine.engine.frozen import changed_copy

            changed = changed_copy(self.owner, self.key, value, error)
            if changed is None:
                raise _RefusedError(self.key, error) from None
            return changed
        return self.owner

    def spec(self) -> Any:
        fields = getattr(type(self.owner), "__dataclass_fields__", {})
        declared = getattr(fields.get(self.key), "type", None)
        if declared is None or isinstance(declared, str):
            declared = _annotation(type(self.owner), self.key)
        return None if declared is None else spec_of_type(declared)


def _step(owner: Any, name: str, where: str) -> Step:
    """Choose how a path's next name is meant by the kind of the owner.

    Raises:
        _MissingError: The owner has nothing of that name.
    """
    fields = getattr(type(owner), "_fields", None)
    if fields is not None and isinstance(owner, tuple):
        if name in fields:
            return _NamedTupleField(owner, name)
        raise _MissingError(where, name, list(fields))
    if isinstance(owner, (list, tuple)):
        return _item(owner, name, where)
    if _is_mapping(owner):
        for key in (name, *other_keys(name)):
            if key in owner:
                return Step(owner, key)
    if _has_attribute(owner, name):
        return _Attribute(owner, name)
    raise _MissingError(where, name, _names_in(owner))


def _has_attribute(owner: Any, name: str) -> bool:
    """Say whether an object really has an attribute that can be set.

    A mapping keeps its data in its keys, and its methods are none of it. A class whose `__getattr__`
    answers to every name has none of them.
    """
    if not hasattr(owner, name):
        return False
    if name in getattr(owner, "__dict__", ()):
        return True
    if _is_mapping(owner):
        return _is_settable(type(owner), name)
    asks = getattr(type(owner), "__getattr__", None) is not None
    is_declared = any(name in vars(cls) for cls in type(owner).__mro__)
    return not asks or is_declared or not hasattr(owner, _NOBODY_HAS_THIS)


_NOBODY_HAS_THIS = "an_attribute_that_nobody_has"


def _is_settable(cls: type, name: str) -> bool:
    """Say whether a class has a property, slot or plain default of this name."""
    for base in cls.__mro__:
        if name in vars(base):
            found = vars(base)[name]
            is_plain = not callable(found) and not hasattr(type(found), "__get__")
            return hasattr(type(found), "__set__") or (is_plain and base is not object)
    return False


def _item(owner: Any, name: str, where: str) -> Step:
    try:
        index = int(name)
        _ = owner[index]
    except (ValueError, IndexError):
        known = [str(i) for i in range(min(len(owner), 50))]
        raise _MissingError(where, name, known) from None
    return (_TupleItem if isinstance(owner, tuple) else Step)(owner, index)


def _is_mapping(owner: Any) -> bool:
    from _collections_abc import MutableMapping  # is loaded: a `collections.py` of the script is not

    return isinstance(owner, MutableMapping)


def other_keys(name: str) -> list[Any]:
    """Return what else than its text a part of a path may be as a key: its number."""
    try:
        return [int(name)]
    except ValueError:
        return []


def _names_in(owner: Any) -> list[str]:
    if _is_mapping(owner):
        return [str(key) for key in owner]
    return [name for name in dir(owner) if not name.startswith("_")]


def _annotation(cls: type, name: str) -> Any:
    """Return the resolved annotation of an attribute, None where there is none."""
    from typing import get_type_hints

    try:
        return get_type_hints(cls, include_extras=True).get(name)
    except Exception:  # noqa: BLE001 - the script's own annotation: one that raises counts for nothing
        return None
