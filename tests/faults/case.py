"""One faulty situation: a script, the circumstances it runs in, and what shows that the fault happened."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from textwrap import dedent

DEFAULT, CHANGED = b"x = 1", b"x = 2"
"""Every script holds the first exactly once; a person's edit, and `--set x=2`, makes it the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    r"""A script and its circumstances, the same for plain python and for kogine.

    Attributes:
        id: Unique in its table.
        script: Source with the line `x = 1`; text is dedented and written as UTF-8, bytes as they are.
        exit: Exit code of plain python on the untouched script, negative for a signal.
        shows: What plain python's streams hold then; without it a case may pass by testing nothing.
        name: File name of the script.
        files: Further files by relative path.
        links: Symbolic links by relative path, with their targets.
        words: What names the script on the command line; its file name where empty; `{folder}` is the folder.
        argv: Arguments of the script.
        flags: Flags of the interpreter.
        env: Environment variables; None takes one away.
        stdin: What waits on standard input.
        shell: Line of `sh` in which `"$@"` is the command, for redirections.
        signal: Sent when the script has printed a line `ready` and sleeps.
        dumps_stack: Whether stderr holds a whole stack: the frames beneath the module's are not compared.
        shows_source: Whether the output shows the edited line itself, which kogine leaves as it was.
        since: First Python version (minor) that has what the script uses.
    """

    id: str
    script: str | bytes
    exit: int = 0
    shows: str = ""
    name: str = "script.py"
    files: dict[str, str | bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    env: dict[str, str | None] = field(default_factory=dict)
    stdin: bytes = b""
    shell: str = ""
    signal: int | None = None
    dumps_stack: bool = False
    shows_source: bool = False
    since: int = 10

    @property
    def is_possible(self) -> bool:
        """Whether this interpreter has what the script uses."""
        return sys.version_info >= (3, self.since)

    @property
    def target(self) -> list[str]:
        """Return the words that name the script."""
        return list(self.words) or [self.name]

    def source(self, *, is_edited: bool) -> bytes:
        """Return the script as it lies on disk, before or after a person's edit."""
        text = content(self.script)
        assert text.count(DEFAULT) == 1, f"{self.id} needs one {DEFAULT.decode()!r}"
        return text.replace(DEFAULT, CHANGED) if is_edited else text


def possible(table: list[Case]) -> list[Case]:
    """Return the cases of a table that this interpreter can play."""
    return [case for case in table if case.is_possible]


def content(text: str | bytes) -> bytes:
    """Return the bytes of a file given inline."""
    return dedent(text).lstrip("\n").encode("utf-8") if isinstance(text, str) else text
