"""The words a person would type for an option with a given value."""

from __future__ import annotations

from kohakuengine.config.fitting import BOOL_WORDS, FitError, read_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.landing import Landing


def argparse_words(action: Any, landing: Landing) -> tuple[list[str], int | None]:
    """Return the words for an argparse option.

    Returns:
        The words, and the number of values where the action takes any number: as many as are
        given are then its own, and none of the words behind them.
    """
    if _is_none(landing):
        return [], None
    flag = _long(action.option_strings)
    kind = type(action).__name__
    if action.nargs == 0 or kind == "BooleanOptionalAction":
        return _argparse_flag(action, kind, landing), None
    if kind == "_AppendAction" and action.nargs is None:
        return [word for value in _values(landing) for word in _one(flag, value)], None
    if action.nargs in (None, "?"):
        return _one(flag, _single(landing)), None
    values = _values(landing)
    return [flag, *values], len(values) if action.nargs in ("*", "+") and values else None


def _argparse_flag(action: Any, kind: str, landing: Landing) -> list[str]:
    flag = _long(action.option_strings)
    if kind == "_CountAction":
        return [flag] * int(_single(landing))
    if kind == "BooleanOptionalAction":
        no = next((s for s in action.option_strings if s.startswith("--no-")), flag)
        yes = next((s for s in action.option_strings if not s.startswith("--no-")), flag)
        return [yes if _is_true(landing) else no]
    if kind in ("_StoreTrueAction", "_StoreFalseAction"):
        is_typed_value = _is_true(landing) == bool(action.const)
        return [flag] if is_typed_value else []
    return [flag] if _single(landing) == str(action.const) else []


def click_words(parameter: Any, landing: Landing) -> list[str]:
    """Return the words for an option of a click or typer command."""
    if _is_none(landing):
        return []
    flag = _long(parameter.opts)
    if getattr(parameter, "count", False):
        return [flag] * int(_single(landing))
    if getattr(parameter, "is_flag", False) and getattr(parameter, "is_bool_flag", True):
        if _is_true(landing):
            return [flag]
        return [_long(parameter.secondary_opts)] if parameter.secondary_opts else []
    if parameter.multiple:
        return [word for value in _values(landing) for word in _one(flag, value)]
    if parameter.nargs != 1:
        return [flag, *_values(landing)]
    return _one(flag, _single(landing))


def absl_words(flag: Any, landing: Landing) -> list[str]:
    """Return the words for an absl flag."""
    if flag.boolean:
        return [f"--{flag.name}" if _is_true(landing) else f"--no{flag.name}"]
    if _is_none(landing):
        return []
    if any("Multi" in cls.__name__ for cls in type(flag).__mro__):
        return [f"--{flag.name}={value}" for value in _values(landing)]
    if landing.text is None and isinstance(landing.value, (list, tuple)):
        return [f"--{flag.name}={','.join(_values(landing))}"]
    return [f"--{flag.name}={_single(landing)}"]


def is_typed(flags: list[str], words: list[str]) -> bool:
    """Say whether one of an option's flags stands in a command line, abbreviated or with `=`."""
    for word in words:
        if word == "--":
            return False
        head = word.partition("=")[0]
        if head in flags:
            return True
        is_long = head.startswith("--") and len(head) > 3
        if is_long and any(flag.startswith(head) for flag in flags):
            return True
        if not head.startswith("--") and any(len(f) == 2 and word.startswith(f) for f in flags):
            return True  # `-l3`
    return False


def _long(flags: list[str]) -> str:
    return next((flag for flag in flags if flag[:2] in ("--", "++")), flags[0])


def _one(flag: str, value: str) -> list[str]:
    """Return a flag with one value, written so that a value like `-0.5` is no flag."""
    if len(flag) == 2 and value:
        return [f"{flag}{value}"]
    return [f"{flag}={value}"]


def _is_none(landing: Landing) -> bool:
    return landing.text is None and landing.value is None


def _single(landing: Landing) -> str:
    if landing.text is not None:
        return landing.text
    value = landing.value
    return str(getattr(value, "name", value)) if _is_enum(value) else str(value)


def _is_enum(value: Any) -> bool:
    return any(cls.__name__ == "Enum" for cls in type(value).__mro__)


def _values(landing: Landing) -> list[str]:
    """Return the values of a list option: of an object, a literal, or `1,2,3`."""
    value = landing.value
    if landing.text is not None:
        text = landing.text.strip()
        if text[:1] in ("[", "("):
            value = read_literal(text)
        else:
            return [part.strip() for part in text.split(",")] if text else []
    if isinstance(value, (list, tuple, set)):
        return [str(item) for item in value]
    return [str(value)]


def _is_true(landing: Landing) -> bool:
    if landing.text is None:
        return bool(landing.value)
    value = BOOL_WORDS.get(landing.text.strip().lower())
    if value is not None:
        return value
    from kohakuengine.engine.values import misfit

    raise misfit(FitError("bool", repr(landing.text)), landing.target, None)
