"""KohakuEngine: run Python scripts with other values, without editing them.

The public names are handed out on first use, from the distribution that holds them. This file belongs to
kohakuengine-config; in a workspace, where every distribution has its own source folder, it joins their parts.
"""

from __future__ import annotations

import os
import sys

__version__ = "0.1.0"

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

TYPE_CHECKING = False
if TYPE_CHECKING:
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

_PART_OF = {
    "Config": "config",
    "ConfigGenerator": "config",
    "ConfigLoader": "config",
    "FormatArg": "config",
    "load_config": "config",
    "use": "config",
    "use_config": "config",
    "Script": "engine",
    "ScriptExecutor": "engine",
    "entrypoint": "engine",
    "run": "engine",
    "Parallel": "flow",
    "Pipeline": "flow",
    "Sequential": "flow",
}


def _join_parts(path: list[str]) -> None:
    """Add to `path` the folders of the other distributions; in site-packages they are this very folder."""
    for entry in sys.path:
        folder = os.path.join(entry, "kohakuengine")
        if entry and folder not in path and os.path.isdir(folder) and _holds_a_part(folder):
            path.append(folder)


def _holds_a_part(folder: str) -> bool:
    """Tell whether `folder` is one of ours, and not just any folder of this name beside a user's script."""
    return any(
        os.path.isfile(os.path.join(folder, part, "__init__.py"))
        for part in ("engine", "flow", "cli")
    )


def __getattr__(name: str) -> object:
    part = _PART_OF.get(name)
    if part is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = f"{__name__}.{part}"
    try:
        value: object = getattr(__import__(module, fromlist=[name]), name)
    except ModuleNotFoundError as err:
        if err.name != module:
            raise
        hint = f"{name!r} needs kohakuengine-{part}: pip install kohakuengine-{part}"
        raise ModuleNotFoundError(hint, name=module) from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


_join_parts(__path__)
