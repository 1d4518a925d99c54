"""Finding the file behind a dotted module name without importing its packages."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What the folders of installed packages, and of Python's own, have in their paths.
INSTALLED = ("site-packages", "dist-packages", f"{os.sep}lib{os.sep}python")


def find_module(name: str, *, folder: str | None = None) -> str:
    """Return the file that `python -m NAME` would run.

    Parent packages are looked up, not imported: what is wrong with a request is said before
    anything of the user's runs.

    Args:
        name: Dotted name.
        folder: Where it would be started, None for the working directory.

    Raises:
        ScriptNotFoundError: No such module, or a package without `__main__`.
        SourceError: The module has no source file.
    """
    spec, folders = _find(name, folder)
    is_package = bool(folders)
    if is_package:
        spec, _ = _find(f"{name}.__main__", folder)
    if spec is None:
        from kohakuengine.engine.errors import ScriptNotFoundError

        raise ScriptNotFoundError(script=name, is_module=True, is_package=is_package, module=_as_module(name))
    if not spec.has_location or not str(spec.origin).endswith(".py"):
        from kohakuengine.engine.errors import SourceError

        raise SourceError(path=name, reason="the module has no Python source file")
    return str(spec.origin)


def _as_module(path: str) -> str:
    """Write a path as the name of a module, "" where it is none."""
    name = os.path.normpath(path).replace(os.sep, ".").removesuffix(".py")
    return name if name != path and all(part.isidentifier() for part in name.split(".")) else ""


def is_installed(name: str) -> bool:
    """Say whether a module is of an installed package or of Python itself; it is not imported."""
    try:
        spec, folders = _find(name.partition(".")[0])
    except Exception:  # noqa: BLE001 - a finder of the user's
        return False
    if spec is None or not spec.has_location:
        return spec is not None and not folders
    return any(part in str(spec.origin) for part in INSTALLED)


def _find(name: str, folder: str | None = None) -> tuple[Any, list[str]]:
    """Return a module's spec (None where there is none) and, of a package, its folders."""
    folders = [_first_entry(folder), *sys.path[1:]]
    spec: Any = None
    parts = name.split(".")
    for index in range(len(parts)):
        spec, folders = _find_in(folders, ".".join(parts[: index + 1]))
        if not folders and (spec is None or index + 1 < len(parts)):
            return None, []
    return spec, folders


def _find_in(folders: list[str], name: str) -> tuple[Any, list[str]]:
    """Look a module up: its spec, and its own folders; a namespace package has no spec.

    The finders of editable installations are asked as the import system asks them.

    Args:
        folders: Those of its package; for a name without a dot, what `sys.path` will be.
        name: Dotted name.
    """
    external = sys.modules["_frozen_importlib_external"]
    frozen = sys.modules["_frozen_importlib"].FrozenImporter  # what is frozen has a source file besides
    portions: list[str] = []
    for finder in sys.meta_path:
        if finder is frozen:
            continue
        if finder is external.PathFinder:  # itself it would look for packages that are imported already
            spec, portions = _find_on_path(folders, name)
        else:
            spec = finder.find_spec(name, folders if "." in name else None)
        if spec is not None and spec.loader is not None:
            return spec, list(spec.submodule_search_locations or [])
    return None, portions


def _find_on_path(folders: list[str], name: str) -> tuple[Any, list[str]]:
    """Look a module up in folders: its spec, or the portions of a namespace package."""
    from pkgutil import get_importer

    portions: list[str] = []
    for folder in folders:
        finder = get_importer(folder)
        spec = finder.find_spec(name) if finder is not None and hasattr(finder, "find_spec") else None
        if spec is not None and spec.loader is not None:
            return spec, []
        portions += (spec.submodule_search_locations or []) if spec is not None else []
    return None, portions


def _first_entry(folder: str | None) -> str:
    """Return what `python -m` puts at the front of `sys.path`: the working directory."""
    try:
        return os.path.join(os.getcwd(), folder or "")
    except OSError:
        return ""
