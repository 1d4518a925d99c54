"""Commands that other distributions bring, through the entry-point group `kohakuengine.commands`.

An entry point's name is the command's first word, its object a `click.Command`. They are looked up only
when the word is none of ours: scanning what is installed costs four times a bare start of Python.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kohakuengine.cli import report
from kohakuengine.cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint

__all__ = ["ENTRY_POINT_GROUP", "explain_absent", "find_plugin"]

ENTRY_POINT_GROUP = "kohakuengine.commands"

_TOOLING = ("inspect", "lsp")
_LATER = ("workflow", "runs")


def find_plugin(name: str) -> Callable[[list[str]], int] | None:
    """Find an installed command.

    Args:
        name: Its first word.

    Returns:
        What carries it out, given the words after its name; None where nothing brings it.
    """
    from importlib.metadata import entry_points

    found = list(entry_points(group=ENTRY_POINT_GROUP, name=name))
    return partial(_carry_out, found[0]) if found else None


def _carry_out(entry_point: EntryPoint, words: list[str]) -> int:
    """Let a plugin's click command read its line and do its work; its mistakes are reported like ours."""
    import click

    name = entry_point.name
    command: click.Command = entry_point.load()
    try:
        with command.make_context(f"kogine {name}", list(words)) as context:
            code = command.invoke(context)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.UsageError as error:
        raise UsageError(message=f"{name}: {error.format_message()}", command=name) from error
    except click.ClickException as error:
        report.error(error.format_message())
        return error.exit_code
    return code if isinstance(code, int) else 0


def explain_absent(name: str) -> str | None:
    """Say where a command that is not here comes from, or None where nobody has one of this name."""
    if name in _TOOLING:
        return f"'kogine {name}' comes with the tooling: pip install kohakuengine-tooling"
    if name in _LATER:
        return (
            f"'kogine {name}' is not in this version: flows of many runs are not written yet. "
            "'kogine run SCRIPT -c CONFIG' runs every config of a generator, one after another."
        )
    return None
