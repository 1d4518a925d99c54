"""Commands that other distributions bring, through the entry-point group `kohakuengine.commands`.

An entry point's name is the command's first word, its object a `click.Command`; the `obj` of its context is
`kohakuengine.cli.host`, to print with. They are looked up only when the word is none of ours: scanning what
is installed costs four times a bare start of Python. `fast_plugins` has a way around both, scan and click.
"""

from __future__ import annotations

from functools import partial

from kohakuengine.cli import host, report
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.installed_points import COMMAND_GROUP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.metadata import EntryPoint

__all__ = ["explain_absent", "find_plugin", "installed_commands"]

_TOOLING = "kohakuengine-tooling"
_OF_TOOLING = {
    "inspect": "'kogine config init SCRIPT -o -' lists the parameters",
    "lsp": "'kogine config check CONFIG' compares a config with its script",
}


def find_plugin(name: str) -> Callable[[list[str]], int] | None:
    """Find an installed command.

    Args:
        name: Its first word.

    Returns:
        What carries it out, given the words after its name; None where nothing brings it.
    """
    from importlib.metadata import entry_points

    found = list(entry_points(group=COMMAND_GROUP, name=name))
    return partial(_carry_out, found[0]) if found else None


def _carry_out(entry_point: EntryPoint, words: list[str]) -> int:
    """Let a plugin's click command read its line and do its work; its mistakes are reported like ours."""
    import click

    name = entry_point.name
    command: click.Command = entry_point.load()
    try:
        with command.make_context(f"kogine {name}", list(words), obj=host) as context:
            code = command.invoke(context)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.UsageError as error:
        raise UsageError(message=f"{name}: {error.format_message()}", command=name) from error
    except click.ClickException as error:
        report.error(error.format_message())
        return error.exit_code
    return code if isinstance(code, int) else 0


def installed_commands() -> list[tuple[str, str]]:
    """List the commands that other distributions bring: the first word, and whose it is."""
    from importlib.metadata import entry_points

    found = {point.name: point for point in entry_points(group=COMMAND_GROUP)}
    return [(name, _describe(point)) for name, point in sorted(found.items())]


def _describe(entry_point: EntryPoint) -> str:
    owner = entry_point.dist.name if entry_point.dist else entry_point.value
    return f"Of {owner}; 'kogine {entry_point.name} --help' explains it"


def explain_absent(name: str) -> str | None:
    """Say where a command that is not here comes from, or None where nobody has one of this name."""
    if name not in _OF_TOOLING:
        return None
    install = f"pip install {_TOOLING}"
    return f"'kogine {name}' comes with the tooling: {install}. Without it, {_OF_TOOLING[name]}."
