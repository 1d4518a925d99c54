"""Fitting the values of overrides to the parameters they land on, before anything runs."""

from __future__ import annotations

from kohakuengine.config.fitting import FitError, fit_text
from kohakuengine.engine.landing import Landing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.record import Parameter


def make_landing(parameter: Parameter, override: Override, path: str) -> Landing:
    """Fit an override's text to its parameter, or check its object.

    Args:
        parameter: Where it lands.
        override: Text of the command line, or an object of a config (never converted, only checked).
        path: Script, for messages.

    Raises:
        ValueFitError: It does not fit; the message names type, default and line.
    """
    text = override.text
    if parameter.kind == "option":
        _check_option(parameter, text, path)
    if parameter.spec[0] == "named" or parameter.kind in ("path", "option"):
        return Landing(parameter, override.value, text)
    guided = not parameter.is_annotated
    try:
        if text is not None:
            return Landing(parameter, fit_text(text, parameter.spec, guided=guided), None)
        from kohakuengine.config.fitting import check_value

        check_value(override.value, parameter.spec, guided=guided)
    except FitError as error:
        raise misfit(error, parameter, path) from None
    return Landing(parameter, override.value, None)


def _check_option(parameter: Parameter, text: str | None, path: str) -> None:
    """Refuse what the script's own parser would refuse, before anything runs; else it stays text."""
    if text is None or parameter.spec[0] not in ("int", "float", "bool", "literal"):
        return
    try:
        fit_text(text, parameter.spec, guided=False)
    except FitError as error:
        raise misfit(error, parameter, path) from None


def misfit(error: FitError, parameter: Parameter, path: str | None) -> Exception:
    """Build the user's error for a value that does not fit."""
    from kohakuengine.config.errors import ValueFitError

    return ValueFitError(
        name=parameter.key,
        path=path,
        line=parameter.line,
        reason=str(error),
        expected=error.expected,
        default=parameter.default,
        is_guided=not parameter.is_annotated,
    )
