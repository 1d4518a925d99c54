"""What `--help` prints, made from the option table."""

from __future__ import annotations

import re
import textwrap

from kohakuengine.cli.catalog import COMMANDS, GROUPS
from kohakuengine.cli.plugins import installed_commands
from kohakuengine.cli.report import terminal_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kohakuengine.cli.rows import Command

__all__ = ["command_help", "command_rows", "group_help", "root_help"]

_HELP_ROW = ("-h, --help", "Show this.")


def root_help() -> str:
    """Return what `kogine --help` prints."""
    rows = [(row.name, row.summary) for row in COMMANDS]
    return _join(
        "Usage: kogine COMMAND ...",
        _paragraph("Run Python scripts with some of their values changed; the scripts stay as they are."),
        _section("Commands", rows),
        _section("Commands of other distributions", installed_commands()),
        _section("Options", [_HELP_ROW, ("-V, --version", "Print the version.")]),
        _examples(
            [
                ("kogine run train.py --set lr=0.01", "change one value"),
                ("kogine config init train.py", "write down all values that can be changed"),
                ("kogine run train.py -c train_config.py", "run with that file"),
                ("kogine run --help", "all about running"),
            ]
        ),
    )


def group_help(name: str) -> str:
    """Return what `--help` prints for a command that holds others."""
    rows = [row for row in COMMANDS if row.path[0] == name]
    return _join(
        f"Usage: kogine {name} COMMAND ...",
        _paragraph(f"{GROUPS[name]}."),
        _section("Commands", [(row.name, row.summary) for row in rows]),
        _section("Options", [_HELP_ROW]),
        _examples([row.examples[0] for row in rows]),
    )


def command_help(row: Command) -> str:
    """Return what `--help` prints for one command."""
    arguments = [(argument.metavar, argument.about) for argument in row.arguments]
    return _join(
        _usage(row),
        _paragraph(f"{row.summary}."),
        *(_paragraph(text) for text in row.details),
        _section("Arguments", arguments),
        _section("Options", command_rows(row)),
        _examples(row.examples),
    )


def _usage(row: Command) -> str:
    """Return the usage line; what stands in brackets, and an option with its value, stay together."""
    usage = f"Usage: kogine {row.name} {row.usage}".rstrip()
    kept = re.sub(r"\[[^\]]*\]|-\w [A-Z]+", lambda found: found[0].replace(" ", "\0"), usage)
    filled = textwrap.fill(kept, _width(), subsequent_indent=" " * 9, break_on_hyphens=False)
    return filled.replace("\0", " ")


def command_rows(row: Command) -> list[tuple[str, str]]:
    """Return the options of a command as typed, each with its explanation."""
    rows = []
    for option in row.options:
        flags = ", ".join(option.flags)
        typed = f"{flags} {option.metavar}" if option.metavar else flags
        default = f" Default: {option.default}." if option.default is not None else ""
        rows.append((typed, option.about + default))
    return [*rows, _HELP_ROW]


def _width() -> int:
    return max(50, min(terminal_width(), 100))


def _join(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _paragraph(text: str) -> str:
    return textwrap.fill(text, _width(), break_on_hyphens=False, break_long_words=False)


def _section(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """Lay two columns out under a title; nothing for no rows."""
    rows = list(rows)
    if not rows:
        return ""
    left = min(max(len(first) for first, _ in rows), 28) + 4
    return "\n".join([f"{title}:", *(_row(first, second, left) for first, second in rows)])


def _row(first: str, second: str, left: int) -> str:
    wrapped = textwrap.wrap(second, _width() - left, break_on_hyphens=False, break_long_words=False)
    head = f"  {first}".ljust(left)
    if len(f"  {first}") > left - 2:
        return "\n".join([head.rstrip(), *(" " * left + line for line in wrapped)])
    return "\n".join([head + wrapped[0], *(" " * left + line for line in wrapped[1:])])


def _examples(examples: Iterable[tuple[str, str]]) -> str:
    lines = []
    for line, meaning in examples:
        lines += [f"  {line}", f"      {meaning}"]
    return "\n".join(["Examples:", *lines]) if lines else ""
