"""Every statement that binds a name in the body of a module or a class, and what kind of binding it is.

A *declaration* can be overridden, a *transformation* (its value reads the name) stays, everything else is
not the script's default.
"""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import FUNCTIONS, LOOPS, TRIES, WITHS, children, target_names
from kohakuengine.engine.scope import reads_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final, Literal

    BindingKind = Literal[
        "declaration",
        "transformation",
        "loop variable",
        "with target",
        "except target",
        "match capture",
        "walrus in a comprehension",
        "result of the entrypoint",
        "import",
        "function",
        "class",
        "type alias",
        "del",
    ]

DECLARATION: Final = "declaration"
TRANSFORMATION: Final = "transformation"
LOOP_VARIABLE: Final = "loop variable"
WITH_TARGET: Final = "with target"
EXCEPT_TARGET: Final = "except target"
MATCH_CAPTURE: Final = "match capture"
COMPREHENSION: Final = "walrus in a comprehension"
RESULT: Final = "result of the entrypoint"
IMPORT: Final = "import"
FUNCTION: Final = "function"
CLASS: Final = "class"
TYPE_ALIAS: Final = "type alias"
DELETED: Final = "del"


class Site:
    """One place that binds a name.

    Attributes:
        name: The name.
        kind: One of this module's constants.
        line: 1-based line of the binding.
        statement: The statement it belongs to.
        body: The list that holds the statement.
        top: Index of the module-level statement around it.
        is_in_loop: Whether it stands in the body or header of a `for` or `while`.
        value: The right side of the statement, None where there is none.
        default: The part of it that is the name's own, None where only unpacking tells.
        holder: Where the value alone can be replaced: (node, field) or (list, index); None where
            the statement binds more than this name with one value.
    """

    __slots__ = (
        "_kind",
        "_read",
        "body",
        "default",
        "holder",
        "is_in_loop",
        "line",
        "name",
        "statement",
        "top",
        "value",
    )

    def __init__(
        self,
        name: str,
        kind: BindingKind | None,
        line: int,
        place: _Place,
        *,
        value: _ast.expr | None = None,
        default: _ast.expr | None = None,
        holder: tuple[Any, Any] | None = None,
        read: _ast.expr | None = None,
    ) -> None:
        """Note a binding.

        An assignment has None for its kind, and what it reads: most sites are never asked which of the two
        it is, and looking would cost a long script more than all the rest of the scan.
        """
        self.name = name
        self._kind: BindingKind | None = kind
        self._read = read
        self.line = line
        self.statement = place.statement
        self.body = place.body
        self.top = place.top
        self.is_in_loop = place.is_in_loop
        self.value = value
        self.default = default
        self.holder = holder

    @property
    def kind(self) -> BindingKind:
        """What binds the name; of an assignment, a declaration unless it reads the name itself."""
        if self._kind is None:
            is_computed = self._read is not None and reads_name(self._read, self.name)
            self._kind = TRANSFORMATION if is_computed else DECLARATION
        return self._kind

    @property
    def is_import(self) -> bool:
        """Whether an import binds the name; asking this spares looking at what an assignment reads."""
        return self._kind == IMPORT


class _Place:
    """Where the scan stands: a statement, the list around it, and what surrounds that."""

    __slots__ = ("body", "is_in_loop", "statement", "top")

    def __init__(self, statement: Any, body: list[Any], *, top: int, is_in_loop: bool) -> None:
        self.statement = statement
        self.body = body
        self.top = top
        self.is_in_loop = is_in_loop


