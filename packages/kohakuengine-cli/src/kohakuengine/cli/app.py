"""The whole command line, read with click.

click only reads. What it read comes back as an action, carried out after click is done: inside click, a
script's own `OSError` or Ctrl-C would be answered by click instead of by the script.
"""

from __future__ import annotations

from functools import partial

import click

from kohakuengine.cli.catalog import COMMANDS, GROUPS
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.plugins import explain_absent, find_plugin
from kohakuengine.cli.report import write_product
from kohakuengine.cli.table_command import TableCommand
from kohakuengine.cli.table_group import RootGroup, TableGroup
from kohakuengine.cli.wishes import HelpAskedError, VersionAskedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kohakuengine.cli.entry import Left

__all__ = ["build_app", "carry_out", "read_line"]


def carry_out(words: list[str]) -> Left:
    """Read one command line, then do what it says.

    Args:
        words: The words after `kogine`.

    Returns:
        The exit code, or what is left to do.
    """
    return read_line(words)()


def read_line(words: list[str]) -> Callable[[], Left]:
    """Read one command line; nothing is done yet.

    Raises:
        UsageError: The line is wrong.
    """
    if words and not words[0].startswith("-") and words[0] not in _first_words():
        plugin = find_plugin(words[0])
        if plugin is not None:
            return partial(plugin, words[1:])
        absent = explain_absent(words[0])
        if absent is not None:
            raise UsageError(message=absent)
    app = build_app()
    try:
        with app.make_context("kogine", list(words)) as context:
            action: Callable[[], Left] = app.invoke(context)
            return action
    except HelpAskedError as asked:
        return partial(_print, asked.text)
    except VersionAskedError:
        from kohakuengine.cli.version import version

        return version
    except click.UsageError as error:
        raise UsageError(message=error.format_message(), command="") from error


def build_app() -> click.Group:
    """Make the tree of click commands from the option table."""
    root = RootGroup("kogine")
    groups: dict[str, click.Group] = {}
    for row in COMMANDS:
        parent: click.Group = root
        if len(row.path) > 1:
            name = row.path[0]
            if name not in groups:
                groups[name] = TableGroup(name, summary=GROUPS[name])
                root.add_command(groups[name])
            parent = groups[name]
        parent.add_command(TableCommand(row))
    return root


def _first_words() -> set[str]:
    return {row.path[0] for row in COMMANDS}


def _print(text: str) -> int:
    write_product(text)
    return 0
