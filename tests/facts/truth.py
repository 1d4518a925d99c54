"""What plain python binds: a script run with a call behind every statement that gives a name its value."""

from __future__ import annotations

import ast
import sys
import types
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, Any

from .shown import exact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SAW = "_saw"
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FIELD_DEFAULTS = ("default", "_default")


@dataclass(slots=True)
class Truth:
    """What one run bound.

    Attributes:
        values: (full name, line) to the value that was bound there first, as `exact` shows it.
        paths: Full name to the values that asked paths reached in it.
        names: Full names with a declaration by the text alone, executed or not.
    """

    values: dict[tuple[str, int], list[Any]] = field(default_factory=dict)
    paths: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


def run_traced(path: Path, paths: list[str]) -> Truth:
    """Run a script as `__main__` in this process, and note what it binds.

    Args:
        path: The script.
        paths: Dotted names whose values are wanted.
    """
    truth = Truth()
    tree = ast.parse(path.read_bytes(), str(path))
    tree.body = list(_traced(tree.body, "", truth))
    module = types.ModuleType("__main__")
    module.__dict__.update(__file__=str(path))
    module.__dict__[_SAW] = _Noter(truth, paths)
    code = compile(ast.fix_missing_locations(tree), str(path), "exec", dont_inherit=True)
    silence = StringIO()
    with _as_main(module, path), redirect_stdout(silence), redirect_stderr(silence), suppress(SystemExit):
        exec(code, module.__dict__)
    return truth


class _Noter:
    """What the script calls behind each binding; it hands the value back."""

    def __init__(self, truth: Truth, paths: list[str]) -> None:
        self._truth = truth
        self._paths = paths

    def __call__(self, name: str, line: int, value: Any) -> Any:
        shapes = [exact(value)]
        for attribute in _FIELD_DEFAULTS:  # of a field, the default inside
            if hasattr(value, attribute):
                shapes.append(exact(getattr(value, attribute)))
        self._truth.values.setdefault((name, line), shapes)
        for path in self._paths:
            if path.startswith(f"{name}.") and path not in self._truth.paths:
                self._truth.paths[path] = exact(_reach(value, path[len(name) + 1 :].split(".")))
        return value


def _reach(value: Any, parts: list[str]) -> Any:
    for part in parts:
        try:
            value = value[part]
        except (TypeError, KeyError, AttributeError):
            value = getattr(value, part)
    return value


def _traced(body: list[ast.stmt], prefix: str, truth: Truth) -> Iterator[ast.stmt]:
    for statement in body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets = [statement.target]
        _trace_walruses(statement, prefix, truth)
        if isinstance(statement, ast.ClassDef):
            inner = f"{prefix}{statement.name}."
            of_module = [one for one in statement.body if isinstance(one, ast.Global)]
            statement.body = list(_traced(statement.body, inner, truth))
            truth.names -= {inner + name for one in of_module for name in one.names}
        elif not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for part in _bodies(statement):
                part[:] = list(_traced(part, prefix, truth))
        yield statement
        for target in targets:
            for node in ast.walk(target):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    truth.names.add(prefix + node.id)
                    noted = ast.Expr(_note(prefix, node, ast.Name(node.id, ast.Load())))
                    yield ast.copy_location(noted, statement)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        yield getattr(statement, name, [])
    for part in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
        yield part.body


def _trace_walruses(node: ast.AST, prefix: str, truth: Truth) -> None:
    """Put a call around the value of each walrus of a statement's own expressions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case, *_COMPREHENSIONS)):
            continue
        if isinstance(child, ast.Lambda):
            child = child.args  # of which the defaults are evaluated here
        _trace_walruses(child, prefix, truth)
        if isinstance(child, ast.NamedExpr):
            truth.names.add(prefix + child.target.id)
            child.value = _note(prefix, child.target, child.value)


def _note(prefix: str, name: ast.Name, value: ast.expr) -> ast.Call:
    call = ast.Call(
        ast.Name(_SAW, ast.Load()), [ast.Constant(prefix + name.id), ast.Constant(name.lineno), value], []
    )
    return ast.copy_location(call, name)


@contextmanager
def _as_main(module: types.ModuleType, path: Path) -> Iterator[None]:
    """Let a module be this process's `__main__`, with no arguments, for a while."""
    main, argv = sys.modules["__main__"], sys.argv
    sys.modules["__main__"], sys.argv = module, [str(path)]
    try:
        yield
    finally:
        sys.modules["__main__"], sys.argv = main, argv
