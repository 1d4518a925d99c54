"""Which script a config file belongs to.

First hit: a line `# kogine: script = train.py` in the config; a table of `[[tool.kogine.configs]]` in the
pyproject.toml of its project; the `X.py` near an `X_config.py` or a `configs/X*.py`. Near is: the same
folder, and for a folder named `config` or `configs` also the one above it and the `scripts` and `src` there.
"""

from __future__ import annotations

import re

from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.config.project_configs import find_in_project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "ScriptOfConfig",
    "find_script",
    "is_named_for_script",
    "script_in_project",
    "script_marked",
    "script_near",
]

_MARK = re.compile(r"^\s*#\s*kogine:\s*script\s*=\s*(\S.*?)\s*$", re.MULTILINE)
_CONFIG_FOLDERS = ("config", "configs")
_BESIDE = ("scripts", "src")


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptOfConfig:
    """The script of a config.

    Attributes:
        path: Of the script; where a file names it, it need not exist.
        written: The script as that file names it, "" where only its name tells.
        said_in: The file that names it, or None.
        line: 1-based line of that file, None where it is not known.
    """

    path: Path
    written: str = ""
    said_in: Path | None = None
    line: int | None = None


def find_script(config: Path) -> ScriptOfConfig | None:
    """Find the script of a config file.

    Returns:
        None where nothing names it and none stands near it. A script that a file names is returned whether it
        exists or not, so that a wrong name is noticed.

    Raises:
        OSError: The config cannot be read, or a folder near it.
        ConfigShapeError: The pyproject.toml of its project says something else than scripts and configs.
        FormatSupportError: It says something, and there is no reader of TOML (Python 3.10 without an extra).
    """
    text = config.read_text(encoding="utf-8", errors="replace")
    return script_marked(config, text) or script_in_project(config) or script_near(config)


def script_marked(config: Path, text: str) -> ScriptOfConfig | None:
    """Find the script that a config names itself.

    Args:
        config: Its path; it need not exist.
        text: What it holds.
    """
    found = _MARK.search(text)
    if found is None:
        return None
    written = found[1].strip("'\"")
    line = text.count("\n", 0, found.start(1)) + 1
    return ScriptOfConfig(path=config.parent / written, written=written, said_in=config, line=line)


def script_in_project(config: Path) -> ScriptOfConfig | None:
    """Find the script that the pyproject.toml of its project names for a config.

    Raises:
        ConfigShapeError: It says something else than scripts and configs.
        FormatSupportError: It says something, and there is no reader of TOML.
    """
    found = find_in_project(config)
    if found is None:
        return None
    project, written = found
    return ScriptOfConfig(path=project.parent / written, written=written, said_in=project)


def script_near(config: Path) -> ScriptOfConfig | None:
    """Find the script near a config whose name goes with it, and that does not import it as a module.

    Raises:
        OSError: A folder near it cannot be read.
    """
    for stem in _script_stems(config):
        for folder in _folders_near(config):
            script = folder / f"{stem}.py"
            if script.is_file() and not _is_same(script, config) and not _imports(script, config.stem):
                return ScriptOfConfig(path=script)
    return None


def is_named_for_script(config: Path) -> bool:
    """Say whether a file has the name of a config of some script; that need not exist."""
    return bool(_script_stems(config))


def _imports(script: Path, module: str) -> bool:
    """Say whether a script imports a module: that is a part of it, and no config of its runs."""
    text = script.read_text(encoding="utf-8", errors="replace")
    imports = re.findall(r"^[ \t]*(?:from|import)[ \t]([^\n]*)", text, re.MULTILINE)
    return any(module in re.findall(r"\w+", line) for line in imports)


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
