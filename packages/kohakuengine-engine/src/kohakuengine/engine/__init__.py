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
        NotCalledError,
        OptionTwiceError,
        OutputUnknownError,
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
    from kohakuengine.engine.output import Output
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
    "NotCalledError",
    "OptionTwiceError",
    "Output",
    "OutputUnknownError",
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

_ERRORS_HOME = "errors"
_HOMES = {
    "EntrypointFinder": "finder",
    "GlobalInjector": "injector",
    "Script": "script",
    "ScriptExecutor": "executor",
    "Output": "output",
    "entrypoint": "running",
    "run": "running",
}


def __getattr__(name: str) -> object:
    """Fetch a public name from its module; what has no other home is an error."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = f"{__name__}.{_HOMES.get(name, _ERRORS_HOME)}"
    return getattr(__import__(home, fromlist=[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
