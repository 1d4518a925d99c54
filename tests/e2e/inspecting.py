"""`kogine inspect` typed in a folder: on a pipe, on a terminal, and while something goes wrong."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_S = 60.0
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a line left behind.

    Attributes:
        code: Exit code.
        out: Stdout; of a terminal everything.
        err: Stderr.
    """

    code: int
    out: str
    err: str = ""


class Folder:
    """A folder that scripts are inspected in, with a cache of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file, in folders that are made for it."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def start(
        self, *words: str, stdout: int = subprocess.PIPE, environment: dict[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a line."""
        return subprocess.Popen(
            self.line(*words),
            cwd=self.path,
            env=environment or self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )

    def inspect(self, *words: str, **variables: str) -> Shown:
        """Type a line whose output goes into pipes."""
        with self.start(*words, environment=self.environment(**variables)) as process:
            out, err = process.communicate(timeout=TIMEOUT_S)
        return Shown(code=process.returncode, out=out.decode(), err=err.decode())

    def on_terminal(self, *words: str, columns: int = 80, **variables: str) -> Shown:
        """Type a line on a terminal of some width."""
        ours, theirs = pty.openpty()
        os.set_inheritable(theirs, True)
        environment = {"TERM": "xterm", "COLUMNS": str(columns), **variables}
        process = subprocess.Popen(
            self.line(*words),
            cwd=self.path,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        text = _read_all(ours)
        os.close(ours)
        return Shown(code=process.wait(TIMEOUT_S), out=text.replace("\r\n", "\n"))

    def line(self, *words: str) -> list[str]:
        """Return a whole command line."""
        beside = Path(sys.executable).with_name("kogine")
        command = [str(beside)] if beside.exists() else [sys.executable, "-m", "kohakuengine.cli"]
        return [*command, "inspect", *words]

    def environment(self, **variables: str) -> dict[str, str]:
        """Return the environment of a user whose cache is this folder's."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "KO", "NO_COLOR"))
        }
        return {**kept, "PYTHONIOENCODING": "utf-8", "XDG_CACHE_HOME": str(self.path / ".cache"), **variables}

    def entries(self) -> list[Path]:
        """Return the files of the index."""
        return sorted((self.path / ".cache" / "kohakuengine" / "facts").glob("*"))


def _read_all(descriptor: int) -> str:
    """Read a terminal until its other end is closed."""
    parts = []
    while select.select([descriptor], [], [], TIMEOUT_S)[0]:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # so Linux says that the other end is closed
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts).decode()
