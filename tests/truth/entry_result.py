"""The statement of the entrypoint call, where it binds something: `rc = main()` declares nothing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CANONICAL = ("main", "cli", "app", "run", "train")
EXITS = ("exit", "quit", "SystemExit", "sys.exit", "os._exit")
RUNNERS = ("asyncio.run", "anyio.run", "trio.run", "uvloop.run")
FRAMEWORKS = ("run", "Fire", "cli")
NESTING = (ast.If, ast.With, ast.AsyncWith, ast.Try)
"""Statements in which a guard or a call of the module level may stand."""


def find_result(tree: ast.Module) -> ast.stmt | None:
    """Find the assignment that the entrypoint's result goes to, None where there is none.

    Of several calls: one named main, cli, app, run or train; else the last call of a function of this file.
    Without a guard an assignment counts only for such a name: `x = helper(3)` declares `x`.
    """
    functions = {s.name for s in _flat(tree.body) if isinstance(s, (ast.FunctionDef, ast.AsyncFunctionDef))}
    guards = [s for s in _flat(tree.body) if isinstance(s, ast.If) and is_guard(s.test)]
    if guards:
        statements = [s for guard in guards for s in _flat(guard.body, loops=True)]
    else:
        statements = [s for s in tree.body if not isinstance(s, ast.If)]
        statements = list(_flat(statements, loops=True))
    calls = [(s, name, is_given) for s in statements for name, is_given in _called(s, functions)]
    named = [s for s, name, is_given in calls if name in CANONICAL or is_given]
    if not guards:
        calls = [call for call in calls if call[0] in named or isinstance(call[0], ast.Expr)]
    entry = named[0] if named else calls[-1][0] if calls else None
    return entry if isinstance(entry, (ast.Assign, ast.AnnAssign)) else None


def is_guard(test: ast.expr) -> bool:
    """Tell whether a condition holds only for `__name__ == "__main__"`, alone or in an `and`."""
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(is_guard(value) for value in test.values)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    return {ast.unparse(test.left), ast.unparse(test.comparators[0])} == {"__name__", "'__main__'"}


def _flat(body: Sequence[ast.stmt], *, loops: bool = False) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        is_open = isinstance(statement, NESTING) or (loops and isinstance(statement, (ast.For, ast.While)))
        if is_open and not (isinstance(statement, ast.If) and not loops and is_guard(statement.test)):
            for field in ("body", "orelse", "finalbody"):
                yield from _flat(getattr(statement, field, []), loops=loops)


def _called(statement: ast.stmt, functions: set[str]) -> Iterator[tuple[str, bool]]:
    """Yield the entrypoint that a statement calls, and whether it is given to a framework that calls it."""
    value = statement.exc if isinstance(statement, ast.Raise) else getattr(statement, "value", None)
    while isinstance(value, (ast.Call, ast.Await)):
        if isinstance(value, ast.Await):
            value = value.value
            continue
        if isinstance(value.func, ast.Call):
            value = value.func
            continue
        name = ast.unparse(value.func)
        first = value.args[0] if value.args else None
        is_runner = name in RUNNERS or name.endswith(".run_until_complete")
        if isinstance(first, ast.Call) and (name in EXITS or is_runner):
            value = first
            continue
        is_given = is_runner or name.rpartition(".")[2] in FRAMEWORKS
        if is_given and isinstance(first, ast.Name) and first.id in functions:
            yield first.id, True
            return
        if name in CANONICAL or name in functions:
            yield name, False
        return
