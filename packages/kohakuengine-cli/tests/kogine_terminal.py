"""A real interactive shell on a real pseudo-terminal."""

from __future__ import annotations

import os
import re
import select
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

_LONGEST_S = 60
_SHOWN = re.compile(r"<<(.*?)>>\r?\n", re.DOTALL)

SHOW_LINE = "\x18\x10"  # the key that each shell is taught to answer with <<the line as edited>>


class Terminal:
    """A shell that is typed into. Nothing waits for a guess of time: the shell says when it is ready."""

    def __init__(self, command: list[str], *, cwd: Path, environment: Mapping[str, str]) -> None:
        self._master, slave = os.openpty()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=cwd, env=environment, start_new_session=True
        )
        os.close(slave)
        self._seen = ""

    def __enter__(self) -> Terminal:  # noqa: PYI034  # Self is not in 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def run(self, line: str) -> str:
        """Run a command and return what was printed up to its end."""
        self.type(f"{line}; echo rea''dy\n")
        return self.wait_for("ready\r\n")

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._master, text.encode())

    def complete(self, text: str) -> str:
        """Type the beginning of a line, press Tab, and return the line as the shell then has it."""
        self.type(f"{text}\t{SHOW_LINE}")
        shown = self.wait_for(">>\r\n", ">>\n")
        self.type("\x15")  # empty the line again
        found = _SHOWN.search(shown)
        assert found is not None, shown
        return found.group(1)

    def wait_for(self, *ends: str) -> str:
        """Read until one of some texts has been printed; return everything up to it."""
        deadline = time.monotonic() + _LONGEST_S
        while not any(end in self._seen for end in ends):
            ready, _, _ = select.select([self._master], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"the shell never printed {ends}: {self._seen!r}"
            self._seen += os.read(self._master, 65536).decode(errors="replace")
        end = next(end for end in ends if end in self._seen)
        text, _, self._seen = self._seen.partition(end)
        return text + end
