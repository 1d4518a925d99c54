"""A config file that a command line names, loaded."""

from __future__ import annotations

import os

from kohakuengine.cli import report
from kohakuengine.cli.errors import UsageError
from kohakuengine.config import Config, load_config
from kohakuengine.config.base import misspelt_of
from kohakuengine.config.errors import ConfigShapeError
from kohakuengine.engine.collecting import release_collector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kohakuengine.config import ConfigGenerator

__all__ = ["load_given", "nothing_drawn"]


def load_given(path: str, script: str | None = None) -> Config | ConfigGenerator:
    """Load a config file, and note what in it reaches nothing.

    Args:
        path: The config file.
        script: Path of the script that it is for, None where there is none.

    Raises:
        KohakuError: It cannot be loaded.
        UsageError: It is the script itself.
    """
    if script is not None and _is_same(path, script):
        message = f"{path} is the script, not a config for it. 'kogine config init {script}' writes one."
        raise UsageError(message=message)
    release_collector()  # what comes is the user's
    config = load_config(path)
    if isinstance(config, Config):
        for misspelt in misspelt_of(config):
            report.note(str(misspelt))
    return config


def nothing_drawn(path: str, so: str) -> Exception:
    """Return the error for a generator that yielded no config.

    Args:
        path: The config file.
        so: What follows from it, as in "so nothing was run"; "" for nothing.
    """
    what = "the generator yielded no config"
    return ConfigShapeError(path=path, reason=f"{what}, {so}" if so else what)


def _is_same(first: str, second: str) -> bool:
    try:
        return os.path.samefile(first, second)
    except (OSError, ValueError):
        return False
