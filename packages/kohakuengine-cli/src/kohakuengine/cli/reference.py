"""The reference page of the command line: `python -m kohakuengine.cli.reference > docs/reference/cli.md`."""

from __future__ import annotations

import sys

import click

from kohakuengine.cli.app import build_app
from kohakuengine.cli.help_text import command_rows
from kohakuengine.cli.report import write_product
from kohakuengine.cli.table_command import TableCommand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.cli.rows import Command

__all__ = ["reference_text"]

_HEAD = """\
# Command line

<!-- Made by `python -m kohakuengine.cli.reference`; a test keeps it so. Edit the option table instead. -->

Everything that `kogine` itself has to say goes to stderr, as `kogine: error: ...`, `kogine: warning: ...`
or `kogine: note: ...`. Under `kogine run` stdout belongs to the script alone. Colour is used on terminals
only, and never where `NO_COLOR` is set. `python -m kohakuengine.cli` is the same as `kogine`.

Other distributions bring commands of their own: kohakuengine-tooling [`kogine inspect`](inspect.md).

Exit codes: that of the script under `kogine run`; 0 when all is well; 1 when `kogine config check` found
something wrong or `kogine inspect` could not read a file; 2 when the command, a config or an override is
wrong; 130 on Ctrl-C; 141 when the reader of a pipe has gone.
"""


def reference_text() -> str:
    """Return the page, made from the tree of click commands."""
    parts = [_HEAD, *(_section(row) for row in _rows(build_app()))]
    return "\n".join(parts)


def _rows(group: click.Group) -> Iterator[Command]:
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from _rows(command)
        elif isinstance(command, TableCommand):
            yield command.row


def _section(row: Command) -> str:
    parts = [
        f"## kogine {row.name}",
        f"```\nkogine {row.name} {row.usage}".rstrip() + "\n```",
        f"{row.summary}.",
    ]
    parts += row.details
    if row.arguments:
        parts.append(_table("Argument", [(a.metavar, a.about) for a in row.arguments]))
    parts.append(_table("Option", command_rows(row)))
    examples = "\n".join(f"{line}    # {meaning}" for line, meaning in row.examples)
    parts.append(f"```bash\n{examples}\n```")
    return "\n\n".join(parts) + "\n"


def _table(title: str, rows: list[tuple[str, str]]) -> str:
    lines = [f"| {title} | |", "|---|---|"]
    lines += [f"| `{first}` | {second} |".replace("|json", "\\|json") for first, second in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    write_product(reference_text())
    sys.exit(0)
