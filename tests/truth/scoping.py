"""Whether an expression reads a name of the scope that it stands in (the language reference, 4.2.2)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def reads(node: ast.AST, name: str) -> bool:
    """Tell whether evaluating an expression reads the name, at once or in a function that it makes."""
    if isinstance(node, ast.Name):
        return node.id == name and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Lambda):
        return _lambda_reads(node, name)
    if isinstance(node, COMPREHENSIONS):
        first = node.generators[0].iter
        return reads(first, name) or (name not in _targets(node) and _any_reads(node, name))
    return _any_reads(node, name)


def _any_reads(node: ast.AST, name: str) -> bool:
    return any(reads(child, name) for child in ast.iter_child_nodes(node))


def _lambda_reads(node: ast.Lambda, name: str) -> bool:
    arguments = node.args
    defaults = [*arguments.defaults, *(d for d in arguments.kw_defaults if d is not None)]
    named = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    own = {one.arg for one in (*named, arguments.vararg, arguments.kwarg) if one is not None}
    return any(reads(default, name) for default in defaults) or (name not in own and reads(node.body, name))


def _targets(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> set[str]:
    return {
        inner.id
        for generator in node.generators
        for inner in ast.walk(generator.target)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
    }


def walruses(node: ast.AST) -> Iterator[tuple[ast.NamedExpr, bool]]:
    """Yield the walruses that an expression has in its own scope, and whether in a comprehension."""
    stack = [(node, False)]
    while stack:
        one, is_inside = stack.pop()
        if isinstance(one, ast.NamedExpr):
            yield one, is_inside
        if isinstance(one, ast.Lambda):
            continue
        inside = is_inside or isinstance(one, COMPREHENSIONS)
        stack += [(child, inside) for child in ast.iter_child_nodes(one)]
