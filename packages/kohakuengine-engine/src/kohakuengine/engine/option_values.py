"""Values for options: what the script's own parser would refuse is refused before anything runs."""

from __future__ import annotations

from kohakuengine.config.fitting import FitError, check_value, fit_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config.fitting import Spec
    from kohakuengine.config.overrides import Override


def check_option(override: Override, spec: Spec) -> None:
    """Refuse a value that no typing of the option could give.

    Args:
        override: Text, which the parser reads as it stands, or an object, which is never converted.
        spec: What the parser makes of a word, ANY where only running it can tell.

    Raises:
        FitError: It does not fit.
    """
    if override.text is not None:
        _check_text(override.text, spec)
    elif override.value is not None:
        _check_object(override.value, spec)


def _check_text(text: str, spec: Spec) -> None:
    if spec[0] in ("int", "float"):
        if not _is_number(text, spec[0]):
            raise FitError(spec[0], repr(text))
    elif spec[0] in ("bool", "literal"):
        fit_text(text, spec, guided=False)


def _is_number(text: str, kind: str) -> bool:
    """Say whether the parser's type reads a text: `int("1e3")` does not; absl reads `0x10` too."""
    if kind == "int" and text.strip()[:2].lower() in ("0x", "0o"):
        return True
    try:
        int(text) if kind == "int" else float(text)
    except ValueError:
        return False
    return True


def _check_object(value: object, spec: Spec) -> None:
    if spec[0] == "list":
        for element in value if isinstance(value, (list, tuple, set)) else [value]:
            _check_object(element, spec[1])
    elif spec[0] in ("bool", "int", "float", "literal"):
        check_value(value, spec, guided=False)
