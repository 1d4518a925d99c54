"""A landing whose type only running can resolve: a class of the script, an alias, an Enum."""

from __future__ import annotations

from kohakuengine.config.fitting import FitError, check_value, fit_text, spec_of_type

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

            raise self._proof.broken(misfit(error, landing.target, self._proof.path)) from None
        next(landing.counter)
        landing.landed.append(value)
        return value

    def _fitted(self, resolve: Callable[[], Any]) -> Any:
        landing = self._landing
        spec, guided = self._spec(resolve)
        if landing.text is not None:
            return fit_text(landing.text, spec, guided=guided)
        check_value(landing.value, spec, guided=guided)
        return landing.value

    def _spec(self, resolve: Callable[[], Any]) -> tuple[Any, bool]:
        """Return the spec and whether it only guides; the default's where asking gives nothing."""
        target = self._landing.target
        guess = target.spec[2] if len(target.spec) > 2 else ("any",)
        if guess[0] == "named":
            guess = ("any",)
        try:
            found = resolve()
        except Exception:  # noqa: BLE001 - the script's own annotation: one that raises counts for nothing
            return guess, True
        if target.is_annotated:
            return (guess, True) if isinstance(found, str) else (spec_of_type(found), False)
        return (spec_of_type(found), True) if _reads_texts(found) else (guess, True)


def _reads_texts(found: Any) -> bool:
    """Say whether a class that a default comes from says how to read texts: an Enum, or `format_arg`."""
    from enum import Enum

    return isinstance(found, type) and (issubclass(found, Enum) or hasattr(found, "format_arg"))
