"""Where the module level of a script gives its names their values."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOPS = (ast.For, ast.AsyncFor, ast.While)
OWN_SCOPES = (
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One place at module level that gives a name its value.

    `value` is None where the text has none of its own for this name (an
    unpacking from something that is not written out), `chain` is the statement
    `a = b = value` when the name is one of several targets.
    """

    name: str
    value: ast.expr | None
    annotation: ast.expr | None = None
    chain: ast.Assign | None = None
    in_loop: bool = False


def declarations_of(name: str, bindings: list[Binding]) -> list[Binding]:
    """Keep the declarations: not those that read the name, loops only if there are no others."""
    declared = [b for b in bindings if b.value is None or not _reads(b.value, name)]
    return [b for b in declared if not b.in_loop] or declared


def iter_bindings(body: list[ast.stmt], *, in_loop: bool = False) -> Iterator[Binding]:
    """Walk the statements of the module, blocks included, functions and classes not."""
    for statement in body:
        yield from _bindings_of(statement, in_loop or isinstance(statement, LOOPS))
        for block, is_loop in _blocks_of(statement):
            yield from iter_bindings(block, in_loop=in_loop or is_loop)


def _bindings_of(statement: ast.stmt, in_loop: bool) -> Iterator[Binding]:
    if isinstance(statement, ast.Assign):
        chain = statement if len(statement.targets) > 1 else None
        for target in statement.targets:
            yield from _unpack(target, statement.value, chain, in_loop)
    elif isinstance(statement, ast.AnnAssign):
        yield from _annotated_binding(statement, in_loop)
    if not isinstance(statement, OWN_SCOPES):
        for child in ast.iter_child_nodes(statement):
            yield from _walruses(child, in_loop)


def _annotated_binding(statement: ast.AnnAssign, in_loop: bool) -> Iterator[Binding]:
    target, value = statement.target, statement.value
    if isinstance(target, ast.Name) and value is not None:
        yield Binding(name=target.id, value=value, annotation=statement.annotation, in_loop=in_loop)


def _unpack(
    target: ast.expr, value: ast.expr | None, chain: ast.Assign | None, in_loop: bool
) -> Iterator[Binding]:
    if isinstance(target, ast.Name):
        yield Binding(name=target.id, value=value, chain=chain, in_loop=in_loop)
    elif isinstance(target, ast.Starred):
        yield from _unpack(target.value, None, None, in_loop)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for item, part in zip(target.elts, _parts(target, value, chain), strict=True):
            yield from _unpack(item, part, None, in_loop)


def _parts(
    target: ast.Tuple | ast.List, value: ast.expr | None, chain: ast.Assign | None
) -> list[ast.expr | None]:
    if chain is not None or not isinstance(value, (ast.Tuple, ast.List)):
        return [None] * len(target.elts)
    has_star = any(isinstance(item, ast.Starred) for item in target.elts)
    is_alike = not has_star and len(value.elts) == len(target.elts)
    return list(value.elts) if is_alike else [None] * len(target.elts)


def _walruses(node: ast.AST, in_loop: bool) -> Iterator[Binding]:
    if isinstance(node, (*OWN_SCOPES, ast.stmt, ast.ExceptHandler, ast.match_case)):
        return
    if isinstance(node, ast.NamedExpr):
        yield Binding(name=node.target.id, value=node.value, in_loop=in_loop)
    for child in ast.iter_child_nodes(node):
        yield from _walruses(child, in_loop)


def _blocks_of(statement: ast.stmt) -> Iterator[tuple[list[ast.stmt], bool]]:
    if isinstance(statement, OWN_SCOPES):
        return
    is_loop = isinstance(statement, LOOPS)
    for field in ("body", "orelse", "finalbody"):
        yield getattr(statement, field, []), is_loop
    for inner in (*getattr(statement, "handlers", []), *getattr(statement, "cases", [])):
        yield inner.body, False


def _reads(value: ast.expr, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(value))
