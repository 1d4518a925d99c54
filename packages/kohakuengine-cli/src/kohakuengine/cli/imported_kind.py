"""What an imported name is, found without importing it."""

from __future__ import annotations

import ast
import sys
from importlib.machinery import EXTENSION_SUFFIXES, PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

__all__ = ["imported_kind"]

_MOST_HOPS = 4


def imported_kind(module: str, name: str, folder: str) -> str | None:
    """Say whether a name of a module is a function or class.

    The module's source is read, not executed; `from .inner import name` is followed. A module of the
    standard library that is written in C is looked at as it is.

    Args:
        module: Its dotted name, absolute.
        name: The name in it.
        folder: Where it is looked for first.

    Returns:
        "function", "class", or None where it is anything else or cannot be told.

    >>> imported_kind("math", "sqrt", "."), imported_kind("math", "pi", ".")
    ('function', None)
    >>> imported_kind("fractions", "Fraction", ".")
    'class'
    """
    for _ in range(_MOST_HOPS):
        spec = _find_spec(module, folder)
        if spec is None:
            return _kind_in_c(module, name)
        if str(spec.origin).endswith(tuple(EXTENSION_SUFFIXES)):
            return _kind_in_c(module, name)
        tree = _parse(spec.origin)
        if tree is None:
            return None
        found = [node for node in tree.body if getattr(node, "name", None) == name]
        if found:
            return "class" if isinstance(found[-1], ast.ClassDef) else "function"
        home = _imported_from(tree, name, module, is_package=bool(spec.submodule_search_locations))
        if home is None:
            return None
        module, name = home
    return None


def _find_spec(module: str, folder: str) -> ModuleSpec | None:
    path: list[str] | None = [folder, *sys.path]
    spec: ModuleSpec | None = None
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        spec = PathFinder.find_spec(".".join(parts[:end]), path)
        if spec is None:
            return None
        path = list(spec.submodule_search_locations or [])
    return spec


def _parse(file: str | None) -> ast.Module | None:
    if file is None:
        return None
    try:
        with open(file, "rb") as stream:
            return ast.parse(stream.read())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


def _kind_in_c(module: str, name: str) -> str | None:
    """Ask a module that is written in C, if it is python's own: it has no code of the user's to execute."""
    if module not in sys.stdlib_module_names:
        return None
    __import__(module)
    value = getattr(sys.modules.get(module), name, None)
    if isinstance(value, type):
        return "class"
    return "function" if callable(value) else None


def _imported_from(tree: ast.Module, name: str, module: str, *, is_package: bool) -> tuple[str, str] | None:
    """Return the module, and the name there, that a module imports a name from."""
    for node in tree.body:
        if not isinstance(node, ast.ImportFrom):
            continue
        for alias in node.names:
            if (alias.asname or alias.name) == name:
                parents = module.split(".")
                kept = len(parents) - node.level + is_package
                prefix = parents[:kept] if node.level else []
                return ".".join([*prefix, *filter(None, [node.module])]), alias.name
    return None
