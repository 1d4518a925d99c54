"""A real `kogine` in a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """What a `kogine` left behind."""

    code: int
    out: str
    err: str


class Kogine:
    """Runs `kogine` command lines in a folder, as a shell would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("KOGINE_")},
            "COLUMNS": "80",
            "PYTHONIOENCODING": "utf-8",
            "XDG_CACHE_HOME": str(folder / ".cache"),
        }
        self.environment.pop("NO_COLOR", None)

    def __call__(
        self,
        *words: str | Path,
        stdin: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Run one command line to its end."""
        done = subprocess.run(
            self.line(*words),
            cwd=self.folder,
            env={**self.environment, **(environment or {})},
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def line(self, *words: str | Path) -> list[str]:
        """Return the whole command line, for tests that start it themselves."""
        return [sys.executable, "-m", "kohakuengine.cli", *map(str, words)]

    def write(self, name: str, text: str) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path
