"""A landing whose type only running can resolve: a class of the script, an alias, an Enum."""

from __future__ import annotations

import sys

from kohakuengine.config.copying import copy_plain
from kohakuengine.config.fitting import ANY, FitError, check_value, fit_text, spec_of_type
from kohakuengine.config.specs import any_after
from kohakuengine.engine.landing import default_keyword

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, FunctionType
    from typing import Any

    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.proof import Proof

_CO_OPTIMIZED = 0x01  # of functions, not of the bodies of modules and classes


class DynamicLanding:
    """Fits a value where its statement runs, when the classes it needs exist."""

    __slots__ = ("_detail", "_landing", "_place", "_proof")

    def __init__(self, landing: Landing, proof: Proof, detail: str = "") -> None:
        self._landing = landing
        self._proof = proof
        self._detail = detail
        self._place: int | None = None

    def land(self, resolve: FunctionType) -> Any:
        """Return the value, fitted to what the annotation or the default's class turns out to be.

        Args:
            resolve: Evaluates the annotation, or the name of the class that the default comes from.

        Returns:
            The value; for a `field(...)` the keyword that gives it its default.

        Raises:
            ValueFitError: The text or object does not fit.
        """
        landing = self._landing
        try:
            value = self._fitted(_seen_from(sys._getframe(1), resolve))
        except FitError as error:
            from kohakuengine.engine.values import misfit

            raise self._proof.broken(misfit(error, landing.target, self._proof.path)) from None
        next(landing.counter)
        if self._detail:
            return default_keyword(value, self._detail)
        self._place = landing.note(value, self._place)
        return value

    def _fitted(self, resolve: FunctionType) -> Any:
        landing = self._landing
        spec, guided = self._spec(resolve)
        if landing.text is not None:
            return fit_text(landing.text, spec, guided=guided)
        check_value(landing.value, spec, guided=guided)
        return copy_plain(landing.value)

    def _spec(self, resolve: FunctionType) -> tuple[Any, bool]:
        """Return the spec and whether it only guides; the default's where asking gives nothing."""
        target = self._landing.target
        guess = target.spec[2] if len(target.spec) > 2 else ANY
        if guess[0] == "named":
            guess = ANY
        try:
            found = resolve()
        except Exception:  # noqa: BLE001 - the script's own annotation: one that raises counts for nothing
            return guess, True
        if not target.is_annotated:
            return (spec_of_type(found), True) if _reads_texts(found) else (guess, True)
        if isinstance(found, str):
            return guess, True
        spec = _without_quotes(spec_of_type(found), resolve.__globals__)
        return any_after(spec, guess), False


def _seen_from(frame: FrameType, resolve: FunctionType) -> FunctionType:
    """Return the function with the names that the body of a class has bound so far among its globals.

    A function in the body of a class does not see them; an annotation there does.
    """
    if frame.f_code.co_flags & _CO_OPTIMIZED or frame.f_locals is frame.f_globals:
        return resolve
    names = {**frame.f_globals, **frame.f_locals}
    return type(resolve)(resolve.__code__, names, closure=resolve.__closure__)


def _without_quotes(spec: Any, names: dict[str, Any]) -> Any:
    """Resolve what stands in quotes inside an annotation (`list["Mode"]`); what cannot be says nothing."""
    if not isinstance(spec, tuple) or spec[:1] == ("literal",):
        return spec
    if spec[:1] != ("named",):
        return tuple(_without_quotes(part, names) for part in spec)
    try:
        found = eval(spec[1], names)
    except Exception:  # noqa: BLE001 - as in `_spec`
        return ANY
    return ANY if isinstance(found, str) else spec_of_type(found)


def _reads_texts(found: Any) -> bool:
    """Say whether a class that a default comes from says how to read texts: an Enum, or `format_arg`."""
    from enum import Enum

    return isinstance(found, type) and (issubclass(found, Enum) or hasattr(found, "format_arg"))
