"""Lines of `kogine workflow` that need no click: a sweep of small runs is half done while click is imported.

Only the reading is our own, of forms that people type every day; what was read is settled as for click.
Anything else, `--help` and every unknown option included, is left to click; a test holds both readings equal.
"""

from __future__ import annotations

from functools import partial

from kohakuengine.cli.catalog_workflow import WORKFLOW_COMMANDS
from kohakuengine.cli.entry import cut_option, split_script_args
from kohakuengine.cli.settle import settle_options, settle_words
from kohakuengine.cli.table_target import call_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kohakuengine.cli.entry import Left
    from kohakuengine.cli.rows import Option

__all__ = ["read_plain_line"]


def read_plain_line(words: Sequence[str]) -> Callable[[], Left] | None:
    """Read a line, from its first word on; nothing is done yet.

    Returns:
        What to do, or None where click should read the line.

    Raises:
        UsageError: The line is wrong.
    """
    row = next((row for row in WORKFLOW_COMMANDS if row.path == tuple(words[:2])), None)
    if row is None:
        return None
    line = list(words[2:])
    own, argv = split_script_args(line) if row.has_script_args else (line, [])
    found = _scan(own, row.options)
    if found is None:
        return None
    given, positionals = found
    values = {**settle_options(row, given), **settle_words(row, positionals, own)}
    if row.has_script_args:
        values["argv"] = argv
    return partial(call_target, row.target, values)


def _scan(
    words: Sequence[str], options: Sequence[Option]
) -> tuple[dict[str, list[str] | bool], list[str]] | None:
    """Read options and positionals; None at the first word that is not plainly one of them."""
    by_flag = {flag: option for option in options for flag in option.flags}
    flags: dict[str, bool] = {option.name: False for option in options if option.metavar is None}
    values: dict[str, list[str]] = {option.name: [] for option in options if option.metavar is not None}
    positionals = []
    rest = iter(words)
    for word in rest:
        if word[:1] != "-":
            positionals.append(word)
            continue
        flag, text = cut_option(word)
        option = by_flag.get(flag)
        if option is None or (option.metavar is None and text is not None):
            return None
        if option.metavar is None:
            flags[option.name] = True
            continue
        text = next(rest, None) if text is None else text
        if text is None:
            return None
        values[option.name].append(text)
    return {**flags, **values}, positionals
