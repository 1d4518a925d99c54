"""Playing a page: doing what it says, and comparing what comes out with what it shows."""

from __future__ import annotations

import doctest
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .page import Command, File, read_page
from .terminal import REPOSITORY, Terminal

_CHECKER = doctest.OutputChecker()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A command of a page with what it really showed."""

    command: Command
    actual: str

    @property
    def is_true(self) -> bool:
        """Whether the page is right; `...` in it stands for anything."""
        return _CHECKER.check_output(self.command.output, self.actual, doctest.ELLIPSIS)


def pages() -> list[Path]:
    """List the pages whose commands are executed."""
    return [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]


def play(page: Path) -> list[Shown]:
    """Do all that a page says, in a folder of its own."""
    shown = []
    with tempfile.TemporaryDirectory(prefix="kohakuengine-docs-") as root:
        terminal = Terminal(Path(root).resolve())
        for step in read_page(page):
            if isinstance(step, File):
                terminal.write(step.name, step.text)
            else:
                shown.append(Shown(command=step, actual=terminal.type(step.command)))
    return shown


def rewrite(page: Path, shown: list[Shown]) -> None:
    """Put into a page what its commands really showed."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for one in reversed([one for one in shown if not one.is_true]):
        prompt = one.command.line - 1
        indent = lines[prompt][: len(lines[prompt]) - len(lines[prompt].lstrip())]
        typed = one.command.command.count("\n") + 1
        output = [f"{indent}{line}".rstrip() for line in one.actual.splitlines()]
        lines[prompt + typed : one.command.end - 1] = output
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
