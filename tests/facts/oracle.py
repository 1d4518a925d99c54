"""What a script binds and reads by `ast` and `symtable`: the oracle of the readers that parse nothing.

The rules are those of the design's section on one run, written down once more; nothing of ours is asked.
"""

from __future__ import annotations

import ast
import re
import symtable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_COMPREHENSION_SCOPES = ("listcomp", "setcomp", "dictcomp", "genexpr")
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_WITHS = (ast.With, ast.AsyncWith)
_TRIES: tuple[type, ...] = (ast.Try, getattr(ast, "TryStar", ast.Try))
_TYPE_ALIAS: type = getattr(ast, "TypeAlias", ast.Pass)
_TAIL = re.compile(r"(?<=\w)\s*,?\s*\}$")  # behind `**rest`


@dataclass(frozen=True, slots=True, order=True)
class Bound:
    """One place that binds a name.

    Attributes:
        name: Full name, as in `CFG.lr`.
        line: 1-based.
        kind: What binds it.
        is_in_loop: Whether it stands in the body or header of a `for` or `while`.
        default: Source text of its own value, "" where it has none.
    """

    name: str
    line: int
    kind: str
    is_in_loop: bool
    default: str


@dataclass(slots=True)
class Said:
    """All that is compared of one script.

    Attributes:
        bound: Sorted.
        read: Public names that are read as globals and that the module does not bind.
        bound_by_functions: Names that functions or classes bind through `global`.
        guards: Lines of each `if __name__ == "__main__"`.
    """

    bound: list[Bound] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    bound_by_functions: set[str] = field(default_factory=set)
    guards: list[int] = field(default_factory=list)


def by_ast(text: str) -> Said:
    """Read a script with Python's own parser and symbol table.

    Raises:
        SyntaxError: The running Python does not know it.
    """
    tree = ast.parse(text)
    table = symtable.symtable(text, "script.py", "exec")
    reader = _Reader(text)
    reader.body(tree.body, "", in_loop=False)
    said = Said(bound=sorted(reader.found), guards=list(_guards(tree.body)))
    own = {one.name for one in said.bound if "." not in one.name}
    for scope in _scopes(table):
        for symbol in scope.get_symbols():
            name, is_module = symbol.get_name(), scope is table
            is_read = symbol.is_referenced() and _is_global(symbol, is_module=is_module)
            if is_read and name not in own and name[:1] != "_":
                said.read.add(name)
            is_bound = symbol.is_declared_global() and (symbol.is_assigned() or symbol.is_imported())
            if is_bound and not is_module and scope.get_name() not in _COMPREHENSION_SCOPES:  # a walrus
                said.bound_by_functions.add(name)
    return said


def _is_global(symbol: symtable.Symbol, *, is_module: bool) -> bool:
    """Say whether a scope means the module's name, of those that the module does not bind.

    `is_global()` holds for what a function named "top" binds, and from 3.12 on for the variables of a
    module's comprehensions.
    """
    if symbol.is_declared_global() or (is_module and symbol.is_annotated()):
        return True
    return symbol.is_global() and not (symbol.is_assigned() or symbol.is_parameter())


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _scopes(child)


