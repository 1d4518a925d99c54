"""`run`: a script and its config in one call; `entrypoint`: a mark for the function to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from kohakuengine.config import Config, load_config
from kohakuengine.engine.executor import ScriptExecutor
from kohakuengine.engine.script import Script

if TYPE_CHECKING:
    from pathlib import Path

_Function = TypeVar("_Function")


def run(script_path: str | Path, config_path: str | Path | None = None, **config_kwargs: Any) -> Any:
    r"""Run a script in this process.

    Args:
        script_path: The script.
        config_path: Config file, or None.
        **config_kwargs: Fields of a Config (`globals_dict`, `args`, `kwargs`, `metadata`), where no
            file is given.

    Returns:
        What the entrypoint returned; a list of them, in order, for a config that yields several.

    Raises:
        TypeError: Both a file and fields are given.
        KohakuError: The config does not fit the script, or an override did not land.

    >>> import os, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "train.py")
    >>> with open(path, "w", encoding="utf-8") as file:
    ...     _ = file.write("lr = 0.1\ndef main():\n    return lr\nmain()")
    >>> run(path, globals_dict={"lr": 0.5})
    0.5
    """
    if config_path is not None and config_kwargs:
        raise TypeError("run() takes a config file or the fields of a Config, not both")
    if config_path is None:
        return ScriptExecutor(
            Script(script_path, config=Config(**config_kwargs) if config_kwargs else None)
        ).execute()
    loaded = load_config(config_path)
    executor = ScriptExecutor(Script(script_path))
    if isinstance(loaded, Config):
        return executor.execute(loaded)
    return [executor.execute(config) for config in loaded]


def entrypoint(function: _Function) -> _Function:
    """Mark a function as the entrypoint of its script; it is found statically and stays as it is.

    >>> @entrypoint
    ... def train() -> int:
    ...     return 3
    >>> train()
    3
    """
    return function
