"""The options that facts list against those that the script's own parser knows."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from .trace import NO_VALUE, are_same, read_value

if TYPE_CHECKING:
    from kohakuengine_tooling import Option, ScriptFacts

    from .tally import Tallies
    from .trace import SeenOption, Trace

LISTED = "options listed"
FLAGS = "flags of options"
DEFAULTS = "defaults of options"
CHOICES = "choices of options"
HELP = "help of options"
OPTION_LINES = "lines of options"


def judge_options(script: str, facts: ScriptFacts, trace: Trace, tallies: Tallies) -> None:
    """Count, for each option that was declared at runtime, what facts say of it."""
    for seen in dict.fromkeys(trace.options):
        same = [option for option in facts.options if option.name == seen.name]
        place = f"{script}:{seen.line} {seen.name}: "
        tallies.count(LISTED, None if same else f"{place}not listed ({seen.library} {list(seen.flags)})")
        if same:
            best = min(same, key=lambda option: (option.flags != seen.flags, abs(option.line - seen.line)))
            _compare(place, best, seen, tallies)


def _compare(place: str, option: Option, seen: SeenOption, tallies: Tallies) -> None:
    def count(figure: str, said: object, true: object, is_right: bool) -> None:
        tallies.count(figure, None if is_right else f"{place}facts say {said!r:.90}, true is {true!r:.90}")

    count(FLAGS, option.flags, seen.flags, _are_flags(_spelled(option.flags), _spelled(seen.flags)))
    default = read_value(seen.default)
    is_implied = option.default is None and default in (0, (), [])  # as of `count=True`
    if default is not NO_VALUE and not is_implied and (option.default is None or option.value is not None):
        count(DEFAULTS, option.value, default, are_same(_listed(option.value), _listed(default)))
    if seen.choices is not None or _has_choices(option, seen):
        choices = read_value(seen.choices) if seen.choices is not None else None
        said = None if option.choices is None else list(option.choices)
        count(CHOICES, said, choices, are_same(said, choices))
    count(HELP, option.help, seen.help, _is_help(option.help, seen))
    if seen.library != "typer":  # its options are made when the command is called
        count(OPTION_LINES, option.line, seen.line, option.line == seen.line)


def _has_choices(option: Option, seen: SeenOption) -> bool:
    """Tell whether facts name choices that a parser would know of: not yes and no, nor typer's Enums."""
    is_known = option.choices is not None and not set(option.choices) <= {True, False, None}
    return is_known and seen.library != "typer"


def _spelled(flags: tuple[str, ...]) -> set[str]:
    """Take `--on/--off` apart, as click does, which also changes their order."""
    return {part.strip() for flag in flags for part in flag.split("/") if part.strip()}


def _are_flags(said: set[str], true: set[str]) -> bool:
    """Compare flags: facts have those that are written, a parser may add the `--no-x` of an `--x`."""
    implied = {f"--no-{flag[2:]}" for flag in said if flag.startswith("--")}
    return said <= true and true - said <= implied


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _is_help(said: str | None, seen: SeenOption) -> bool:
    """Compare help texts; absl adds words of its own, argparse shows `%%` as `%`."""
    cleaned, true = inspect.cleandoc(said or ""), inspect.cleandoc(seen.help or "")
    if seen.library == "argparse":
        true = true.replace("%%", "%")
    return cleaned == true or (seen.library == "absl" and bool(cleaned) and cleaned in true)
