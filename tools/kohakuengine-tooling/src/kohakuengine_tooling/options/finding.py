"""Which libraries a script declares options with, and all of its options."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.options.absl_flags import absl_options
from kohakuengine_tooling.options.flagged import argparse_options, click_options
from kohakuengine_tooling.options.from_functions import fire_options, typer_options
from kohakuengine_tooling.options.from_records import simple_parsing_options, tyro_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.facts import Option
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["find_options"]

_MOST_OPTIONS: Final = 1000  # and as many as the script can write out, an option in so many characters:
_OPTION_LENGTH: Final = 10

_FINDERS: Final[dict[str, tuple[Callable[[ScriptView, Docs], Iterator[Option]], ...]]] = {
    "argparse": (argparse_options,),
    "click": (argparse_options, click_options),
    "typer": (argparse_options, typer_options),
    "absl": (argparse_options, absl_options),
    "fire": (fire_options,),
    "tyro": (tyro_options,),
    "simple_parsing": (argparse_options, simple_parsing_options),
}


def find_options(view: ScriptView, docs: Docs) -> tuple[Option, ...]:
    """List the options that a script declares, in source order."""
    text = view.script.text
    finders = dict.fromkeys(one for name, several in _FINDERS.items() if name in text for one in several)
    every = (option for finder in finders for option in finder(view, docs))
    found = list(islice(every, _MOST_OPTIONS + len(text) // _OPTION_LENGTH))
    if next(every, None) is not None:
        view.unlisted.append((0, "the options of this script are too many to be listed"))
    return tuple(sorted(found, key=lambda option: option.line))