class Bindings:
    """The bindings of one module or class body.

    Attributes:
        sites: Name to its sites in source order.
        annotations: Name to the first annotation given to it.
        star_imports: Lines of `from m import *`.
    """

    __slots__ = ("_add_walruses", "_of_module", "annotations", "sites", "star_imports")

    def __init__(
        self, body: list[Any], *, has_walrus: bool, skip: object = None, is_class: bool = False
    ) -> None:
        """Scan a body.

        Args:
            body: Statements of a module or class.
            has_walrus: Whether `:=` occurs in the source at all; spares the walk of expressions.
            skip: The statement of the entrypoint call, which declares nothing.
            is_class: Whether it is a class's: what it declares `global` is none of its members.
        """
        self.sites: dict[str, list[Site]] = {}
        self.annotations: dict[str, _ast.expr] = {}
        self.star_imports: list[int] = []
        self._add_walruses = has_walrus
        self._of_module: list[str] = []
        self._scan(body, skip)
        for name in self._of_module if is_class else ():
            self.sites.pop(name, None)

    def declared(self, name: str) -> list[Site]:
        """Return the sites that an override of the name replaces, in source order."""
        sites = [s for s in self.sites.get(name, ()) if s.kind == DECLARATION]
        return [s for s in sites if not s.is_in_loop] or sites

    def names(self) -> list[str]:
        """Return the names that have a declaration, in the order of their first one."""
        return [
            name
            for name, sites in self.sites.items()
            if any(s.kind == DECLARATION for s in sites) and not name.startswith("_")
        ]

    def _scan(self, body: list[Any], skip: object) -> None:
        # An explicit stack: an `elif` chain of 1,500 branches is a tree 1,500 deep.
        stack = [_Place(s, body, top=top, is_in_loop=False) for top, s in enumerate(body)]
        stack.reverse()
        while stack:
            place = stack.pop()
            if place.statement is skip:
                self._result(place)
                continue
            scan = _SCANNERS.get(type(place.statement))
            below: list[tuple[list[Any], bool]] = []
            if scan is not None:
                below = scan(self, place) or []
            if self._add_walruses:
                self._walruses(place)
            for inner, is_in_loop in reversed(below):
                inside = place.is_in_loop or is_in_loop
                stack.extend(_Place(s, inner, top=place.top, is_in_loop=inside) for s in reversed(inner))

    def _add(self, name: str, kind: BindingKind | None, line: int, place: _Place, **fields: Any) -> None:
        self.sites.setdefault(name, []).append(Site(name, kind, line, place, **fields))

    def _assignment(
        self,
        name: _ast.Name,
        place: _Place,
        value: _ast.expr,
        *,
        default: _ast.expr | None,
        holder: tuple[Any, Any] | None,
        whole: _ast.expr | None = None,
    ) -> None:
        # Of `a, b = b, a` the whole right side counts: a swap is no new default of either name.
        read = whole or value
        self._add(name.id, None, name.lineno, place, value=value, default=default, holder=holder, read=read)

    def _assign(self, place: _Place) -> None:
        statement: _ast.Assign = place.statement
        first = statement.targets[0]
        if len(statement.targets) == 1 and isinstance(first, _ast.Name):
            value, holder = statement.value, (statement, "value")
            self._assignment(first, place, value, default=value, holder=holder)
        elif len(statement.targets) == 1:
            for target, value, holder in pairs(first, statement):
                self._bind(target, value, holder, place)
        else:
            for target in statement.targets:
                self._bind(target, statement.value, None, place)

    def _bind(
        self, target: _ast.expr, value: _ast.expr, holder: tuple[Any, Any] | None, place: _Place
    ) -> None:
        whole = place.statement.value
        is_name = isinstance(target, _ast.Name)
        for name in target_names(target):
            self._assignment(
                name,
                place,
                value,
                default=value if is_name else None,
                holder=holder if is_name else None,
                whole=whole,
            )

    def _annotated(self, place: _Place) -> None:
        statement: _ast.AnnAssign = place.statement
        target = statement.target
        if not isinstance(target, _ast.Name):
            return
        self.annotations.setdefault(target.id, statement.annotation)
        if statement.value is not None:
            holder = (statement, "value")
            value = statement.value
            self._assignment(target, place, value, default=value, holder=holder)

    def _augmented(self, place: _Place) -> None:
        target = place.statement.target
        if isinstance(target, _ast.Name):
            self._add(target.id, TRANSFORMATION, target.lineno, place, value=place.statement.value)

    def _targets(self, target: _ast.expr | None, kind: BindingKind, place: _Place) -> None:
        for name in target_names(target) if target is not None else ():
            self._add(name.id, kind, name.lineno, place)

    def _loop(self, place: _Place) -> list[tuple[list[Any], bool]]:
        statement = place.statement
        if not isinstance(statement, _ast.While):
            self._targets(statement.target, LOOP_VARIABLE, place)
        return [(statement.body, True), (statement.orelse, False)]

    def _with(self, place: _Place) -> list[tuple[list[Any], bool]]:
        for item in place.statement.items:
            self._targets(item.optional_vars, WITH_TARGET, place)
        return [(place.statement.body, False)]

    def _if(self, place: _Place) -> list[tuple[list[Any], bool]]:
        return [(place.statement.body, False), (place.statement.orelse, False)]

    def _try(self, place: _Place) -> list[tuple[list[Any], bool]]:
        statement = place.statement
        below = [(statement.body, False)]
        for handler in statement.handlers:
            if handler.name:
                self._add(handler.name, EXCEPT_TARGET, handler.lineno, place)
            below.append((handler.body, False))
        return [*below, (statement.orelse, False), (statement.finalbody, False)]

    def _match(self, place: _Place) -> list[tuple[list[Any], bool]]:
        for case in place.statement.cases:
            stack: list[_ast.AST] = [case.pattern]
            while stack:
                pattern: Any = stack.pop()
                for name in (getattr(pattern, "name", None), getattr(pattern, "rest", None)):
                    if name:
                        self._add(name, MATCH_CAPTURE, pattern.lineno, place)
                stack.extend(n for n in children(pattern) if isinstance(n, _ast.pattern))
        return [(case.body, False) for case in place.statement.cases]

    def _import(self, place: _Place) -> None:
        for alias in place.statement.names:
            if alias.name == "*":
                self.star_imports.append(place.statement.lineno)
                continue
            name = alias.asname or alias.name
            if isinstance(place.statement, _ast.Import):
                name = name.partition(".")[0]
            self._add(name, IMPORT, place.statement.lineno, place)

    def _definition(self, place: _Place) -> None:
        statement = place.statement
        kind: BindingKind = CLASS if isinstance(statement, _ast.ClassDef) else FUNCTION
        self._add(statement.name, kind, statement.lineno, place)

    def _alias(self, place: _Place) -> None:
        self._add(place.statement.name.id, TYPE_ALIAS, place.statement.lineno, place)

    def _global(self, place: _Place) -> None:
        self._of_module += place.statement.names

    def _delete(self, place: _Place) -> None:
        for target in place.statement.targets:
            self._targets(target, DELETED, place)

    def _result(self, place: _Place) -> None:
        """Note what the statement of the entrypoint call binds (`rc = main()`): no default."""
        statement = place.statement
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        for target in targets:
            self._targets(target, RESULT, place)

    def _walruses(self, place: _Place) -> None:
        """Add the walruses in the statement's own expressions (not in the bodies below it)."""
        from kohakuengine.engine.walrus import named_expressions

        is_in_loop = place.is_in_loop or isinstance(place.statement, LOOPS)
        header = _Place(place.statement, place.body, top=place.top, is_in_loop=is_in_loop)
        for node, is_in_comprehension in named_expressions(place.statement):
            if is_in_comprehension:
                self._add(node.target.id, COMPREHENSION, node.lineno, header)
            else:
                value = node.value
                self._assignment(node.target, header, value, default=value, holder=(node, "value"))


