"""What is wrong in a config file by itself, whatever script it is for, as far as reading alone can tell."""

from __future__ import annotations

import ast

from kohakuengine.cli.bare_faults import find_bare_faults
from kohakuengine.cli.errors import sentences
from kohakuengine.cli.finding import Finding
from kohakuengine.config.errors import MUST_YIELD, YIELD_HINT
from kohakuengine.config.loader import LIST_HINT, MUST_BE_CALLABLE, MUST_BE_CONFIG, MUST_RETURN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine.config.static import ConfigReading

__all__ = ["find_faults"]

_KINDS: dict[type[ast.AST], str] = {
    ast.List: "list",
    ast.ListComp: "list",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Tuple: "tuple",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.JoinedStr: "str",
}
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def find_faults(config: ConfigReading) -> list[Finding]:
    """Find what loading a config file would refuse.

    Args:
        config: The config as read.
    """
    if config.form == "data":
        return []
    tree = ast.parse(config.source, config.path)
    if config.form == "config_gen":
        return list(_faults_of_config_gen(tree, config.path))
    if config.form == "CONFIG":
        return list(_faults_of_variable(tree, config.path, "CONFIG", MUST_BE_CONFIG))
    return find_bare_faults(tree, config)


def _faults_of_config_gen(tree: ast.Module, path: str) -> Iterator[Finding]:
    yield from _faults_of_variable(tree, path, "config_gen", MUST_BE_CALLABLE)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "config_gen" and not node.decorator_list:
            own = list(_own_nodes(node))
            is_generator = any(isinstance(one, (ast.Yield, ast.YieldFrom)) for one in own)
            yield from _faults_of_yields(own, path) if is_generator else _faults_of_returns(node, own, path)


def _faults_of_variable(tree: ast.Module, path: str, name: str, what: str) -> Iterator[Finding]:
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in targets):
            kind = _kind_of_literal(node.value)
            if kind is not None:
                yield _finding(path, node.lineno, name, f"{what}, got {kind}", _hint(kind, name))


def _faults_of_yields(nodes: list[ast.AST], path: str) -> Iterator[Finding]:
    for node in nodes:
        if isinstance(node, ast.Yield) and (kind := _kind_of_literal(node.value)) is not None:
            what = f"{MUST_YIELD}, got {kind}"
            yield _finding(path, node.lineno, "config_gen", what, YIELD_HINT, code="KE602")


def _faults_of_returns(function: ast.FunctionDef, nodes: list[ast.AST], path: str) -> Iterator[Finding]:
    returns = [node for node in nodes if isinstance(node, ast.Return)]
    for node in returns:
        kind = _kind_of_literal(node.value)
        if kind is not None:
            what = f"{MUST_RETURN}, got {kind}"
            yield _finding(path, node.lineno, "config_gen", what, _hint(kind, "config_gen"))
    if not returns and not any(isinstance(node, ast.Raise) for node in nodes):
        yield _finding(path, function.lineno, "config_gen", f"{MUST_RETURN}, and returns nothing")


def _kind_of_literal(value: ast.expr | None) -> str | None:
    """Return the type of a display or constant, None where only running could tell."""
    if value is None:
        return "NoneType"
    if isinstance(value, ast.Constant):
        return type(value.value).__name__
    return _KINDS.get(type(value))


def _hint(kind: str, name: str) -> str:
    return LIST_HINT if kind in ("list", "tuple") and name == "config_gen" else ""


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function, those of functions and classes inside it left out."""
    pending = list(ast.iter_child_nodes(function))
    while pending:
        node = pending.pop(0)
        yield node
        if not isinstance(node, _SCOPES):
            pending += ast.iter_child_nodes(node)


def _finding(
    path: str, line: int, name: str, what: str, what_now: str = "", *, code: str = "KE601"
) -> Finding:
    message = sentences(f"{what} ({code}).", what_now)
    return Finding(code=code, path=path, line=line, name=name, message=message)
