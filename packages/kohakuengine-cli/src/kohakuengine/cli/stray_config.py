"""A config file among the scripts of a line: its `-c` was forgotten."""

from __future__ import annotations

from kohakuengine.cli.errors import UsageError
from kohakuengine.config.errors import KohakuError
from kohakuengine.config.static import read_config
from kohakuengine.engine.facts import read_script

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["refuse_stray_configs"]


def refuse_stray_configs(paths: Iterable[str], *, command: str) -> None:
    """Refuse scripts that are configs; nothing is executed.

    Args:
        paths: The scripts of a line, as typed and without a function.
        command: Its name, for the error.

    Raises:
        UsageError: One of them defines `config_gen` or `CONFIG`, and has no entrypoint of its own.
    """
    for path in paths:
        if _is_config(path):
            raise UsageError(message=f"{path} is a config: -c {path}", command=command)


def _is_config(path: str) -> bool:
    """Say whether a file is a config; what cannot be read is refused elsewhere, and in better words."""
    try:
        return read_config(path).form in ("config_gen", "CONFIG") and not read_script(path).entrypoints
    except (KohakuError, SyntaxError, OSError, ValueError, RecursionError):
        return False
