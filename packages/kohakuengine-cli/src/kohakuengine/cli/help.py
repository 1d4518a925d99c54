"""`kogine help`: the same text as `--help`."""

from __future__ import annotations

from kohakuengine.cli.catalog import COMMANDS, GROUPS
from kohakuengine.cli.entry import OWN_WORDS
from kohakuengine.cli.errors import UsageError, sentences
from kohakuengine.cli.help_text import command_help, group_help, root_help
from kohakuengine.cli.plugins import explain_absent, find_plugin
from kohakuengine.cli.report import write_product
from kohakuengine.config.kohaku_error import did_you_mean

__all__ = ["show_help"]


def show_help(*, words: list[str]) -> int:
    """Explain the command that the words name, or all of them.

    Raises:
        UsageError: The words name no command.
    """
    plugin = find_plugin(words[0]) if len(words) == 1 and words[0] not in OWN_WORDS else None
    if plugin is not None:
        return plugin(["--help"])
    write_product(_text_for(words))
    return 0


def _text_for(words: list[str]) -> str:
    if not words:
        return root_help()
    name = " ".join(words)
    if name in GROUPS:
        return group_help(name)
    for row in COMMANDS:
        if row.name == name:
            return command_help(row)
    names = [*GROUPS, *(row.name for row in COMMANDS)]
    text = explain_absent(name) or sentences(f"no command {name!r}.", did_you_mean(name, names))
    raise UsageError(message=text, command="help")
