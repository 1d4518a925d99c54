"""Flags of absl: the words for them, and typing them when the flags read the command line."""

from __future__ import annotations

import sys
from _functools import partial  # type: ignore[import-not-found]

from kohakuengine.engine.parsers import TYPED_OPTIONS, patch
from kohakuengine.engine.words import UntypableError, is_none, is_true, says, single, values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kohakuengine.engine.landing import Landing


def install() -> None:
    """Let absl's flags type the options."""
    from absl import flags

    def make(original: Any) -> Any:
        def parse(self: Any, argv: Any, known_only: bool = False) -> Any:
            words = list(argv)
            if words[1:] != sys.argv[1:] or not TYPED_OPTIONS.is_command_line(words[1:]):
                return original(self, argv, known_only)
            taken = [one for one in TYPED_OPTIONS.landings if one.target.name in self]
            typed = _typed(self, words[1:])
            front: list[str] = []
            for landing in taken:
                flag = self[landing.target.name]
                is_typed = any(flag is one for one in typed)
                make = partial(type_flag, flag, landing)
                front += TYPED_OPTIONS.words_for(landing, [f"--{flag.name}"], make, is_typed=is_typed)
            result = original(self, [*words[:1], *front, *words[1:]], known_only)
            TYPED_OPTIONS.landed(taken)
            return result

        return parse

    patch(flags.FlagValues, "__call__", make)


def _typed(flags: Any, words: list[str]) -> list[Any]:
    """Return the flags that these words give: absl knows no abbreviations (absl/flags/_flagvalues.py)."""
    found: list[Any] = []
    rest = iter(words)
    for word in rest:
        name, equals, _ = word.lstrip("-").partition("=")
        if not word.startswith("-") or word == "--":
            if word == "--" or not flags.is_gnu_getopt():
                break
            continue
        if name not in flags and name.startswith("no"):
            name = name[2:]
        if name in flags:
            found.append(flags[name])
            if not flags[name].boolean and not equals:
                next(rest, None)
    return found


def type_flag(flag: Any, landing: Landing) -> list[str]:
    """Return the words for an absl flag.

    Raises:
        FitError: It is no value for this flag, or one that no words give.
    """
    if flag.boolean and not is_none(landing):
        return [f"--{flag.name}" if is_true(landing) else f"--no{flag.name}"]
    is_multiple = any("Multi" in cls.__name__ for cls in type(flag).__mro__)
    words = [] if is_none(landing) else _words(flag, landing, is_multiple)
    if not words and not says(landing, flag.value):
        raise UntypableError(landing, f"and without --{flag.name} it is {flag.value!r}")
    return words


def _words(flag: Any, landing: Landing, is_multiple: bool) -> list[str]:
    if is_multiple:
        return [f"--{flag.name}={value}" for value in values(landing)]
    if landing.text is None and isinstance(landing.value, (list, tuple)):
        separator = "," if getattr(flag.parser, "_token", ",") == "," else " "
        texts = values(landing)
        if any(separator in text for text in texts):
            raise UntypableError(landing, f"the flag splits at {separator!r}")
        return [f"--{flag.name}={separator.join(texts)}"]
    return [f"--{flag.name}={single(landing)}"]
