"""What is wrong with the names of a bare config file, as far as reading alone can tell."""

from __future__ import annotations

import ast
import builtins
import os

from kohakuengine.cli.finding import Finding
from kohakuengine.cli.imported_kind import imported_kind
from kohakuengine.config.bound_names import read_bound_names
from kohakuengine.config.misspelt import find_misspelt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.config.static import ConfigReading

__all__ = ["find_bare_faults"]

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_OF_MODULES = frozenset(
    ("__builtins__", "__cached__", "__doc__", "__file__", "__loader__", "__name__", "__package__", "__spec__")
)
_BINDING_CALLS = frozenset(("exec", "globals", "locals", "vars", "setattr"))


def find_bare_faults(tree: ast.Module, config: ConfigReading) -> list[Finding]:
    """Find names that reach nothing, imports that are no values, and names that nothing binds.

    Args:
        tree: The file, parsed.
        config: The file as read.
    """
    path, source = config.path, config.source
    faults = [
        Finding(code="KE601", path=path, line=one.line, name=one.name, message=f"{one.what}. {one.what_now}")
        for one in find_misspelt(read_bound_names(source, path), source, path)
    ]
    faults += _imported_values(tree, path)
    if not config.uses and config.is_complete and not _may_bind_more(tree):
        faults += _unknown_names(tree, path)
    return faults


def _imported_values(tree: ast.Module, path: str) -> Iterator[Finding]:
    """Find modules, functions and classes that are a value without `use()`."""
    origins = _origins(tree)
    folder = os.path.dirname(os.path.abspath(path))
    for node in tree.body:
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        if not isinstance(value, ast.Name) or value.id not in origins:
            continue
        module, name = origins[value.id]
        kind = imported_kind(module, name, folder) if name else "module"
        for target in _public_targets(node):
            if kind is not None:
                message = (
                    f"'{target}' is the imported {kind} {value.id} (KE601). As a value it is written "
                    f"'{target} = use({value.id})', with use from kohakuengine.config."
                )
                yield Finding(code="KE601", path=path, line=node.lineno, name=target, message=message)


def _origins(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Map each imported name to its module and its name there; "" for the module itself."""
    found: dict[str, tuple[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.partition(".")[0]] = (alias.name, "")
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                found[alias.asname or alias.name] = (node.module, alias.name)
        for name in _public_targets(node):
            found.pop(name, None)
    return found


def _public_targets(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return [name for name in names if not name.startswith("_")]


def _may_bind_more(tree: ast.Module) -> bool:
    """Say whether names may be bound that no statement shows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            return True
        if isinstance(node, ast.Name) and node.id in _BINDING_CALLS:
            return True
    return False


def _unknown_names(tree: ast.Module, path: str) -> Iterator[Finding]:
    """Find names that the module level reads and that nothing binds."""
    known = _bound_names(tree) | _OF_MODULES | set(dir(builtins))
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop(0)
        if isinstance(node, ast.Name) and node.id not in known:
            known.add(node.id)
            message = f"the name '{node.id}' is not defined (KE604). A config knows its own names only."
            yield Finding(code="KE604", path=path, line=node.lineno, name=node.id, message=message)
        if not isinstance(node, _SCOPES):
            pending += ast.iter_child_nodes(node)


def _bound_names(tree: ast.Module) -> set[str]:
    """Return every name that a file binds, in whatever scope."""
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, ast.alias):
            bound.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        else:
            # of functions, classes, `except ... as name` and the patterns of a match
            bound |= {str(getattr(node, field, "")) for field in ("name", "rest")}
    return bound
