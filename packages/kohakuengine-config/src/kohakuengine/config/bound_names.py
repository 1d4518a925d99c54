"""How a bare config file binds its names: which of them are values of the config.

Reads the syntax tree of the module level, nested `if`, `try`, `with` and loops included; blocks that loading
a config never runs are left out. It is walked with a stack: a chain of a thousand `elif` is a thousand levels
deep.

The engine's `bindings` ask something else of a script (which statements declare, where each value
stands); this module is on the way of every run with a bare config, and imports nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Branch = tuple[tuple[int, int], ...]

__all__ = ["BoundNames", "read_bound_names"]

_ONLY_AST = 0x400  # ast.PyCF_ONLY_AST
_DEFINITIONS = ("FunctionDef", "AsyncFunctionDef", "ClassDef")
_COMPREHENSIONS = ("ListComp", "SetComp", "DictComp", "GeneratorExp")


class BoundNames:
    """How the names of a file are bound.

    Attributes:
        assigned: Line (1-based) of the last assignment to each name that is assigned, stand-ins
            for an import that failed left out.
        defined: Line of each function and class; what is deleted again is left out here and there.
        imported: Line of each imported name.
        own: Line of each target of for, with, except and match, and of a walrus in a comprehension.
        has_star: Some names come from `from m import *`.
    """

    __slots__ = ("_branches", "_import_branches", "assigned", "defined", "has_star", "imported", "own")

    def __init__(self) -> None:
        self.assigned: dict[str, int] = {}
        self.defined: dict[str, int] = {}
        self.imported: dict[str, int] = {}
        self.own: dict[str, int] = {}
        self.has_star = False
        self._branches: dict[str, list[Branch]] = {}
        self._import_branches: dict[str, list[Branch]] = {}

    def __contains__(self, name: str) -> bool:
        """Say whether the file binds a name anywhere at module level."""
        return any(name in kind for kind in (self.assigned, self.defined, self.imported, self.own))

    def line_of(self, name: str) -> int | None:
        """Return a line (1-based) that binds a name, an assignment where there is one."""
        kinds = (self.assigned, self.defined, self.imported, self.own)
        return next((kind[name] for kind in kinds if name in kind), None)

    def _assign(self, name: str, line: int, branch: Branch) -> None:
        self.assigned[name] = max(line, self.assigned.get(name, 0))
        self._branches.setdefault(name, []).append(branch)

    def _delete(self, name: str, branch: Branch) -> None:
        if not branch:  # else it may not happen
            for known in (self.assigned, self.defined, self._branches):
                known.pop(name, None)

    def _import(self, name: str, line: int, branch: Branch) -> None:
        if name == "*":
            self.has_star = True
        else:
            self.imported[name] = line
            self._import_branches.setdefault(name, []).append(branch)

    def _drop_stand_ins(self) -> None:
        """Forget `torch = None` in the `except ImportError:` of an `import torch`.

        An assignment in one branch of a statement that imports the name in another branch only
        stands in for the import.
        """
        for name, imports in self._import_branches.items():
            others = {(place, index) for branch in imports for place, index in branch}
            assignments = self._branches.get(name, [])
            if assignments and all(_is_stand_in(branch, others) for branch in assignments):
                del self.assigned[name]


def _is_stand_in(branch: Branch, others: set[tuple[int, int]]) -> bool:
    return any(p == place and i != index for place, index in branch for p, i in others)


def read_bound_names(source: bytes | str, file: str) -> BoundNames:
    r"""Read how a file binds its names.

    Raises:
        SyntaxError: It is no Python.

    >>> found = read_bound_names("import os\nlr = 0.1\nfor i in range(3): x = i", "c.py")
    >>> found.assigned, found.imported, found.own
    ({'lr': 2, 'x': 3}, {'os': 1}, {'i': 3})
    """
    tree: Any = compile(source, file, "exec", _ONLY_AST, dont_inherit=True)
    found = BoundNames()
    pending: list[tuple[Any, Branch]] = [(statement, ()) for statement in reversed(tree.body)]
    while pending:
        node, branch = pending.pop()
        pending += reversed(list(_read(node, branch, found)))
    found._drop_stand_ins()
    return found


def _read(node: Any, branch: Branch, found: BoundNames) -> Iterator[tuple[Any, Branch]]:
    """Note what one node binds, and yield the nodes below it that belong to the module level."""
    kind = type(node).__name__
    if kind in _DEFINITIONS:
        found.defined[node.name] = node.lineno
    elif kind == "Delete":
        for name in (name for target in node.targets for name in _names(target)):
            found._delete(name, branch)
    elif kind in ("Import", "ImportFrom"):
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            found._import(bound, node.lineno, branch)
    elif kind == "AnnAssign" and node.value is None:
        pass  # declares and binds nothing
    elif kind in ("Assign", "AnnAssign", "AugAssign", "NamedExpr"):
        for target in node.targets if kind == "Assign" else [node.target]:
            for name in _names(target):
                found._assign(name, node.lineno, branch)
        yield node.value, branch
    elif kind in _COMPREHENSIONS:
        _read_comprehension(node, found)
    elif kind == "If" and _is_idle(node.test):
        yield from ((child, branch) for child in node.orelse)
    elif kind != "Lambda":
        _read_own(node, kind, found)
        yield from _below(node, branch)


def _is_idle(test: Any) -> bool:
    """Say whether a test holds in no config that is loaded: for a type checker, or for a file run itself."""
    kind = type(test).__name__
    if kind == "Compare":
        sides = [test.left, *test.comparators]
        names = {getattr(side, "id", None) or getattr(side, "value", None) for side in sides}
        return type(test.ops[0]).__name__ == "Eq" and names == {"__name__", "__main__"}
    if kind == "BoolOp" and type(test.op).__name__ == "And":
        return any(type(one).__name__ == "Compare" and _is_idle(one) for one in test.values)
    return (getattr(test, "id", None) or getattr(test, "attr", None)) == "TYPE_CHECKING"


def _read_comprehension(node: Any, found: BoundNames) -> None:
    """Note the walrus targets of a comprehension: they are the module's, and the file's own."""
    pending = [node]
    while pending:
        inner = pending.pop()
        kind = type(inner).__name__
        if kind == "NamedExpr":
            found.own[inner.target.id] = inner.lineno
        if kind != "Lambda":
            pending += [child for child, _ in _below(inner, ())]


def _read_own(node: Any, kind: str, found: BoundNames) -> None:
    """Note the targets that are the file's own."""
    names: list[str | None] = []
    if kind in ("For", "AsyncFor"):
        names += _names(node.target)
    elif kind == "withitem" and node.optional_vars is not None:
        names += _names(node.optional_vars)
    elif kind in ("ExceptHandler", "MatchAs", "MatchStar"):
        names.append(node.name)
    elif kind == "MatchMapping":
        names.append(node.rest)
    elif kind == "TypeAlias":
        names += _names(node.name)
    for name in names:
        if name is not None:
            found.own[name] = getattr(node, "lineno", 0)


def _names(target: Any) -> list[str]:
    """List the plain names of an assignment's target; `a.b` and `a[0]` bind none."""
    pending, found = [target], []
    while pending:
        node = pending.pop()
        kind = type(node).__name__
        if kind == "Name":
            found.append(node.id)
        elif kind in ("Tuple", "List"):
            pending += reversed(node.elts)
        elif kind == "Starred":
            pending.append(node.value)
    return found


def _below(node: Any, branch: Branch) -> Iterator[tuple[Any, Branch]]:
    """Yield the children of a node, each with the branches it stands in."""
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            for index, child in enumerate(value):
                if hasattr(child, "_fields"):
                    yield child, (*branch, *_alternative(node, field, index))
        elif hasattr(value, "_fields"):
            yield value, branch


def _alternative(node: Any, field: str, index: int) -> Branch:
    """Say which of the alternatives of a statement one of its blocks is; () where it is none."""
    if field in ("handlers", "cases"):
        return ((id(node), index + 2),)
    if field == "orelse" and not hasattr(node, "handlers"):
        return ((id(node), 1),)
    # the `else` of a try goes with its body
    return ((id(node), 0),) if field in ("body", "orelse") else ()
