"""The click command of one row of the option table."""

from __future__ import annotations

from functools import partial

import click

from kohakuengine.cli.entry import split_script_args
from kohakuengine.cli.errors import UsageError
from kohakuengine.cli.guesses import explain_unknown_option, own_help_line
from kohakuengine.cli.help_text import command_help
from kohakuengine.cli.settle import explain_bad_option, settle_options, settle_words
from kohakuengine.cli.table_target import call_target
from kohakuengine.cli.wishes import help_option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kohakuengine.cli.entry import Left
    from kohakuengine.cli.rows import Command, Option

__all__ = ["TableCommand"]

_LINE = "kohakuengine.cli.line"  # where click's context keeps the words as typed


class TableCommand(click.Command):
    """A command whose invocation returns what to do: a function of no arguments, for the exit code."""

    def __init__(self, row: Command) -> None:
        self.row = row
        words = click.Argument(["words"], nargs=-1, type=click.UNPROCESSED, required=False)
        super().__init__(
            row.path[-1],
            params=[*map(_click_option, row.options), words, help_option()],
            callback=self._plan,
            add_help_option=False,
            help=row.summary,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the line; what follows `--` is the script's and is not looked at."""
        own, script_args = split_script_args(args) if self.row.has_script_args else (args, [])
        ctx.obj = script_args
        ctx.meta[_LINE] = own
        try:
            return super().parse_args(ctx, list(own))
        except click.NoSuchOption as error:
            text = explain_unknown_option(self.row, own, error.option_name)
        except click.BadOptionUsage as error:
            text = explain_bad_option(self.row, error.option_name)
        raise UsageError(message=text, command=self.row.name)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help made from the row; of a line that names a script, how to get its own."""
        own = own_help_line(self.row, ctx.meta.get(_LINE, ())) if self.row.has_script_args else ""
        return command_help(self.row) + own

    def _plan(self, words: Sequence[str], **given: Sequence[str] | bool) -> Callable[[], Left]:
        context = click.get_current_context()
        options = settle_options(self.row, given)
        values = {**options, **settle_words(self.row, words, context.meta[_LINE])}
        if self.row.has_script_args:
            values["argv"] = context.obj
        return partial(call_target, self.row.target, values)


def _click_option(option: Option) -> click.Option:
    """Return a click option that keeps every value it was given; `settle_options` judges them."""
    names = [option.name, *option.flags]
    if option.metavar is None:
        return click.Option(names, is_flag=True, default=False)
    return click.Option(names, multiple=True, type=click.UNPROCESSED)
