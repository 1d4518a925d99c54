"""Which modules are of the project: neither installed, nor of Python itself, nor ours."""

from __future__ import annotations

import sys

from kohakuengine.engine.modules import INSTALLED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["project_file"]


def project_file(name: str) -> str | None:
    """Return the source file of a loaded module of the project, None for any other."""
    path = _file_of(sys.modules.get(name))
    if name == "__main__" or not isinstance(path, str) or not path.endswith(".py"):
        return None
    ours = tuple(sys.modules["kohakuengine"].__path__)
    if path.startswith(ours) or any(part in path for part in INSTALLED):
        return None
    return path


def _file_of(module: Any) -> object:
    """Return a module's `__file__`; to ask it in the usual way would load one that is lazy."""
    try:
        return object.__getattribute__(module, "__dict__").get("__file__")
    except AttributeError:  # None, or whatever a script has put there
        return None
