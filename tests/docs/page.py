"""A Markdown page as a list of things to do: files to write and commands to run.

A fenced block with a title (```` ```python title="train.py" ````) is a file. A `console` block is a terminal:
lines that begin with `$ ` are typed, `> ` continues the line before, the rest is what the terminal showed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,})(?P<info>.*)$")
_TITLE = re.compile(r'title="(?P<title>[^"]+)"')
_NEEDS = re.compile(r"^<!-- needs: (?P<modules>[\w ]+) -->$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that the reader is told to write.

    Attributes:
        line: Line of its first line in the page (1-based).
        name: Relative path.
        text: Its content.
    """

    line: int
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command that the page shows, and its output.

    Attributes:
        line: Line of the prompt in the page (1-based).
        end: Line after the last line of the output.
        command: What is typed; several lines where it is continued.
        output: What the page says the terminal shows, stdout and stderr together.
    """

    line: int
    end: int
    command: str
    output: str


def read_page(path: Path) -> list[File | Command]:
    """Read the files and commands of a page, in order."""
    steps: list[File | Command] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    index = 0
    while index < len(lines):
        opening = _FENCE.match(lines[index])
        index += 1
        if opening is None:
            continue
        end = _closing_line(lines, index, opening["indent"] + opening["fence"])
        indent = len(opening["indent"])
        steps += _read_block(opening["info"], [line[indent:] for line in lines[index:end]], index + 1)
        index = end + 1
    return steps


def needed_modules(path: Path) -> list[str]:
    """Return the modules that the scripts of a page import: `<!-- needs: click typer -->`."""
    found = _NEEDS.search(path.read_text(encoding="utf-8"))
    return found["modules"].split() if found else []


def _closing_line(lines: list[str], index: int, fence: str) -> int:
    while index < len(lines) and lines[index].rstrip() != fence:
        index += 1
    return index


def _read_block(info: str, lines: list[str], first: int) -> list[File | Command]:
    title = _TITLE.search(info)
    if title is not None:
        return [File(line=first, name=title["title"], text="".join(f"{line}\n" for line in lines))]
    return list(_read_console(lines, first)) if info.split()[:1] == ["console"] else []


def _read_console(lines: list[str], first: int) -> list[Command]:
    commands = []
    starts = [index for index, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        typed = [lines[start][2:]]
        while start + len(typed) < end and lines[start + len(typed)].startswith("> "):
            typed.append(lines[start + len(typed)][2:])
        shown = lines[start + len(typed) : end]
        output = "".join(f"{line}\n" for line in shown)
        commands.append(Command(line=first + start, end=first + end, command="\n".join(typed), output=output))
    return commands
