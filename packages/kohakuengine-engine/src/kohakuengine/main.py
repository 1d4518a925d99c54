"""KohakuEngine's Python API under its first name.

Example::

    from kohakuengine.main import Config, Script

    Script("train.py", config=Config(globals_dict={"learning_rate": 0.001})).run()
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine.config import Config, ConfigGenerator, ConfigLoader
from kohakuengine.engine import Script, ScriptExecutor, run

if TYPE_CHECKING:
    from kohakuengine.flow import Parallel, Pipeline, Sequential

__all__ = [
    "Config",
    "ConfigGenerator",
    "ConfigLoader",
    "Parallel",
    "Pipeline",
    "Script",
    "ScriptExecutor",
    "Sequential",
    "run",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import kohakuengine

    return getattr(kohakuengine, name)


def __dir__() -> list[str]:
    return sorted(__all__)
