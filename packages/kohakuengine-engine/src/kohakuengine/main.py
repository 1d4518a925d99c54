"""KohakuEngine's Python API under its first name.

Example::

    from kohakuengine.main import Config, Script

    Script("train.py", config=Config(globals_dict={"learning_rate": 0.001})).run()
"""

from __future__ import annotations

from kohakuengine.config import Config, ConfigGenerator, ConfigLoader
from kohakuengine.engine import Script, ScriptExecutor, run

__all__ = [
    "Config",
    "ConfigGenerator",
    "ConfigLoader",
    "Script",
    "ScriptExecutor",
    "run",
]


def __getattr__(name: str) -> object:
    """Hand out the names of kohakuengine-flow, or say which distribution to install."""
    if name not in ("Parallel", "Pipeline", "Sequential"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import kohakuengine

    return getattr(kohakuengine, name)


def __dir__() -> list[str]:
    return sorted(__all__)
