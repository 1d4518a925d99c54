"""use_config: build a config on another one."""

from __future__ import annotations

import os
import sys

from kohakuengine.config.base import Config
from kohakuengine.config.errors import ConfigNotFoundError
from kohakuengine.config.file_state import state_of, states_of_callers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from kohakuengine.config.file_state import FileState

__all__ = ["use_config"]


def use_config(path: str | os.PathLike[str]) -> Config:
    """Load another config to build on.

    In a bare file the names of the base are there after the call, and what the file sets itself wins.
    In `config_gen()` and for `CONFIG` it returns the base::

        def config_gen():
            base = use_config("base.py")
            return Config(globals_dict={**base.globals_dict, "epochs": 3})

    Args:
        path: Relative to the file that calls; any form that gives one Config.

    Raises:
        ConfigNotFoundError: No such file.
        ConfigShapeError: It is a sweep, which has no one set of values.
        ConfigCycleError: It inherits from the file that calls.
    """
    from kohakuengine.config.loader import load_config

    frame = sys._getframe(1)
    state = state_of(frame.f_globals)
    beside = _beside_caller(os.fsdecode(path), frame)
    try:
        config = load_config(beside, worker_id=_worker_id())
    except ConfigNotFoundError as error:
        if state is None or error.path != beside or error.used:
            raise
        raise _not_found(os.fsdecode(path), state, frame, error) from None
    if not isinstance(config, Config):
        from kohakuengine.config.errors import ConfigShapeError

        raise ConfigShapeError(
            path=os.fsdecode(path),
            reason="a sweep cannot be inherited from",
            hint="use_config() takes a file that gives one Config; load_config() takes any.",
        )
    if state is not None and frame.f_code.co_name == "<module>":
        _inherit(state, config, frame.f_globals)
    return config


def _not_found(path: str, state: FileState, frame: FrameType, error: ConfigNotFoundError) -> Exception:
    """Say which file asks for the one that is missing, and what it may have meant, as it would write it."""
    folder = os.path.dirname(path)
    candidates = [os.path.join(folder, os.path.basename(candidate)) for candidate in error.candidates]
    return ConfigNotFoundError(path=state.path, line=frame.f_lineno, used=path, candidates=candidates)


def _worker_id() -> int | None:
    return next((state.worker_id for state in states_of_callers()), None)


def _beside_caller(path: str, frame: FrameType) -> str:
    """Return the path from the file that calls: as the user would write it, links resolved."""
    file = frame.f_globals.get("__file__")
    if os.path.isabs(path) or not isinstance(file, str):
        return path
    state = state_of(frame.f_globals)
    folder = os.path.dirname(os.path.realpath(file))
    if state is not None and os.path.dirname(state.file) == folder:
        folder = os.path.dirname(state.path)
    return os.path.join(folder, path)


def _inherit(state: FileState, base: Config, namespace: dict[str, Any]) -> None:
    """Give a bare file the names of its base; its own, and those of builtins, stay."""
    state.bases.append(base)
    builtins = vars(sys.modules["builtins"])
    for name, value in base.globals_dict.items():
        is_own = name in namespace and not (
            name in state.inherited and namespace[name] is state.inherited[name]
        )
        if name.isidentifier() and name not in builtins and not is_own:
            namespace[name] = state.inherited[name] = value
