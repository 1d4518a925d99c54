"""A copy of the examples in a folder of its own, and the installed command to use on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A process that has ended: what it printed, and its exit code."""

    out: str
    err: str
    code: int


class Checkout:
    """A folder that looks like the root of the repository as far as the examples go."""

    def __init__(self, folder: Path, cache: Path) -> None:
        """Copy the examples.

        Args:
            folder: Where to; must not exist.
            cache: For what the engine compiles.
        """
        self.folder = folder
        self._cache = cache
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / "examples", folder / "examples", ignore=ignored)

    def kogine(self, line: str) -> Ended:
        """Run `kogine LINE` from the root of the checkout."""
        beside = Path(sys.executable).with_name("kogine")
        command = [str(beside)] if beside.exists() else [sys.executable, "-m", "kohakuengine.cli"]
        return self._run([*command, *line.split()])

    def python(self, line: str) -> Ended:
        """Run `python LINE` from the root of the checkout."""
        return self._run([sys.executable, *line.split()])

    def files(self) -> dict[str, bytes]:
        """Return what was written beside the examples."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        own = [path for path in found if path.relative_to(self.folder).parts[0] != "examples"]
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in own}

    def _run(self, command: list[str]) -> Ended:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT_S,
            check=False,
        )
        return Ended(out=done.stdout, err=done.stderr, code=done.returncode)

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KOGINE"))
        }
        return kept | {
            "COLUMNS": "100",
            "PYTHONIOENCODING": "utf-8",
            "TERM": "dumb",
            "XDG_CACHE_HOME": str(self._cache),
        }


@pytest.fixture(scope="session")
def compile_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One compile cache for all examples of this test session."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def checkout(tmp_path: Path, compile_cache: Path) -> Checkout:
    """A fresh copy of the examples."""
    return Checkout(tmp_path / "checkout", compile_cache)
