"""The oracle of uses: where a text uses its globals, told by `ast` and `symtable`."""

from __future__ import annotations

import ast
import re
import symtable
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeGuard

_COMPREHENSIONS = {
    ast.ListComp: "listcomp",
    ast.SetComp: "setcomp",
    ast.DictComp: "dictcomp",
    ast.GeneratorExp: "genexpr",
}


def global_uses(text: str) -> dict[str, set[tuple[int, int]]]:
    """Map each global of a text to the parts of it where it is bound, declared `global` or read."""
    finder = _Finder(text)
    finder.visit(ast.parse(text))
    return finder.found


class _Scope:
    """A symbol table, whose inner ones are handed out in the order in which the compiler met them."""

    def __init__(self, table: symtable.SymbolTable) -> None:
        self.table = table
        self._inner: dict[tuple[str, int], deque[symtable.SymbolTable]] = defaultdict(deque)
        for one in table.get_children():
            self._inner[one.get_name(), one.get_lineno()].append(one)

    def enter(self, name: str, line: int) -> _Scope:
        return _Scope(self._inner[name, line].popleft())

    def has(self, name: str, line: int) -> bool:
        return bool(self._inner[name, line])

    def is_global(self, name: str) -> bool:
        """Say whether a name means the global here.

        `Symbol.is_global` alone does not: not in a function that is called `top`.
        """
        if self.table.get_type() == "module":
            return True
        if name not in self.table.get_identifiers():
            return False
        symbol = self.table.lookup(name)
        is_own = symbol.is_parameter() or (symbol.is_assigned() and not symbol.is_declared_global())
        return symbol.is_global() and not is_own


class _Inlined(_Scope):
    """A comprehension that has no table: it has become a part of what it stands in (Python 3.12)."""

    def __init__(self, outer: _Scope, own: set[str]) -> None:
        self._outer = outer
        self._own = own

    def enter(self, name: str, line: int) -> _Scope:
        return self._outer.enter(name, line)

    def has(self, name: str, line: int) -> bool:
        return self._outer.has(name, line)

    def is_global(self, name: str) -> bool:
        return name not in self._own and self._outer.is_global(name)


class _Finder(ast.NodeVisitor):
    """Visits a text in the order of the compiler."""

    def __init__(self, text: str) -> None:
        self.found: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._text = text
        self._lines = [line.encode() for line in text.split("\n")]
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._scope = _Scope(symtable.symtable(text, "script.py", "exec"))

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1][:column].decode())

    def _span(self, node: Any) -> tuple[int, int]:
        return (
            self._offset(node.lineno, node.col_offset),
            self._offset(node.end_lineno, node.end_col_offset),
        )

    def _note(self, name: str, start: int, end: int) -> None:
        if self._scope.is_global(name):
            self.found[name].add((start, end))

    def _note_words(
        self, names: Iterable[str | None], start: int, end: int, *, is_last: bool = False
    ) -> None:
        """Note names that have no node of their own: the first, or the last, word like it in a part."""
        for name in names:
            places = list(re.finditer(rf"\b{name}\b", self._text[start:end])) if name else []
            if name and places:
                place = places[-1 if is_last else 0]
                self._note(name, start + place.start(), start + place.end())

    def visit_Name(self, node: ast.Name) -> None:
        self._note(node.id, *self._span(node))

    def visit_Global(self, node: ast.Global) -> None:
        start, end = self._span(node)
        for name in set(node.names):
            for place in re.finditer(rf"\b{name}\b", self._text[start:end]):
                self._note(name, start + place.start(), start + place.end())

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.type is not None and node.name is not None:
            self._note_words([node.name], self._span(node.type)[1], self._span(node.body[0])[0])
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self.generic_visit(node)
        self._note_words([node.name], *self._span(node), is_last=True)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        self._note_words([node.name], *self._span(node))

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        self._note_words([node.rest], *self._span(node), is_last=True)

    def _visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def _inside(self, name: str, line: int, nodes: Iterable[ast.AST | None]) -> None:
        outer = self._scope
        self._scope = outer.enter(name, line)
        self._visit_all(nodes)
        self._scope = outer

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        arguments = node.args
        every = [
            *arguments.posonlyargs,
            *arguments.args,
            *([arguments.vararg] if arguments.vararg else []),
            *arguments.kwonlyargs,
            *([arguments.kwarg] if arguments.kwarg else []),
        ]
        self._visit_all([*arguments.defaults, *arguments.kw_defaults])
        self._visit_all(one.annotation for one in every)
        self._visit_all([node.returns, *node.decorator_list])
        self._inside(node.name, node.lineno, node.body)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_all([*node.args.defaults, *node.args.kw_defaults])
        self._inside("lambda", node.lineno, [node.body])

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_all([*node.bases, *node.keywords, *node.decorator_list])
        self._inside(node.name, node.lineno, node.body)

    def _comprehension(self, node: Any) -> None:
        first, *others = node.generators
        self.visit(first.iter)
        inner: list[ast.AST] = [first.target, *first.ifs]
        for one in others:
            inner += [one.target, one.iter, *one.ifs]
        inner += [node.value, node.key] if isinstance(node, ast.DictComp) else [node.elt]
        name = _COMPREHENSIONS[type(node)]
        if self._scope.has(name, node.lineno):
            self._inside(name, node.lineno, inner)
            return
        targets = [part for one in node.generators for part in ast.walk(one.target)]
        outer = self._scope
        self._scope = _Inlined(outer, {part.id for part in targets if _is_bound(part)})
        self._visit_all(inner)
        self._scope = outer

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension  # noqa: N815


def _is_bound(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
