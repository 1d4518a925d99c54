"""Which script a config file belongs to.

First hit: a line `# kogine: script = train.py` in the config; the `X.py` near an `X_config.py` or a
`configs/X*.py`. Near is: the same folder, and for a folder named `config` or `configs` also the one above it
and the `scripts` and `src` beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Mark", "read_mark", "script_of_config"]

_MARK = re.compile(r"^\s*#\s*kogine:\s*script\s*=\s*(\S.*?)\s*$", re.MULTILINE)
_CONFIG_FOLDERS = ("config", "configs")
_BESIDE = ("scripts", "src")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """`# kogine: script = train.py`.

    Attributes:
        script: Path of the script as written, relative to the config.
        line: 1-based line of the config.
    """

    script: str
    line: int


def script_of_config(path: Path, mark: Mark | None) -> Path | None:
    """Return the script of a config file, or None where nothing names it.

    A script named by the mark is returned whether it exists or not, so that a wrong mark is noticed.

    Args:
        path: The config.
        mark: Its mark, as `read_mark` found it.

    Raises:
        OSError: A folder near it cannot be looked into.
    """
    if mark is not None:
        return path.parent / mark.script
    for stem in _script_stems(path):
        for folder in _folders_near(path):
            script = folder / f"{stem}.py"
            if script.is_file() and not _is_same(script, path):
                return script
    return None


def read_mark(path: Path) -> Mark | None:
    """Return the line of a config that names its script, or None where it has none.

    Raises:
        OSError: The config cannot be read.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    found = _MARK.search(text)
    if found is None:
        return None
    return Mark(script=found[1].strip("'\""), line=text.count("\n", 0, found.start(1)) + 1)


def _script_stems(path: Path) -> list[str]:
    """Return the stems that the script may have, the longest first."""
    stems = []
    if path.stem.endswith("_config"):
        stems.append(path.stem.removesuffix("_config"))
    if path.parent.resolve().name in _CONFIG_FOLDERS:
        parts = re.split(r"([_.-])", path.stem)
        stems += ["".join(parts[:end]) for end in range(len(parts), 0, -2)]
    return list(dict.fromkeys(stem for stem in stems if stem))


def _folders_near(path: Path) -> list[Path]:
    folder = path.parent
    if folder.resolve().name not in _CONFIG_FOLDERS:
        return [folder]
    above = folder.parent if folder.parent != folder else folder / ".."
    return [folder, above, *(above / name for name in _BESIDE)]


def _is_same(first: Path, second: Path) -> bool:
    return first.resolve() == second.resolve()
