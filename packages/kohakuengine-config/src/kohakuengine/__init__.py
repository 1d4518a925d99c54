"""KohakuEngine: run Python scripts with other values, without editing them.

Run a script with a value of your own, in this process::

    from kohakuengine import run

    run("train.py", globals_dict={"lr": 0.01})

The same with its parts, to keep a script and its values together::

    from kohakuengine import Config, Script

    script = Script("train.py", config=Config(globals_dict={"lr": 0.01}, kwargs={"device": "cpu"}))
    script.run()

In a config file: `Config`, `use_config` (build on another file) and `use` (hand over something imported).
On the command line: `kogine run train.py --set lr=0.01`.
"""

# This file belongs to kohakuengine-config and is in no other wheel. In the workspace every distribution has a
# source folder of its own: there it joins these, and identical copies stand in the others, for type checkers.

from __future__ import annotations

import os as _os
import sys as _sys

__all__ = [
    "Config",
    "ConfigGenerator",
    "ConfigLoader",
    "FormatArg",
    "Graph",
    "Parallel",
    "Pipeline",
    "RunResult",
    "RunStatus",
    "Script",
    "ScriptExecutor",
    "ScriptWorkflow",
    "Sequential",
    "Workflow",
    "WorkflowError",
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
    "Graph": "flow",
    "Parallel": "flow",
    "Pipeline": "flow",
    "RunResult": "flow",
    "RunStatus": "flow",
    "Script": "engine",
    "ScriptExecutor": "engine",
    "ScriptWorkflow": "flow",
    "Sequential": "flow",
    "Workflow": "flow",
    "WorkflowError": "flow",
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
    from kohakuengine.flow import (
        Graph,
        Parallel,
        Pipeline,
        RunResult,
        RunStatus,
        ScriptWorkflow,
        Sequential,
        Workflow,
        WorkflowError,
    )
else:

    def __getattr__(name: str) -> object:
        """Hand out a public name on first use, from the distribution that holds it."""
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
    for entry in _sys.path:
        folder = _os.path.join(entry, "kohakuengine")
        if entry and folder not in path and _os.path.isdir(folder) and _is_ours(folder):
            path.append(folder)


def _is_ours(folder: str) -> bool:
    """Tell one of our source folders from some folder of this name beside a user's script."""
    return any(_holds(folder, part) for part in ("config", "engine", "flow", "cli"))


def _holds(folder: str, part: str) -> bool:
    return _os.path.isfile(_os.path.join(folder, part, "__init__.py"))


_join_source_folders(__path__)

if not TYPE_CHECKING and any(_holds(folder, "config") for folder in __path__):
    # `import *` takes these names: those of a distribution that is not installed must not be among them.
    _MISSING = {part for part in ("engine", "flow") if not any(_holds(folder, part) for folder in __path__)}
    __all__ = [name for name in __all__ if _HOME_OF[name] not in _MISSING]

del TYPE_CHECKING, annotations
