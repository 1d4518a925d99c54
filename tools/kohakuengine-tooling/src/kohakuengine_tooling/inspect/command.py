"""The click command: everything of a line that `plain_line` leaves, `--help` and mistakes above all."""

from __future__ import annotations

from typing import Any

import click

from kohakuengine_tooling.inspect.inspection import inspect_scripts
from kohakuengine_tooling.inspect.plain_line import FORMATS

__all__ = ["inspect"]

_HELP = """\
List what can be set in scripts, without running them.

For each SCRIPT: what it runs; its parameters with type, default, line and what the script says of them, under
its own section headings; the arguments of what it runs; the options of its command line. Nothing is executed
or imported, of scripts or of configs.

SCRIPT is a file, a folder or a pattern such as 'runs/*.py'. In folders and patterns, hidden folders, virtual
environments, build folders, tests, package files and configs are passed over.

Exit code: 0 when every file was read, 1 when one could not be (the others are still shown), 2 when the line
is wrong.

\b
Examples:
  kogine inspect train.py
      a table, as wide as the terminal
  kogine inspect train.py --values
      long defaults whole, what they come to, and what cannot be set
  kogine inspect train.py --config small.py --config large.py
      what each config sets beside the defaults, and what a run would refuse of it
  kogine inspect scripts/
      all scripts of a folder
  kogine inspect train.py --format json | jq '.parameters[].name'
      for programs: a line of JSON for each script
"""


@click.command(help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("scripts", metavar="SCRIPT...", nargs=-1, required=True)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    help="How to print it: a table, or a line of JSON for each script.",
    show_default=True,
)
@click.option(
    "--values",
    "is_full",
    is_flag=True,
    help="Show defaults whole and what they come to, and list what cannot be set.",
)
@click.option(
    "-c",
    "--config",
    "configs",
    metavar="CONFIG",
    multiple=True,
    help="Show what this config sets, in a column of its own; repeatable.",
)
@click.pass_obj
def inspect(report: Any, /, **line: Any) -> int:
    """Carry a line out; the context's object is what to print with."""
    return inspect_scripts(**line, report=report)
