"""A terminal in a folder of its own: runs the commands of one page, one after the other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
TIMEOUT_S = 120.0

_HOME = "/home/you/project"
_ENVIRONMENT = "/home/you/.venv"


class Terminal:
    """A bash in a project folder that has the repository's `examples/` in it.

    Paths of the machine are shown as those of somebody's home.
    """

    def __init__(self, root: Path) -> None:
        """Make the folder.

        Args:
            root: An empty folder that may be written to.
        """
        self.folder = root / "project"
        self.folder.mkdir()
        shutil.copytree(
            REPOSITORY / "examples", self.folder / "examples", ignore=shutil.ignore_patterns("__pycache__")
        )
        self._cache = root / "cache"
        self._exit_code = 0

    def write(self, name: str, text: str) -> None:
        """Write a file of the page."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def type(self, command: str) -> str:
        """Run a command line and return what the terminal shows."""
        done = subprocess.run(
            ["bash", "-c", f"(exit {self._exit_code})\n{command}"],
            cwd=self.folder,
            env=self._variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT_S,
            check=False,
        )
        self._exit_code = done.returncode
        shown = done.stdout.decode("utf-8", "backslashreplace")
        return shown.replace(str(self.folder.resolve()), _HOME).replace(sys.prefix, _ENVIRONMENT)

    def _variables(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KOGINE"))
        }
        binaries = str(Path(sys.executable).parent)
        return kept | {
            "COLUMNS": "100",
            "PYTHONUNBUFFERED": "1",
            "LC_ALL": "C.UTF-8",
            "PATH": f"{binaries}{os.pathsep}{kept.get('PATH', os.defpath)}",
            "PYTHONIOENCODING": "utf-8",
            "TERM": "dumb",
            "XDG_CACHE_HOME": str(self._cache),
        }
