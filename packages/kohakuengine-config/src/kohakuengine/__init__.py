"""KohakuEngine: run Python scripts with other values, without editing them.

The public names are handed out on first use, from the distribution that holds them.

This file belongs to kohakuengine-config and is in no other wheel. In the workspace every distribution has a
source folder of its own: there it joins these, and identical copies stand in the others, for type checkers.
"""

from __future__ import annotations

import os
import sys

__all__ = [
    "Config",
    "ConfigGenerator",
    "ConfigLoader",
    "FormatArg",
    "Script",
    "ScriptExecutor",
    "__version__",
    "entrypoint",
    "load_config",
    "run",
    "use",
    "use_config",
]

_HOME_OF = {
    "Config": "config",
    "ConfigGenerator": "config",
    "ConfigLoader": "config",
    "FormatArg": "config",
    "Parallel": "flow",
    "Pipeline": "flow",
    "Script": "engine",
    "ScriptExecutor": "engine",
    "Sequential": "flow",
    "__version__": "_version",
    "entrypoint": "engine",
    "load_config": "config",
    "run": "engine",
    "use": "config",
    "use_config": "config",
}

# Annotated: jedi takes a bare False at its word and would not look into the branch.
TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from kohakuengine._version import __version__
    from kohakuengine.config import (
        Config,
        ConfigGenerator,
        ConfigLoader,
        FormatArg,
        load_config,
        use,
        use_config,
    )
    from kohakuengine.engine import Script, ScriptExecutor, entrypoint, run
else:

    def __getattr__(name: str) -> object:
        home = _HOME_OF.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(_import_home(home, name), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return list(__all__)


def _import_home(home: str, name: str) -> object:
    """Import `kohakuengine.<home>`; where that distribution is missing, say which one `name` needs."""
    module = f"{__name__}.{home}"
    try:
        return __import__(module, fromlist=[name])
    except ModuleNotFoundError as err:
        if err.name != module:
            raise
        distribution = f"kohakuengine-{home}"
        message = f"{name!r} is part of {distribution}: pip install {distribution}"
        raise ModuleNotFoundError(message, name=module) from None


def _join_source_folders(path: list[str]) -> None:
    """Add the folders of the other distributions to `path`; installed from wheels they are all this one."""
    for entry in sys.path:
        folder = os.path.join(entry, "kohakuengine")
        if entry and folder not in path and os.path.isdir(folder) and _is_ours(folder):
            path.append(folder)


def _is_ours(folder: str) -> bool:
    """Tell one of our source folders from some folder of this name beside a user's script."""
    for part in ("config", "engine", "flow", "cli"):
        if os.path.isfile(os.path.join(folder, part, "__init__.py")):
            return True
    return False


_join_source_folders(__path__)
