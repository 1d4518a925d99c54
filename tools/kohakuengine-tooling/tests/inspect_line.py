"""`kogine inspect` in this process, with a reader that the test hands in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from kohakuengine_tooling.inspect.inspection import inspect_scripts
from kohakuengine_tooling.inspect.plain_line import read_plain_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kohakuengine_tooling import ScriptFacts


@dataclass
class Printed:
    """What was printed: stands in for `kohakuengine.cli.host`.

    Attributes:
        out: On stdout.
        err: On stderr, a line each.
        is_coloured: What it says of stdout.
        code: The exit code of the line.
        problems: What it finds wrong in any config.
    """

    out: str = ""
    err: list[str] = field(default_factory=list)
    is_coloured: bool = False
    code: int = -1
    problems: Sequence[Wrong] = ()

    def write_product(self, text: str) -> None:
        self.out += text

    def error(self, text: str) -> None:
        self.err.append(f"error: {text}")

    def note(self, text: str) -> None:
        self.err.append(f"note: {text}")

    def has_colour(self, stream: TextIO | None) -> bool:
        return self.is_coloured

    def terminal_width(self) -> int:
        return 80

    def find_problems(self, config: str, script: str) -> Sequence[Wrong]:
        return self.problems


@dataclass
class Wrong:
    """Something that is wrong in a config."""

    path: str
    line: int
    name: str
    code: str = "KE101"

    def text(self) -> str:
        return f"{self.path}:{self.line}: {self.name} is wrong ({self.code})."


def type_line(
    *words: str,
    read: Callable[[str], ScriptFacts],
    is_coloured: bool = False,
    problems: Sequence[Wrong] = (),
) -> Printed:
    """Carry out a line."""
    line = read_plain_line(words)
    assert line is not None
    printed = Printed(is_coloured=is_coloured, problems=problems)
    printed.code = inspect_scripts(**line, report=printed, read=read)
    return printed