_SCANNERS: dict[type, Callable[[Bindings, _Place], Any]] = {
    _ast.Assign: Bindings._assign,
    _ast.AnnAssign: Bindings._annotated,
    _ast.AugAssign: Bindings._augmented,
    _ast.If: Bindings._if,
    _ast.Match: Bindings._match,
    _ast.Import: Bindings._import,
    _ast.ImportFrom: Bindings._import,
    _ast.ClassDef: Bindings._definition,
    _ast.Delete: Bindings._delete,
    _ast.Global: Bindings._global,
    **dict.fromkeys(FUNCTIONS, Bindings._definition),
    **dict.fromkeys(LOOPS, Bindings._loop),
    **dict.fromkeys(WITHS, Bindings._with),
    **dict.fromkeys(TRIES, Bindings._try),
}
_TYPE_ALIAS = getattr(_ast, "TypeAlias", None)  # 3.12
if _TYPE_ALIAS is not None:
    _SCANNERS[_TYPE_ALIAS] = Bindings._alias


def pairs(target: _ast.expr, statement: _ast.Assign) -> list[tuple[_ast.expr, _ast.expr, tuple[Any, Any]]]:
    """Pair the parts of a target with the parts of a display on the right, where they match.

    `a, (b, c) = 1, f()` gives `a` with `1` and `(b, c)` with `f()`; whatever cannot be paired
    (a call, a star) stays whole. Each comes with the place that holds its value.
    """
    found: list[tuple[_ast.expr, _ast.expr, tuple[Any, Any]]] = []
    stack: list[tuple[_ast.expr, _ast.expr, tuple[Any, Any]]] = [
        (target, statement.value, (statement, "value"))
    ]
    while stack:
        left, right, holder = stack.pop()
        targets, values = _elements(left), _elements(right)
        if targets is not None and values is not None and len(targets) == len(values):
            parts = [(one, values[i], (values, i)) for i, one in enumerate(targets)]
            stack.extend(reversed(parts))
        else:
            found.append((left, right, holder))
    return found


def _elements(node: _ast.expr) -> list[_ast.expr] | None:
    """Return the elements of a tuple or list without stars, None for anything else."""
    if not isinstance(node, (_ast.Tuple, _ast.List)):
        return None
    return None if any(isinstance(element, _ast.Starred) for element in node.elts) else node.elts
