"""Finding the file behind a dotted module name without importing its packages."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def find_module(name: str) -> str:
    """Return the file that `python -m NAME` would run.

    Parent packages are looked up, not imported: what is wrong with a request is said before
    anything of the user's runs.

    Raises:
        ScriptNotFoundError: No such module, or a package without `__main__`.
        SourceError: The module has no source file.
    """
    spec = _find(name)
    is_package = spec is not None and spec.submodule_search_locations is not None
    if is_package:
        spec = _find(f"{name}.__main__")
    if spec is None:
        from kohakuengine.engine.errors import ScriptNotFoundError

        raise ScriptNotFoundError(script=name, is_module=True, is_package=is_package)
    if not spec.has_location or not str(spec.origin).endswith(".py"):
        from kohakuengine.engine.errors import SourceError

        raise SourceError(path=name, reason="the module has no Python source file")
    return str(spec.origin)


def _find(name: str) -> Any:
    from importlib.machinery import PathFinder

    path: Any = [_first_entry(), *sys.path[1:]]
    parts = name.split(".")
    for index in range(len(parts)):
        spec = PathFinder.find_spec(".".join(parts[: index + 1]), path)
        if spec is None:
            return None
        # A namespace package computes its path from parents that are not imported here.
        path = getattr(spec.submodule_search_locations, "_path", spec.submodule_search_locations)
        if path is None and index + 1 < len(parts):
            return None
    return spec


def _first_entry() -> str:
    """Return what `python -m` puts at the front of `sys.path`: the working directory."""
    import os

    try:
        return os.getcwd()
    except OSError:
        return ""
