"""Fitting the values of overrides to the parameters they land on, before anything runs."""

from __future__ import annotations

from kohakuengine.engine.landing import Landing
from kohakuengine.engine.record import OPTION, PATH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.config.fitting import FitError
    from kohakuengine.config.overrides import Override
    from kohakuengine.engine.record import CompiledTarget


_KINDS = {bool: "bool", int: "int", float: "float", str: "str"}
"""Types whose objects fit the spec of their own kind: nothing more is loaded to see that."""


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
    if text is None and _KINDS.get(type(override.value)) == target.spec[0]:
        return Landing(target, override.value, None)
    return Landing(target, _fitted(target, override, path), None)


def _fitted(target: CompiledTarget, override: Override, path: str) -> Any:
    from kohakuengine.config.fitting import FitError, check_value, fit_text

    guided = not target.is_annotated
    try:
        if override.text is not None:
            return fit_text(override.text, target.spec, guided=guided)
        check_value(override.value, target.spec, guided=guided)
    except FitError as error:
        raise misfit(error, target, path) from None
    return override.value


def _check_option(target: CompiledTarget, override: Override, path: str) -> None:
    """Refuse what the script's own parser would refuse, before anything runs; else it stays as it is."""
    from kohakuengine.config.fitting import FitError
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
