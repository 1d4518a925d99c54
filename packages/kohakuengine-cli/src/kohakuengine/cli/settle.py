"""What click read, turned into the keyword arguments of the command; every refusal teaches the right form."""

from __future__ import annotations

from kohakuengine.cli.errors import UsageError, sentences
from kohakuengine.config.kohaku_error import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kohakuengine.cli.rows import Argument, Command, Option

__all__ = ["explain_bad_option", "settle_options", "settle_words"]


def settle_options(command: Command, given: Mapping[str, Sequence[str] | bool]) -> dict[str, object]:
    """Check what was given for each option.

    Args:
        command: The command's row.
        given: Per option name: True or False for a flag, else every value it was given, in order.

    Raises:
        UsageError: An option was given twice, or a value is not among its choices.
    """
    return {option.name: _settle_option(command, option, given[option.name]) for option in command.options}


def _settle_option(command: Command, option: Option, given: Sequence[str] | bool) -> object:
    if isinstance(given, bool):
        return given
    if option.is_repeatable:
        return list(given)
    if len(given) > 1:
        values = " and ".join(repr(value) for value in given)
        message = f"{option.flags[-1]} was given twice: {values}. Leave one."
        raise UsageError(message=message, command=command.name)
    if not given:
        return option.default
    _check_choice(command, option.flags[-1], option.choices, given[0])
    return given[0]


def settle_words(command: Command, words: Sequence[str], line: Sequence[str]) -> dict[str, object]:
    """Hand the positional words to the command's arguments.

    Args:
        command: The command's row.
        words: The positional words.
        line: The whole line after the command's name, up to `--`.

    Raises:
        UsageError: One is missing or one too many.
    """
    values: dict[str, object] = {}
    rest = list(words)
    for argument in command.arguments:
        values[argument.name], rest = _settle_argument(command, argument, rest)
    if rest:
        from kohakuengine.cli.guesses import explain_extra

        raise UsageError(message=explain_extra(command, words, line), command=command.name)
    return values


def _settle_argument(command: Command, argument: Argument, words: list[str]) -> tuple[object, list[str]]:
    if not words and argument.is_required:
        raise UsageError(message=_explain_missing(command, argument), command=command.name)
    taken, rest = (words, []) if argument.is_repeatable else (words[:1], words[1:])
    for word in taken:
        _check_choice(command, argument.metavar, argument.choices, word)
    if argument.is_repeatable:
        return taken, rest
    return (taken[0] if taken else None), rest


def _check_choice(command: Command, what: str, choices: tuple[str, ...], value: str) -> None:
    if not choices or value in choices:
        return
    listed = ", ".join(choices[:-1]) + " or " + choices[-1]
    message = sentences(f"{what} is {listed}, not {value!r}.", did_you_mean(value, choices))
    raise UsageError(message=message, command=command.name)


def _explain_missing(command: Command, argument: Argument) -> str:
    example = f" For example: {command.examples[0][0]}" if command.examples else ""
    return f"{command.name}: {argument.metavar} is missing.{example}"


def explain_bad_option(command: Command, flag: str) -> str:
    """Say why an option that the command has cannot be used as typed."""
    option = next(option for option in command.options if flag in option.flags)
    if option.metavar is None:
        return f"{flag} takes no value."
    return f"{flag} needs a value: {flag} {option.metavar}."
