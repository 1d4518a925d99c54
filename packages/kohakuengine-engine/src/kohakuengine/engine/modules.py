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
    spec, folders = _find(name)
    is_package = bool(folders)
    if is_package:
        spec, _ = _find(f"{name}.__main__")
    if spec is None:
        from kohakuengine.engine.errors import ScriptNotFoundError

        raise ScriptNotFoundError(script=name, is_module=True, is_package=is_package, module=_as_module(name))
    if not spec.has_location or not str(spec.origin).endswith(".py"):
        from kohakuengine.engine.errors import SourceError

        raise SourceError(path=name, reason="the module has no Python source file")
    return str(spec.origin)


def _as_module(path: str) -> str:
    """Write a path as the name of a module, "" where it is none."""
    import os

    name = os.path.normpath(path).replace(os.sep, ".").removesuffix(".py")
    return name if name != path and all(part.isidentifier() for part in name.split(".")) else ""


def _find(name: str) -> tuple[Any, list[str]]:
    """Return a module's spec (None where there is none) and, of a package, its folders."""
    folders = [_first_entry(), *sys.path[1:]]
    spec: Any = None
    parts = name.split(".")
    for index in range(len(parts)):
        spec, folders = _find_in(folders, ".".join(parts[: index + 1]))
        if not folders and (spec is None or index + 1 < len(parts)):
            return None, []
    return spec, folders


def _find_in(folders: list[str], name: str) -> tuple[Any, list[str]]:
    """Look a module up in folders: its spec, and its own folders; a namespace package has no spec."""
    from pkgutil import get_importer

    portions: list[str] = []
    for folder in folders:
        finder = get_importer(folder)
        spec = finder.find_spec(name) if finder is not None and hasattr(finder, "find_spec") else None
        if spec is not None and spec.loader is not None:
            return spec, list(spec.submodule_search_locations or [])
        portions += (spec.submodule_search_locations or []) if spec is not None else []
    return None, portions


def _first_entry() -> str:
    """Return what `python -m` puts at the front of `sys.path`: the working directory."""
    import os

    try:
        return os.getcwd()
    except OSError:
        return ""
