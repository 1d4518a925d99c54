"""Which libraries a script declares options with, and all of its options."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.options.absl_flags import absl_options
from kohakuengine_tooling.options.flagged import argparse_options, click_options
from kohakuengine_tooling.options.from_functions import fire_options, typer_options
from kohakuengine_tooling.options.from_records import simple_parsing_options, tyro_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kohakuengine_tooling.docs import Docs
    from kohakuengine_tooling.facts import Option
    from kohakuengine_tooling.options.found_option import FoundOption
    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["Options", "find_options", "keep_options"]

_MOST_OPTIONS: Final = 1000  # and as many as the script can write out, an option in so many characters:
_OPTION_LENGTH: Final = 10

_FINDERS: Final[dict[str, tuple[Callable[[ScriptView, Docs], Iterator[FoundOption]], ...]]] = {
    "argparse": (argparse_options,),
    "click": (argparse_options, click_options),
    "typer": (argparse_options, typer_options),
    "absl": (argparse_options, absl_options),
    "fire": (fire_options,),
    "tyro": (tyro_options,),
    "simple_parsing": (argparse_options, simple_parsing_options),
}
# The names of the libraries, and of what declares options with them.
_WORDS: Final = re.compile(
    "|".join((*_FINDERS, "add_argument", "option", "DEFINE_", "_as_required", "run", "cli", "parse"))
)


class Options(NamedTuple):
    """The options of a script.

    Attributes:
        every: In source order.
        homes: Of each the statement that declares it, and how many lines below its beginning; None where they
            are to be looked for again after every change.
        unlisted: Where some are left out, and why.
        has_library: Whether the script names a library that declares options.
    """

    every: tuple[Option, ...]
    homes: list[tuple[Piece, int]] | None
    unlisted: list[tuple[int, str]]
    has_library: bool


def find_options(view: ScriptView, docs: Docs) -> Options:
    """List the options that a script declares."""
    text = view.script.text
    finders = dict.fromkeys(one for name, several in _FINDERS.items() if name in text for one in several)
    every = (option for finder in finders for option in finder(view, docs))
    found = list(islice(every, _MOST_OPTIONS + len(text) // _OPTION_LENGTH))
    is_cut = next(every, None) is not None
    found.sort(key=lambda one: one.option.line)
    homes = [(piece, option.line - view.line(piece.start)) for option, piece in found if piece is not None]
    return Options(
        every=tuple(option for option, _ in found),
        homes=homes if len(homes) == len(found) and not is_cut else None,
        unlisted=[(0, "the options of this script are too many to be listed")] if is_cut else [],
        has_library=bool(finders),
    )


def keep_options(view: ScriptView, before: Options) -> Options | None:
    """Return the options from before the last change, moved; None where it may have changed them."""
    change = view.change
    if change is None or not view.is_head_kept:
        return None
    if not before.has_library and not any(map(_names_library, change.added)):
        return before
    if before.homes is None or not view.is_entry_kept:
        return None
    gone, added = ([_said_of_options(piece) for piece in pieces] for pieces in change)
    if gone != added or None in gone:
        return None
    again = dict(zip(change.gone, change.added, strict=True))
    homes = [(again.get(piece, piece), below) for piece, below in before.homes]
    starts = {piece: view.line(piece.start) for piece in {piece for piece, _ in homes}}
    every = tuple(
        one if one.line == starts[piece] + below else replace(one, line=starts[piece] + below)
        for one, (piece, below) in zip(before.every, homes, strict=True)
    )
    return Options(every, homes, before.unlisted, before.has_library)


def _names_library(piece: Piece) -> bool:
    """Say whether a statement names a library that declares options, in a comment or wherever."""
    return any(name in piece.current.text for name in _FINDERS)


def _said_of_options(piece: Piece) -> tuple[object, ...] | None:
    """Return all that the options of a script may depend on in one statement, None for what is not known."""
    facts = piece.facts
    if piece.now is not None:
        return None
    text = facts.text
    if facts.scope.classes or _WORDS.search(text):
        return (text,)
    names = [(binding.name, binding.kind) for binding in facts.scope.bindings]
    return names, facts.imports, text[: _end_of_heads(facts)]


def _end_of_heads(facts: StatementFacts) -> int:
    """Return where the last argument of a function in a statement ends."""
    ends = [0]
    for function in facts.functions:
        ends.append(function.at)
        for one in function.arguments:
            spans = (span.end for span in (one.annotation, one.default) if span is not None)
            ends.append(max((one.at + len(one.name), *spans)))
    return max(ends)
