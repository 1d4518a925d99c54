"""Counting of statements: a script rewritten so that it records each statement as it is executed."""

from __future__ import annotations

import ast
from itertools import count

RECORD = "ran.txt"
"""File in the script's folder that the rewritten script leaves: one line a statement executed, in order."""

_PREAMBLE = f"""
import atexit as _atexit
_ran = []
_path = __import__("os").path.abspath({RECORD!r})
_atexit.register(lambda: open(_path, "w").write("".join(_ran)))
"""


def instrument(source: str) -> str:
    """Put a recording call before every statement, functions' and classes' included.

    Doc strings and `from __future__` imports stay first. Statements are numbered in the order of the text, so
    that two scripts of the same shape have the same numbers.
    """
    tree = ast.parse(source)
    numbers = count(1)
    tree.body = _recorded(tree.body, numbers)
    first = next((n for n, statement in enumerate(tree.body) if _is_record(statement)), len(tree.body))
    tree.body[first:first] = ast.parse(_PREAMBLE).body
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def count_statements(source: str) -> int:
    """Count the statements of a module, doc strings and `__future__` imports left out."""
    return instrument(source).count("_ran.append(")


def _recorded(body: list[ast.stmt], numbers: count[int]) -> list[ast.stmt]:
    recorded: list[ast.stmt] = []
    for place, statement in enumerate(body):
        if not _stays_first(statement, place):
            recorded.append(ast.parse(f"_ran.append('{next(numbers)}\\n')").body[0])
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(statement, field, None)
            if inner and not _is_elif(statement, field):
                setattr(statement, field, _recorded(inner, numbers))
            elif inner:
                _recorded_elif(inner[0], numbers)
        for part in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
            part.body = _recorded(part.body, numbers)
        recorded.append(statement)
    return recorded


def _recorded_elif(statement: ast.stmt, numbers: count[int]) -> None:
    """Record within an `elif` without turning it into an `else` with an `if`."""
    assert isinstance(statement, ast.If)
    statement.body = _recorded(statement.body, numbers)
    if _is_elif(statement, "orelse"):
        _recorded_elif(statement.orelse[0], numbers)
    elif statement.orelse:
        statement.orelse = _recorded(statement.orelse, numbers)


def _is_elif(statement: ast.stmt, field: str) -> bool:
    if not isinstance(statement, ast.If) or field != "orelse":
        return False
    return len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If)


def _stays_first(statement: ast.stmt, place: int) -> bool:
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return True
    is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_text and place == 0


def _is_record(statement: ast.stmt) -> bool:
    return ast.unparse(statement).startswith("_ran.append(")
