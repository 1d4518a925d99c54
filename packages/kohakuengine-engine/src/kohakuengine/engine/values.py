"""Fitting the values of overrides to the parameters they land on, before anything runs."""

from __future__ import annotations

from kohakuengine.config.fitting import FitError, fit_text
from kohakuengine.engine.landing import Landing
from kohakuengine.engine.record import OPTION, PATH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.record import CompiledTarget


def make_landing(target: CompiledTarget, override: Override, path: str) -> Landing:
    """Fit an override's text to its parameter, or check its object.

    Args:
        target: Where it lands.
        override: Text of the command line, or an object of a config (never converted, only checked).
        path: Script, for messages.

    Raises:
        ValueFitError: It does not fit; the message names type, default and line.
    """
    text = override.text
    if target.kind == OPTION:
        _check_option(target, override, path)
    if target.spec[0] == "named" or target.kind in (PATH, OPTION):
        return Landing(target, override.value, text)
    guided = not target.is_annotated
    try:
        if text is not None:
            return Landing(target, fit_text(text, target.spec, guided=guided), None)
        from kohakuengine.config.fitting import check_value

        check_value(override.value, target.spec, guided=guided)
    except FitError as error:
        raise misfit(error, target, path) from None
    return Landing(target, override.value, None)


def _check_option(target: CompiledTarget, override: Override, path: str) -> None:
    """Refuse what the script's own parser would refuse, before anything runs; else it stays as it is."""
    from kohakuengine.engine.option_values import check_option

    try:
        check_option(override, target.spec)
    except FitError as error:
        raise misfit(error, target, path) from None


def misfit(error: FitError, target: CompiledTarget, path: str | None) -> Exception:
    """Build the user's error for a value that does not fit."""
    from kohakuengine.config.errors import ValueFitError

    return ValueFitError(
        name=target.key,
        path=path,
        line=target.line,
        reason=str(error),
        expected=error.expected,
        default=target.default,
        is_guided=not target.is_annotated,
    )
