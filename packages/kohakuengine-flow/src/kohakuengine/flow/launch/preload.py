"""What the parent of forked runs may import: what the script imports first of all, where it is installed."""

from __future__ import annotations

import _ast
import os
import sys
from importlib.machinery import PathFinder

from kohakuengine.config.kohaku_error import KohakuError
from kohakuengine.config.later_dataclass import dataclass
from kohakuengine.config.tree import parse, walk
from kohakuengine.engine.compiling import SyntaxWarnings
from kohakuengine.engine.modules import INSTALLED
from kohakuengine.engine.prepare import locate
from kohakuengine.engine.process import has_path_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.engine.request import RunRequest

__all__ = ["Preload", "plan_preload"]


# What does something in an annotation, which is evaluated.
_ACTING = (_ast.Call, _ast.NamedExpr, _ast.Await, _ast.Yield, _ast.YieldFrom)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preload:
    """What a parent imports before it is forked.

    Attributes:
        program: What the script has in `sys.argv[0]`.
        entry: What the script has in `sys.path[0]`, "" where it has no such entry.
        names: Modules, in the script's order.
        later: Modules that it imports further down, where its own statements may decide what they do.
    """

    program: str
    entry: str
    names: tuple[str, ...] = ()
    later: frozenset[str] = frozenset()

    def may_learn(self, name: str) -> bool:
        """Say whether a module that a run had to import may be imported for the others.

        Only submodules of packages that the script imports first of all, and none that it imports itself
        further down: anything else may depend on what the script does before.
        """
        package, dot, _ = name.partition(".")
        is_later = any(name == one or name.startswith(f"{one}.") for one in self.later)
        return bool(dot) and not is_later and package in {one.partition(".")[0] for one in self.names}


def plan_preload(request: RunRequest) -> Preload:
    """Read which imports stand at the top of a script; nothing is executed.

    They count up to the first statement that is anything but an import of something installed, the docstring
    or a constant bound to a plain name: what comes before an import may decide what it does
    (`os.environ["OMP_NUM_THREADS"] = "1"`).
    """
    try:
        path = locate(request)
        entry = os.getcwd() if request.is_module else os.path.dirname(os.path.realpath(path))
    except (KohakuError, OSError):  # each run says what is wrong
        return Preload(program=request.script, entry="")
    if not has_path_entry():
        entry = ""
    program = path if request.is_module else request.script
    tree = _parsed(path)
    names = tuple(_first_imports(tree, entry))
    return Preload(program=program, entry=entry, names=names, later=_all_imports(tree).difference(names))


def _parsed(path: str) -> _ast.Module:
    try:
        with open(path, "rb") as file, SyntaxWarnings():
            return parse(file.read(), path)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return _ast.Module(body=[], type_ignores=[])


def _first_imports(tree: _ast.Module, entry: str) -> Iterator[str]:
    for statement in tree.body:
        if isinstance(statement, (_ast.Import, _ast.ImportFrom)):
            names = _imported(statement)
            if not all(_is_installed(name, entry) for name in names):
                return
            yield from names
        elif not _is_harmless(statement):
            return


def _all_imports(tree: _ast.Module) -> frozenset[str]:
    """Return all modules that imports of a script name, or may mean by `from PACKAGE import NAME`."""
    found = set()
    for statement in walk(tree):
        if isinstance(statement, _ast.Import):
            found |= {alias.name for alias in statement.names}
        elif isinstance(statement, _ast.ImportFrom) and statement.module:
            found |= {f"{statement.module}.{alias.name}" for alias in statement.names}
            found |= {statement.module} if "." in statement.module else set()
    return frozenset(found)


def _imported(statement: _ast.Import | _ast.ImportFrom) -> list[str]:
    if isinstance(statement, _ast.Import):
        return [alias.name for alias in statement.names]
    return ["."] if statement.level else [str(statement.module)]


def _is_harmless(statement: _ast.stmt) -> bool:
    """Say whether a statement only binds a constant to a plain name, or is the docstring."""
    if isinstance(statement, _ast.Expr):
        return _is_constant(statement.value)
    if isinstance(statement, _ast.AnnAssign):
        is_plain = isinstance(statement.target, _ast.Name) and _is_constant(statement.value)
        return is_plain and not any(isinstance(one, _ACTING) for one in walk(statement.annotation))
    if isinstance(statement, _ast.Assign):
        return _is_constant(statement.value) and all(isinstance(one, _ast.Name) for one in statement.targets)
    return isinstance(statement, _ast.Pass)


def _is_constant(value: _ast.expr | None) -> bool:
    if isinstance(value, _ast.UnaryOp):
        value = value.operand
    return value is None or isinstance(value, _ast.Constant)


def _is_installed(name: str, entry: str) -> bool:
    """Say whether a module is Python's own or an installed package's, and no file of the project hides it."""
    top = name.partition(".")[0]
    if top in sys.builtin_module_names:
        return True
    spec = PathFinder.find_spec(top, [entry, *sys.path[1:]] if entry else sys.path)
    origin = spec.origin if spec is not None else None
    return origin is not None and any(part in origin for part in INSTALLED)
