"""Every place that binds a name in the body of a module or of its classes: is it a declaration, by the rules?

This is the yardstick that facts are measured with. It has nothing but `ast` and shares no code with what it
judges. A marked cell (`# %% kogine:config`) is not known to it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from .entry_result import find_result
from .scoping import reads, walruses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["declaration", "transformation", "other", "unclear"]
"""unclear: the rules do not say, as for the members of a class whose name has a leading underscore."""

LOOPS = (ast.For, ast.AsyncFor, ast.While)
FIELDS = ("field", "Field", "ib", "attrib", "mapped_field")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that binds a name.

    Attributes:
        name: `lr`, `CFG.lr` in the body of a class.
        kind: What it is by the rules.
        line: 1-based, of the name where it stands there, else of the statement.
        column: 0-based, in bytes of UTF-8; None where the name does not stand there by itself.
        end_line: Of the statement, for places whose name does not stand there by itself.
        value: The expression that is the name's own, None where only an unpacking tells.
        is_in_loop: Whether it stands in the body or header of a `for` or `while`.
    """

    name: str
    kind: Kind
    line: int
    column: int | None = None
    end_line: int = 0
    value: ast.expr | None = None
    is_in_loop: bool = False

    @property
    def is_literal(self) -> bool:
        """Whether it gives a global a value that is written out."""
        if self.value is None or "." in self.name or isinstance(self.value, ast.Call):
            return False  # `set()` is a call, although literal_eval takes it
        try:
            ast.literal_eval(self.value)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return False
        return True


