"""The environment that is timed: a venv of its own with the distributions installed from wheels."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PARTS = {part: ROOT / "packages" / f"kohakuengine-{part}" for part in ("config", "engine", "flow", "cli")}
_TOOLING = {"tooling": ROOT / "tools" / "kohakuengine-tooling"}


class PlaceError(RuntimeError):
    """A venv or wheel could not be made; the message is what pip said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An installed environment, and the folder in which scripts run.

    Attributes:
        python: Its interpreter.
        kogine: Its console script.
        folder: Working folder of what is timed.
    """

    python: Path
    kogine: Path
    folder: Path

    @property
    def cache(self) -> Path:
        """The compile cache of what is timed here."""
        return self.folder / "cache"

    def environment(self) -> dict[str, str]:
        """Return the environment of a user: bytecode is written, no variable changes the interpreter."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KOGINE", "KOHAKU"))}
        return inherited | {"XDG_CACHE_HOME": str(self.cache), "PYTHONHASHSEED": "0"}


def place_of(python: Path, folder: Path) -> Place:
    """Return the place of an environment that exists already."""
    python = python.absolute()  # not resolved: a venv is known by the link
    return Place(python=python, kogine=python.with_name("kogine"), folder=folder)


def build_place(folder: Path, *, has_tooling: bool = False) -> Place:
    """Build wheels of this checkout and install them into a venv of their own."""
    parts = _PARTS | _TOOLING if has_tooling else _PARTS
    wheels = [_build(source, folder / "wheels" / part) for part, source in parts.items()]
    python = new_venv(folder / "venv")
    install(python, *map(str, wheels))
    place = place_of(python, folder / "work")
    if "import re" in place.kogine.read_text(encoding="utf-8", errors="replace"):
        raise PlaceError("the console script imports re: pip below 26 wrote it, which costs 5 ms a start")
    return place


def _build(source: Path, into: Path) -> Path:
    into.mkdir(parents=True)
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)], source)
    return next(into.glob("*.whl"))


def new_venv(folder: Path) -> Path:
    """Make a venv with a pip that writes light console scripts; return its interpreter."""
    _run([sys.executable, "-m", "venv", str(folder)], ROOT)
    python = folder / "bin" / "python"
    install(python, "--upgrade", "pip>=26")
    return python


def install(python: Path, *words: str) -> None:
    """Install with pip.

    Raises:
        PlaceError: It could not.
    """
    _run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *words], ROOT)


def _run(words: list[str], folder: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PlaceError(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