class _Reader:
    """One walk over the statements of a module and of its classes."""

    def __init__(self, text: str) -> None:
        self.found: list[Bound] = []
        self._lines = [line.encode() for line in text.split("\n")]
        self._prefix = ""

    def body(self, body: Sequence[ast.stmt], prefix: str, *, in_loop: bool) -> None:
        for statement in body:
            self._statement(statement, prefix, in_loop)
            self._walruses(statement, prefix, in_loop or isinstance(statement, _LOOPS))
            if isinstance(statement, ast.ClassDef):
                own = f"{prefix}{statement.name}."
                self.body(statement.body, own, in_loop=False)
                of_module = {own + name for name in _declared_global(statement.body)}
                self.found = [one for one in self.found if one.name not in of_module]
            elif not isinstance(statement, _DEFINITIONS):
                for inner, is_loop in _blocks(statement):
                    self.body(inner, prefix, in_loop=in_loop or is_loop)

    def _add(self, name: str, line: int, kind: str, in_loop: bool, default: ast.expr | None = None) -> None:
        text = "" if default is None else self._source(default)
        self.found.append(Bound(name, line, kind, in_loop, text))

    def _statement(self, statement: ast.stmt, prefix: str, in_loop: bool) -> None:
        add = self._add
        if isinstance(statement, ast.Assign):
            self._assign(statement, prefix, in_loop)
        elif isinstance(statement, ast.AnnAssign):
            if isinstance(statement.target, ast.Name) and statement.value is not None:
                self._bind(statement.target, statement.value, statement.value, prefix, in_loop)
        elif isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            add(prefix + statement.target.id, statement.target.lineno, "transformation", in_loop)
        elif isinstance(statement, (ast.For, ast.AsyncFor)):
            self._targets(statement.target, "loop variable", prefix, in_loop)
        elif isinstance(statement, _WITHS):
            for item in statement.items:
                self._targets(item.optional_vars, "with target", prefix, in_loop)
        elif isinstance(statement, _TRIES):
            for handler in getattr(statement, "handlers", []):
                if handler.name:
                    add(prefix + handler.name, handler.lineno, "except target", in_loop)
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            for alias in statement.names:
                if alias.name != "*":
                    bound = alias.asname or alias.name
                    first = bound.partition(".")[0] if isinstance(statement, ast.Import) else bound
                    add(prefix + first, statement.lineno, "import", in_loop)
        elif isinstance(statement, _DEFINITIONS):
            kind = "class" if isinstance(statement, ast.ClassDef) else "function"
            add(prefix + statement.name, statement.lineno, kind, in_loop)
        elif isinstance(statement, ast.Delete):
            for target in statement.targets:
                self._targets(target, "del", prefix, in_loop)
        elif isinstance(statement, ast.Match):
            for case in statement.cases:
                for name, line in self._captures(case.pattern):
                    add(prefix + name, line, "match capture", in_loop)
        elif isinstance(statement, _TYPE_ALIAS) and not isinstance(statement, ast.Pass):
            alias_name: ast.Name = statement.name  # type: ignore[attr-defined]
            add(prefix + alias_name.id, statement.lineno, "type alias", in_loop)

    def _assign(self, statement: ast.Assign, prefix: str, in_loop: bool) -> None:
        whole = statement.value
        if len(statement.targets) > 1:
            for target in statement.targets:
                self._unpack(target, whole, whole, prefix, in_loop)
            return
        for target, value in _pairs(statement.targets[0], whole):
            self._unpack(target, value, whole, prefix, in_loop)

    def _unpack(self, target: ast.expr, value: ast.expr, whole: ast.expr, prefix: str, in_loop: bool) -> None:
        if isinstance(target, ast.Name):
            self._bind(target, value, whole, prefix, in_loop)
            return
        for name in _names(target):
            self._bind(name, None, whole, prefix, in_loop)

    def _bind(
        self, name: ast.Name, value: ast.expr | None, whole: ast.expr, prefix: str, in_loop: bool
    ) -> None:
        kind = "transformation" if reads(whole, name.id) else "declaration"
        self._add(prefix + name.id, name.lineno, kind, in_loop, value)

    def _targets(self, target: ast.expr | None, kind: str, prefix: str, in_loop: bool) -> None:
        for name in _names(target) if target is not None else ():
            self._add(prefix + name.id, name.lineno, kind, in_loop)

    def _captures(self, pattern: ast.pattern) -> Iterator[tuple[str, int]]:
        for node in ast.walk(pattern):
            if isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name:
                yield node.name, node.end_lineno  # its name ends it
            elif isinstance(node, ast.MatchMapping) and node.rest:
                tail = _TAIL.search(self._source(node))
                yield node.rest, node.end_lineno - (tail[0].count("\n") if tail else 0)

    def _walruses(self, statement: ast.stmt, prefix: str, in_loop: bool) -> None:
        for node, is_apart in _walruses(statement, is_apart=False):
            name = node.target
            if is_apart:
                self._add(prefix + name.id, name.lineno, "walrus in a comprehension", in_loop)
            else:
                self._bind(name, node.value, node.value, prefix, in_loop)

    def _source(self, node: ast.expr | ast.pattern) -> str:
        """Return the text of a node; `ast.get_source_segment` splits the whole file at every call."""
        first, last = node.lineno - 1, node.end_lineno - 1  # type: ignore[operator]
        lines = self._lines[first : last + 1]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"\n".join(lines).decode()