class Places:
    """The places of one script.

    Attributes:
        all: All of them, in the order of the source.
        annotated: Names that are annotated anywhere, without their class.
    """

    def __init__(self, source: str | bytes) -> None:
        """Read a script.

        Raises:
            SyntaxError: It is not Python, to this interpreter.
        """
        tree = ast.parse(source)
        self.annotated = {
            node.target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
        found = list(_Walk(find_result(tree)).body(tree.body, "", is_in_loop=False))
        found.sort(key=lambda place: (place.line, place.column or 0))
        self.all = tuple(_settled(found))

    def of(self, name: str, kind: Kind) -> tuple[Place, ...]:
        """Return the places of a name that are of a kind, in the order of the source."""
        return tuple(place for place in self.all if place.name == name and place.kind == kind)

    def at(self, name: str, line: int, column: int | None) -> Place | None:
        """Find the place at which python stored a name; the column is None on Python 3.10."""
        same = [place for place in self.all if place.name == name]
        exact = [p for p in same if p.line == line and p.column is not None and column in (None, p.column)]
        around = [p for p in same if p.column is None and p.line <= line <= p.end_line]
        return next(iter([*exact, *around]), None)


def _settled(places: list[Place]) -> Iterator[Place]:
    """Settle what one place alone does not tell: loops, and classes whose name means something else too."""
    declared = {p.name for p in places if p.kind == "declaration"}
    outside = {p.name for p in places if p.kind == "declaration" and not p.is_in_loop}
    for place in places:
        owner = place.name.rpartition(".")[0]
        kind = place.kind
        if kind == "declaration" and place.is_in_loop and place.name in outside:
            kind = "other"
        if kind in ("declaration", "transformation") and owner in declared:
            kind = "unclear"
        yield replace(place, kind=kind)


class _Walk:
    """One walk through a module; `result` is the statement that the entrypoint's result goes to."""

    def __init__(self, result: ast.stmt | None) -> None:
        self._result = result

    def body(self, body: Sequence[ast.stmt], scope: str, *, is_in_loop: bool) -> Iterator[Place]:
        for statement in body:
            for place in self._own(statement, scope):
                is_header = isinstance(statement, LOOPS)
                yield replace(place, is_in_loop=is_in_loop or is_header)
            if isinstance(statement, ast.ClassDef):
                yield from self._class(statement, scope, is_in_loop=is_in_loop)
            for block, is_loop in _blocks(statement):
                yield from self.body(block, scope, is_in_loop=is_in_loop or is_loop)

    def _class(self, statement: ast.ClassDef, scope: str, *, is_in_loop: bool) -> Iterator[Place]:
        made = _made_by_methods(statement)
        is_unclear = is_in_loop or statement.name.startswith("_")
        for place in self.body(statement.body, f"{scope}{statement.name}.", is_in_loop=False):
            last = place.name.rpartition(".")[2]
            if place.kind == "declaration" and (is_unclear or (last in made and _is_field(place.value))):
                yield replace(place, kind="unclear")
            else:
                yield place

    def _own(self, statement: ast.stmt, scope: str) -> Iterator[Place]:
        """Yield what a statement binds itself, not in the blocks below it."""
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                alone = statement.value if len(statement.targets) == 1 else None
                for name, value in _unpacked(target, statement.value, alone):
                    yield self._assigned(scope, name, value, statement.value, statement)
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if statement.value is not None:
                yield self._assigned(scope, statement.target, statement.value, statement.value, statement)
        elif isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            yield _place(scope, statement.target, "transformation")
        else:
            yield from _others(statement, scope)
        for walrus, is_comprehended in _walruses_of(statement):
            place = self._assigned(scope, walrus.target, walrus.value, walrus.value, None)
            yield replace(place, kind="other") if is_comprehended else place

    def _assigned(
        self, scope: str, name: ast.Name, value: ast.expr | None, whole: ast.expr, statement: ast.stmt | None
    ) -> Place:
        kind: Kind = "transformation" if reads(whole, name.id) else "declaration"
        if name.id.startswith("_") or (statement is not None and statement is self._result):
            kind = "other"
        return replace(_place(scope, name, kind), value=value)


def _place(scope: str, name: ast.Name, kind: Kind) -> Place:
    return Place(name=scope + name.id, kind=kind, line=name.lineno, column=name.col_offset)


def _unpacked(
    target: ast.expr, own: ast.expr | None, alone: ast.expr | None
) -> Iterator[tuple[ast.Name, ast.expr | None]]:
    """Yield the names of a target, each with the expression that is its own, where it can be told.

    Args:
        target: What is assigned to.
        own: What it is given, where that is written out.
        alone: The same, None where other targets are given it too: then it cannot be taken apart.
    """
    if isinstance(target, ast.Name):
        yield target, own
    elif isinstance(target, (ast.Tuple, ast.List)):
        for item, part in zip(target.elts, _parts(target, alone), strict=True):
            yield from _unpacked(item.value if isinstance(item, ast.Starred) else item, part, part)


def _parts(target: ast.Tuple | ast.List, value: ast.expr | None) -> Sequence[ast.expr | None]:
    none: list[ast.expr | None] = [None] * len(target.elts)
    if not isinstance(value, (ast.Tuple, ast.List)) or len(value.elts) != len(target.elts):
        return none
    return none if any(isinstance(e, ast.Starred) for e in (*target.elts, *value.elts)) else value.elts


def _others(statement: ast.stmt, scope: str) -> Iterator[Place]:
    """Yield what is bound without being declared: loop variables, imports, functions, captures and so on."""
    targets: list[ast.expr | None] = [getattr(statement, "target", None)]
    targets += [item.optional_vars for item in getattr(statement, "items", [])]
    for target in targets:
        for node in ast.walk(target) if target is not None else ():
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield _place(scope, node, "other")
    names = [getattr(statement, "name", None)]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        names += [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
    names += [handler.name for handler in getattr(statement, "handlers", [])]
    for case in getattr(statement, "cases", []):
        for node in ast.walk(case.pattern):
            names += [getattr(node, "name", None), getattr(node, "rest", None)]
    first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
    for name in names:
        text = getattr(name, "id", name)  # a Name in `type X = int`
        if isinstance(text, str):
            end = statement.end_lineno or first
            yield Place(name=scope + text, kind="other", line=first, end_line=end)


def _walruses_of(statement: ast.stmt) -> Iterator[tuple[ast.NamedExpr, bool]]:
    """Yield the walruses in the expressions of a statement itself, not in the blocks below it."""
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, (ast.stmt, ast.ExceptHandler)):
            continue
        own = node.guard if isinstance(node, ast.match_case) else node
        if own is not None:
            yield from walruses(own)
    for handler in getattr(statement, "handlers", []):
        if handler.type is not None:
            yield from walruses(handler.type)


def _blocks(statement: ast.stmt) -> Iterator[tuple[list[ast.stmt], bool]]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return
    yield getattr(statement, "body", []), isinstance(statement, LOOPS)
    for field in ("orelse", "finalbody"):
        yield getattr(statement, field, []), False
    for inner in (*getattr(statement, "handlers", []), *getattr(statement, "cases", [])):
        yield inner.body, False


def _made_by_methods(statement: ast.ClassDef) -> set[str]:
    """Name the members whose default a method makes: `@lr.default`, as attrs has it."""
    return {
        decorator.value.id
        for inner in statement.body
        if isinstance(inner, ast.FunctionDef)
        for decorator in inner.decorator_list
        if isinstance(decorator, ast.Attribute) and isinstance(decorator.value, ast.Name)
    }


def _is_field(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in FIELDS
