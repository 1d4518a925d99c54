"""What a line asks for instead of its command; raised while click reads it."""

from __future__ import annotations

import click

__all__ = ["HELP_FLAGS", "HelpAskedError", "VersionAskedError", "help_option"]

HELP_FLAGS = ("-h", "--help")


class HelpAskedError(Exception):
    """`--help`; `.text` is what it prints."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class VersionAskedError(Exception):
    """`--version`."""


def help_option() -> click.Option:
    """Return the `--help` of every command."""
    return click.Option(
        ["is_help", *HELP_FLAGS],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_ask_help,
    )


def _ask_help(context: click.Context, option: click.Parameter, is_asked: bool) -> None:  # noqa: ARG001  # click's signature
    if is_asked and not context.resilient_parsing:
        raise HelpAskedError(context.command.get_help(context))
