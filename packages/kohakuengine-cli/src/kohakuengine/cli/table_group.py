"""The click groups: `kogine` itself, and commands that hold others."""

from __future__ import annotations

import shlex

import click

from kohakuengine.cli.errors import UsageError, sentences
from kohakuengine.cli.help_text import group_help, root_help
from kohakuengine.cli.wishes import HelpAskedError, VersionAskedError, help_option
from kohakuengine.config.kohaku_error import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["RootGroup", "TableGroup"]


class TableGroup(click.Group):
    """A command that holds others, such as `kogine config`."""

    def __init__(self, name: str, *, summary: str = "", params: tuple[click.Parameter, ...] = ()) -> None:
        super().__init__(name, help=summary, params=[*params, help_option()], add_help_option=False)
        self.summary = summary

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words up to the command's name."""
        if not args:
            self.refuse_nothing()
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            text = f"{self.title} has no option {error.option_name!r}."
        raise UsageError(message=text, command=self.own_words)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the next word names."""
        command = self.get_command(ctx, args[0])
        if command is None:
            raise UsageError(message=self.explain_unknown(args), command=self.own_words)
        return args[0], command, args[1:]

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002  # click's signature
        """Return the help made from the table."""
        return group_help(self.own_words)

    @property
    def title(self) -> str:
        """What messages call it."""
        return self.own_words

    @property
    def own_words(self) -> str:
        """The words that name it after `kogine`."""
        return self.name or ""

    def refuse_nothing(self) -> NoReturn:
        """Answer a line that ends where a command's name should follow."""
        names = list(self.commands)
        listed = f"{', '.join(names[:-1])} or {names[-1]}"
        raise UsageError(message=f"{self.title}: which of {listed}?", command=self.own_words)

    def explain_unknown(self, words: list[str]) -> str:
        """Say what a word that names no command may have meant."""
        return sentences(f"{self.title} has no command {words[0]!r}.", did_you_mean(words[0], self.commands))


class RootGroup(TableGroup):
    """`kogine` itself."""

    def __init__(self, name: str) -> None:
        version = click.Option(
            ["-V", "--version"], is_flag=True, is_eager=True, expose_value=False, callback=_ask_version
        )
        super().__init__(name, params=(version,))

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002  # click's signature
        """Return the overview."""
        return root_help()

    @property
    def title(self) -> str:
        """What messages call it."""
        return "kogine"

    @property
    def own_words(self) -> str:
        """Nothing follows `kogine` to name it."""
        return ""

    def refuse_nothing(self) -> NoReturn:
        """`kogine` alone explains itself."""
        raise HelpAskedError(root_help())

    def explain_unknown(self, words: list[str]) -> str:
        """Say what a word that names no command may have meant."""
        first = words[0]
        if first.endswith(".py"):
            return f"no command {first!r}. To run a script: kogine run {shlex.join(words)}"
        return sentences(f"no command {first!r}.", did_you_mean(first, self.commands))


def _ask_version(context: click.Context, option: click.Parameter, is_asked: bool) -> None:  # noqa: ARG001  # click's signature
    if is_asked and not context.resilient_parsing:
        raise VersionAskedError
