"""One faithful run of a script with overrides: what `python script.py` does, with other values."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from kohakuengine.engine.executor import ScriptExecutor
    from kohakuengine.engine.finder import EntrypointFinder
    from kohakuengine.engine.injector import GlobalInjector
    from kohakuengine.engine.running import entrypoint, run
    from kohakuengine.engine.script import Script

__all__ = [
    "EntrypointFinder",
    "GlobalInjector",
    "Script",
    "ScriptExecutor",
    "entrypoint",
    "run",
]

_HOMES = {
    "EntrypointFinder": "finder",
    "GlobalInjector": "injector",
    "Script": "script",
    "ScriptExecutor": "executor",
    "entrypoint": "running",
    "run": "running",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
