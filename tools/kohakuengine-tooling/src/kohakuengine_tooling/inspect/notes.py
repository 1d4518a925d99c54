"""What stands beside a parameter: what the script says of it, and what is good to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.inspect.cells import on_one_line
from kohakuengine_tooling.inspect.sheet import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from kohakuengine_tooling.facts import Argument, Entrypoint, Option, Parameter

__all__ = ["about_argument", "about_option", "about_parameter", "how_to_say"]


def about_parameter(parameter: Parameter, *, is_full: bool = False) -> str:
    """Write the doc of a parameter, then notes in brackets.

    Args:
        parameter: The parameter.
        is_full: Whether to say, too, that the body of the module reads it.
    """
    return _joined(parameter.doc, _parameter_notes(parameter, is_full=is_full))


def about_option(option: Option, *, is_ambiguous: bool = False) -> str:
    """Write the help of an option, then notes in brackets.

    Args:
        option: The option.
        is_ambiguous: Whether an unrelated global has its name.
    """
    return _joined(option.help, _option_notes(option, is_ambiguous=is_ambiguous))


def about_argument(argument: Argument, entry: Entrypoint) -> str:
    """Say how an argument of an entrypoint is given, and whether the script's own call gives it.

    Args:
        argument: The argument.
        entry: Whose it is.
    """
    told = [BY_NAME] if argument.kind == "keyword" else []
    if argument.is_passed is not False:
        does = "passes it so" if argument.is_passed else "may pass it"
        told.append(f"the call in line {entry.call_line} {does}")
    return "; ".join(told)


def how_to_say(name: str) -> str:
    """Say how one of a global and an unrelated option is meant.

    >>> how_to_say("lr")
    'say global:lr or option:lr'
    """
    return f"say global:{name} or option:{name}"


def _joined(doc: str | None, notes: Iterator[str]) -> str:
    told = "; ".join(notes)
    return " ".join(part for part in (on_one_line(doc or ""), f"[{told}]" if told else "") if part)


def _parameter_notes(parameter: Parameter, *, is_full: bool) -> Iterator[str]:
    if parameter.choices is not None and not _says_choices(parameter.type):
        yield _one_of(parameter.choices)
    if parameter.kind == "read":
        yield "only read here, set before the script starts"
    if len(parameter.lines) > 1:
        yield f"replaced in {_lines(parameter.lines)}"
    if parameter.transformations:
        yield f"computed further in {_lines(parameter.transformations)}"
    if parameter.is_read_at_import and is_full:
        yield "read at import"


def _option_notes(option: Option, *, is_ambiguous: bool) -> Iterator[str]:
    if is_ambiguous:
        yield f"also a global: {how_to_say(option.name)}"
    if option.is_required:
        yield "required"
    if option.choices is not None and not _says_choices(option.type):
        yield _one_of(option.choices)
    usual = (f"--{option.name}", f"--{option.name.replace('_', '-')}")
    if not any(flag in usual for flag in option.flags) or len(option.flags) > 1:
        yield " ".join(option.flags) or "positional"


def _says_choices(type_text: str | None) -> bool:
    """Say whether a type tells its values by itself."""
    return type_text == "bool" or (type_text or "").startswith(("Literal[", "typing.Literal["))


def _one_of(choices: Sequence[Any]) -> str:
    return "one of " + ", ".join(map(repr, choices))


def _lines(lines: Sequence[int]) -> str:
    """Write lines: `line 3`, `lines 3, 5 and 9`.

    >>> _lines((3, 5, 9))
    'lines 3, 5 and 9'
    """
    *firsts, last = map(str, lines)
    return f"lines {', '.join(firsts)} and {last}" if firsts else f"line {last}"
