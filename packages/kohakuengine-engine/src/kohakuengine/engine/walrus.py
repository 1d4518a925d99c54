"""The walruses (`name := value`) of one statement."""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import COMPREHENSIONS, FUNCTIONS, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BODIES = (_ast.stmt, _ast.excepthandler)


def named_expressions(statement: Any) -> list[tuple[_ast.NamedExpr, bool]]:
    """Find the walruses of a statement that bind in its own scope, in source order.

    Each comes with whether it stands in a comprehension, which binds in the scope around it.
    """
    found: list[tuple[_ast.NamedExpr, bool]] = []
    stack: list[tuple[_ast.AST, bool]] = [(n, False) for n in reversed(_own_expressions(statement))]
    while stack:
        node, is_in_comprehension = stack.pop()
        if isinstance(node, _ast.Lambda):
            below: list[_ast.AST] = [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]
        else:
            below = list(children(node))
        if isinstance(node, _ast.NamedExpr):
            found.append((node, is_in_comprehension))
        inside = is_in_comprehension or isinstance(node, COMPREHENSIONS)
        stack.extend((child, inside) for child in reversed(below))
    return found


def _own_expressions(statement: Any) -> list[_ast.AST]:
    """Return the nodes of a statement that are evaluated in its scope, bodies left out."""
    if isinstance(statement, FUNCTIONS):
        arguments = statement.args
        defaults = [*arguments.defaults, *(d for d in arguments.kw_defaults if d)]
        return [*statement.decorator_list, *defaults]
    if isinstance(statement, _ast.ClassDef):
        return [*statement.decorator_list, *statement.bases, *statement.keywords]
    if isinstance(statement, _ast.Match):
        guards = [case.guard for case in statement.cases if case.guard is not None]
        return [statement.subject, *guards]
    return [node for node in children(statement) if not isinstance(node, _BODIES)]