def _declared_global(body: Sequence[ast.stmt]) -> Iterator[str]:
    """Yield what a class declares `global`: it binds that in the module."""
    for statement in body:
        if isinstance(statement, ast.Global):
            yield from statement.names
        elif not isinstance(statement, _DEFINITIONS):
            for inner, _ in _blocks(statement):
                yield from _declared_global(inner)


def _blocks(statement: ast.stmt) -> Iterator[tuple[list[ast.stmt], bool]]:
    yield getattr(statement, "body", []), isinstance(statement, _LOOPS)
    for part in [*getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
        yield part.body, False
    yield getattr(statement, "orelse", []), False
    yield getattr(statement, "finalbody", []), False


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Pair the parts of a target with those of a display, as far as they match."""
    left, right = _elements(target), _elements(value)
    if left is None or right is None or len(left) != len(right):
        yield target, value
        return
    for one, other in zip(left, right, strict=True):
        yield from _pairs(one, other)


def _elements(node: ast.expr) -> list[ast.expr] | None:
    if not isinstance(node, (ast.Tuple, ast.List)):
        return None
    return None if any(isinstance(one, ast.Starred) for one in node.elts) else node.elts


def _names(target: ast.expr) -> Iterator[ast.Name]:
    """Yield the names that a target binds, those inside of subscripts and attributes left out."""
    if isinstance(target, ast.Name):
        yield target
    elif isinstance(target, (ast.Tuple, ast.List)):
        for one in target.elts:
            yield from _names(one)
    elif isinstance(target, ast.Starred):
        yield from _names(target.value)


def _walruses(node: ast.AST, *, is_apart: bool) -> Iterator[tuple[ast.NamedExpr, bool]]:
    """Yield the walruses of a statement's own expressions that bind in its scope."""
    parts: Iterator[ast.AST] = ast.iter_child_nodes(node)
    if isinstance(node, ast.Lambda):
        parts = iter([*node.args.defaults, *(one for one in node.args.kw_defaults if one)])
    for child in parts:
        if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            guard = child.guard if isinstance(child, ast.match_case) else getattr(child, "type", None)
            if isinstance(guard, ast.expr) and not isinstance(child, ast.stmt):
                yield from _walruses(ast.Expr(guard), is_apart=is_apart)
            continue
        if isinstance(child, ast.NamedExpr):
            yield child, is_apart
        yield from _walruses(child, is_apart=is_apart or isinstance(child, _COMPREHENSIONS))


def reads(node: ast.AST, name: str) -> bool:
    """Say whether evaluating an expression reads a name of the scope that it stands in."""
    if isinstance(node, ast.Name):
        return node.id == name and isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Lambda):
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        own = {one.arg for one in (*every, arguments.vararg, arguments.kwarg) if one is not None}
        defaults = [*arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]
        return any(reads(one, name) for one in defaults) or (name not in own and reads(node.body, name))
    if isinstance(node, _COMPREHENSIONS):
        targets = [one for each in node.generators for one in ast.walk(each.target)]
        if name in {one.id for one in targets if isinstance(one, ast.Name)}:
            return reads(node.generators[0].iter, name)
    return any(reads(child, name) for child in ast.iter_child_nodes(node))


def _guards(body: Sequence[ast.stmt]) -> Iterator[int]:
    for statement in body:
        if isinstance(statement, ast.If) and _is_guard(statement.test):
            yield statement.lineno
        elif isinstance(statement, (ast.If, *_WITHS, *_TRIES)):
            for inner in ("body", "orelse", "finalbody"):
                yield from _guards(getattr(statement, inner, []))


def _is_guard(test: ast.expr) -> bool:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return any(_is_guard(one) for one in test.values)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = [ast.unparse(side) for side in (test.left, test.comparators[0])]
    return sorted(sides) == ["'__main__'", "__name__"]
