"""An editor that does to a source text what a person would do to override a name.

It knows the rules of declarations, works on the text by the positions that `ast` gives, and shares nothing
with the engine: what both make of a program must come out alike.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Render = Callable[[str, object], str]
"""Writes the expression of an overriding value, from the name and the value."""

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_APART = (ast.stmt, ast.ExceptHandler, ast.match_case, ast.Lambda, *_COMPREHENSIONS)
_SPARE = "_spare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One place where a name of the module or of a class body is given a value.

    Attributes:
        name: `lr`, or `CFG.lr` for a member.
        target: The name's own node.
        owner: The assignment or the walrus it belongs to.
        value: What is assigned.
        is_in_loop: Whether it stands in the body or header of a `for` or `while`.
    """

    name: str
    target: ast.Name
    owner: ast.Assign | ast.AnnAssign | ast.NamedExpr
    value: ast.expr
    is_in_loop: bool

    @property
    def is_transformation(self) -> bool:
        """Whether the value reads the name itself."""
        return _reads(self.value, self.target.id)


def declarations(source: str) -> dict[str, list[Binding]]:
    """Find the declarations of every name that can be overridden, in order."""
    found: dict[str, list[Binding]] = {}
    for binding in _bindings(ast.parse(source).body, "", is_in_loop=False):
        if not binding.is_transformation and not binding.target.id.startswith("_"):
            found.setdefault(binding.name, []).append(binding)
    return {name: _outside_first(group) for name, group in found.items()}


def edit(source: str, values: dict[str, object], render: Render) -> str:
    """Write the values in place of those that the declarations of their names have.

    Args:
        source: Text of a module.
        values: New value of each name; every one has a declaration or is only read.
        render: Writes a value as an expression.
    """
    known = declarations(source)
    chosen = [binding for name in values for binding in known.get(name, [])]
    changes: list[tuple[int, int, str]] = []
    lines = _line_offsets(source)
    for owner in {id(binding.owner): binding.owner for binding in chosen}.values():
        here = [binding for binding in chosen if binding.owner is owner]
        changes += _changes(owner, here, {b.name: render(b.name, values[b.name]) for b in here}, lines)
    data = source.encode()
    for start, end, text in sorted(changes, reverse=True):
        data = data[:start] + text.encode() + data[end:]
    before = "".join(f"{name} = {render(name, values[name])}; " for name in values if name not in known)
    return before + data.decode()


def _changes(
    owner: ast.Assign | ast.AnnAssign | ast.NamedExpr,
    chosen: Sequence[Binding],
    texts: dict[str, str],
    lines: list[int],
) -> Iterator[tuple[int, int, str]]:
    """Yield the spans to change in one assignment: from byte, to byte, new text."""
    if not isinstance(owner, ast.Assign):
        yield (*_span(chosen[0].value, lines), texts[chosen[0].name])
        return
    start, end = _span(owner, lines)
    assignments = "; ".join(f"{b.target.id} = {texts[b.name]}" for b in chosen)
    every = {node.id for target in owner.targets for node in ast.walk(target) if isinstance(node, ast.Name)}
    if every == {binding.target.id for binding in chosen}:
        yield start, end, assignments
        return
    for binding in chosen:
        yield (*_span(binding.target, lines), _SPARE)
    yield end, end, "; " + assignments


def _outside_first(group: list[Binding]) -> list[Binding]:
    """Keep those outside of loops, or all where there is none."""
    return [binding for binding in group if not binding.is_in_loop] or group


def _bindings(body: Sequence[ast.stmt], prefix: str, *, is_in_loop: bool) -> Iterator[Binding]:
    for statement in body:
        is_loop = isinstance(statement, ast.For | ast.While)
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                for node in ast.walk(target):
                    if isinstance(node, ast.Name):
                        yield _binding(prefix, node, statement, statement.value, is_in_loop)
        for walrus in _walruses(statement):
            assert isinstance(walrus.target, ast.Name)
            yield _binding(prefix, walrus.target, walrus, walrus.value, is_in_loop or is_loop)
        if isinstance(statement, ast.ClassDef):
            yield from _bindings(statement.body, f"{prefix}{statement.name}.", is_in_loop=False)
        elif not isinstance(statement, ast.FunctionDef):
            for inner in _bodies(statement):
                yield from _bindings(inner, prefix, is_in_loop=is_in_loop or is_loop)


def _binding(
    prefix: str,
    target: ast.Name,
    owner: ast.Assign | ast.AnnAssign | ast.NamedExpr,
    value: ast.expr,
    is_in_loop: bool,
) -> Binding:
    return Binding(name=prefix + target.id, target=target, owner=owner, value=value, is_in_loop=is_in_loop)


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        yield getattr(statement, field, [])
    for part in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
        yield part.body


def _walruses(node: ast.AST) -> Iterator[ast.NamedExpr]:
    """Walruses among the expressions of a statement itself, those of comprehensions and lambdas left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _APART):
            continue
        if isinstance(child, ast.NamedExpr):
            yield child
        yield from _walruses(child)


def _reads(node: ast.AST, name: str) -> bool:
    """Whether evaluating an expression reads the name in the scope the expression stands in."""
    if isinstance(node, ast.Name):
        return node.id == name and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Lambda):
        own = {argument.arg for argument in node.args.args}
        return name not in own and _reads(node.body, name)
    if isinstance(node, _COMPREHENSIONS):
        own = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        inner = any(_reads(child, name) for child in ast.iter_child_nodes(node))
        return _reads(node.generators[0].iter, name) or (name not in own and inner)
    return any(_reads(child, name) for child in ast.iter_child_nodes(node))


def _line_offsets(source: str) -> list[int]:
    offsets = [0]
    for line in source.encode().splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    return offsets


def _span(node: ast.expr | ast.stmt, lines: list[int]) -> tuple[int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return lines[node.lineno - 1] + node.col_offset, lines[node.end_lineno - 1] + node.end_col_offset
