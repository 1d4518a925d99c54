"""One faithful run of a script with overrides: what `python script.py` does, with other values."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from kohakuengine.engine.errors import (
        ArgumentError,
        EntrypointError,
        EntrypointNotFoundError,
        NoEffectError,
        NoReceiverError,
        OptionTwiceError,
        OverrideError,
        RelaunchRefusedError,
        ReplacedLaterError,
        RunError,
        RunInProgressError,
        ScriptError,
        ScriptExitedError,
        ScriptNotFoundError,
        ScriptTypeError,
        SourceError,
    )
    from kohakuengine.engine.executor import ScriptExecutor
    from kohakuengine.engine.finder import EntrypointFinder
    from kohakuengine.engine.injector import GlobalInjector
    from kohakuengine.engine.running import entrypoint, run
    from kohakuengine.engine.script import Script

__all__ = [
    "ArgumentError",
    "EntrypointError",
    "EntrypointFinder",
    "EntrypointNotFoundError",
    "GlobalInjector",
    "NoEffectError",
    "NoReceiverError",
    "OptionTwiceError",
    "OverrideError",
    "RelaunchRefusedError",
    "ReplacedLaterError",
    "RunError",
    "RunInProgressError",
    "Script",
    "ScriptError",
    "ScriptExecutor",
    "ScriptExitedError",
    "ScriptNotFoundError",
    "ScriptTypeError",
    "SourceError",
    "entrypoint",
    "run",
]

_HOMES = {
    "ArgumentError": "errors",
    "EntrypointError": "errors",
    "EntrypointFinder": "finder",
    "EntrypointNotFoundError": "errors",
    "GlobalInjector": "injector",
    "NoEffectError": "errors",
    "NoReceiverError": "errors",
    "OptionTwiceError": "errors",
    "OverrideError": "errors",
    "RelaunchRefusedError": "errors",
    "ReplacedLaterError": "errors",
    "RunError": "errors",
    "RunInProgressError": "errors",
    "Script": "script",
    "ScriptError": "errors",
    "ScriptExecutor": "executor",
    "ScriptExitedError": "errors",
    "ScriptNotFoundError": "errors",
    "ScriptTypeError": "errors",
    "SourceError": "errors",
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
