"""A landing whose type only running can resolve: a class of the script, an alias, an Enum."""

from __future__ import annotations

from kohakuengine.config.fitting import (
    FitError,
    check_value,
    fit_text,
    read_literal,
    spec_of_type,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kohakuengine.engine.landing import Landing
    from kohakuengine.engine.proof import Proof


class DynamicLanding:
    """Fits a value where its statement runs, when the classes it needs exist."""

    __slots__ = ("_landing", "_proof")

    def __init__(self, landing: Landing, proof: Proof) -> None:
        self._landing = landing
        self._proof = proof

    def land(self, resolve: Callable[[], Any]) -> Any:
        """Return the value, fitted to what the annotation or the default's class turns out to be.

        Args:
            resolve: Evaluates the annotation, or the name of the class that the default comes from.

        Raises:
            ValueFitError: The text or object does not fit.
        """
        landing = self._landing
        try:
            value = self._fitted(resolve)
        except FitError as error:
            from kohakuengine.engine.values import misfit

            raise self._proof.broken(misfit(error, landing.parameter, self._proof.path)) from None
        next(landing.counter)
        landing.landed.append(value)
        return value

    def _fitted(self, resolve: Callable[[], Any]) -> Any:
        landing = self._landing
        spec = self._spec(resolve)
        guided = not landing.parameter.is_annotated
        if landing.text is None:
            if spec is not None and not guided:
                check_value(landing.value, spec, guided=False)
            return landing.value
        if spec is None:
            return read_literal(landing.text)
        return fit_text(landing.text, spec, guided=guided)

    def _spec(self, resolve: Callable[[], Any]) -> Any:
        """Return the spec, None where nothing can be said (an annotation that cannot be resolved)."""
        try:
            found = resolve()
            if isinstance(found, str):
                return None
            if self._landing.parameter.is_annotated:
                return spec_of_type(found)
        except Exception:  # noqa: BLE001 - the script's own annotation: one that raises counts for nothing
            return None
        from enum import Enum

        is_enum = isinstance(found, type) and issubclass(found, Enum)
        return spec_of_type(found) if is_enum else None
