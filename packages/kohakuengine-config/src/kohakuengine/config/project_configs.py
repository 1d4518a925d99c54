"""`[[tool.kogine.configs]]` of a pyproject.toml: which configs of a project are for which script."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

from kohakuengine.config.data import parse_data
from kohakuengine.config.errors import ConfigShapeError
from kohakuengine.config.kohaku_error import did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

__all__ = ["find_in_project"]

_FILE = "pyproject.toml"
_KEPT = 16
_SECTION = "tool.kogine.configs"
_KEYS = ("script", "configs")
_PATTERN = re.compile(r"\*\*/|\*\*|\*|\?|.", re.DOTALL)
_MEANINGS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def find_in_project(config: Path) -> tuple[Path, str] | None:
    """Find what the project of a config says of it: the nearest pyproject.toml above it that names configs.

    Returns:
        That file, and the script as it names it, relative to its folder; of several entries the first that
        fits. None where none does.

    Raises:
        ConfigShapeError: It cannot be parsed, or an entry is no script with its configs.
        FormatSupportError: It names configs, and there is no reader of TOML.
    """
    above = Path(os.path.abspath(config)).parent
    for folder in (above, *above.parents):
        project = folder / _FILE
        if project.is_file() and b"kogine" in project.read_bytes():
            shown = _shown(project, config)
            found = project.stat()
            entries = _entries(shown, (str(project), found.st_mtime_ns, found.st_size))
            if entries is not None:
                relative = Path(os.path.abspath(config)).relative_to(folder).as_posix()
                fitting = (script for script, patterns in entries if _fits(relative, patterns))
                script = next(fitting, None)
                return None if script is None else (shown, script)
    return None


def _shown(project: Path, config: Path) -> Path:
    """Return the path of a project as messages show it: as the config is written, absolute or not."""
    return project if config.is_absolute() else Path(os.path.relpath(project))


@lru_cache(maxsize=_KEPT)
def _entries(project: Path, _stamp: tuple[str, int, int]) -> list[tuple[str, list[str]]] | None:
    """Read the scripts and their patterns, None where the file says nothing of configs.

    They are kept for many configs of one project; `_stamp` is another one when the file has changed.
    """
    data = parse_data(str(project))
    tools = data.get("tool")
    ours = tools.get("kogine") if isinstance(tools, dict) else None
    if not isinstance(ours, dict) or "configs" not in ours:
        return None
    entries = ours["configs"]
    if not isinstance(entries, list):
        _refuse(project, f"[[{_SECTION}]] is a list of tables, each with a script and its configs")
    return [_entry(project, entry) for entry in entries]


def _entry(project: Path, entry: Any) -> tuple[str, list[str]]:
    if not isinstance(entry, dict):
        _refuse(project, f"[[{_SECTION}]] is a list of tables, each with a script and its configs")
    for key in entry:
        if key not in _KEYS:
            _refuse(project, f"unknown key {key!r} in [[{_SECTION}]]", did_you_mean(key, _KEYS))
    script, patterns = entry.get("script"), entry.get("configs")
    if isinstance(patterns, str):
        patterns = [patterns]
    if not isinstance(script, str) or not script:
        _refuse(project, f"a table of [[{_SECTION}]] names no script", 'Write script = "train.py".')
    if not isinstance(patterns, list) or not all(isinstance(one, str) for one in patterns):
        hint = 'Write configs = "configs/*.py", or a list of such patterns.'
        _refuse(project, f"a table of [[{_SECTION}]] names no configs", hint)
    return script, patterns


def _refuse(project: Path, reason: str, hint: str = "") -> NoReturn:
    raise ConfigShapeError(path=str(project), reason=reason, hint=hint)


def _fits(relative: str, patterns: list[str]) -> bool:
    return any(re.fullmatch(_expression(pattern), relative) for pattern in patterns)


def _expression(pattern: str) -> str:
    r"""Translate a pattern: `*` and `?` stay within a folder, `**` does not.

    >>> _expression("configs/**/big_?.py")
    'configs/(?:.*/)?big_[^/]\\.py'
    """
    words = _PATTERN.findall(pattern.removeprefix("./"))
    return "".join(_MEANINGS.get(word) or re.escape(word) for word in words)
