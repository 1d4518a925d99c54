"""Scopes: which of the names that a piece of code reads are globals, by Python's rules.

The Python language reference, 4.2 (Naming and binding); what the compiler's own `symtable` says is the same.
"""

from __future__ import annotations

from typing import Final, Literal

__all__ = [
    "CLASS",
    "COMPREHENSION",
    "FUNCTION",
    "MODULE",
    "TYPE_PARAMETERS",
    "Reads",
    "Scope",
    "take_in",
]

ScopeKind = Literal["module", "class", "function", "type parameters", "comprehension"]

MODULE: Final = "module"
CLASS: Final = "class"
FUNCTION: Final = "function"
TYPE_PARAMETERS: Final = "type parameters"
COMPREHENSION: Final = "comprehension"

Reads = dict[str, int]
"""Names, with the first place where each stands."""


def take_in(reads: Reads, more: Reads, moved: int = 0) -> None:
    """Add names to others; `moved` is how far their places have moved."""
    for name, at in more.items():
        known = reads.get(name)
        if known is None or at + moved < known:
            reads[name] = at + moved


class Scope:
    """One scope while its code is read.

    Attributes:
        kind: module, class, function (lambdas, and what type parameters evaluate when they are asked, too),
            type parameters (around a definition, and run with it), or comprehension.
        parent: The scope around it, None for the module's.
        bound: Names that it binds.
        global_names: Names that it declares `global`.
        outer_names: Names that it declares `nonlocal`.
        reads: Names that it reads; in it, and in scopes below that have run when it has.
        late_reads: Those of functions below it.
        annotation_reads: Those of annotations.
        bound_by_functions: Of the module's, names that functions bind through `global`, with the place.
    """

    __slots__ = (
        "annotation_reads",
        "bound",
        "bound_by_functions",
        "global_names",
        "kind",
        "late_reads",
        "outer_names",
        "parent",
        "reads",
    )

    def __init__(self, kind: ScopeKind, parent: Scope | None) -> None:
        self.kind = kind
        self.parent = parent
        self.bound: set[str] = set()
        self.global_names: Reads = {}
        self.outer_names: set[str] = set()
        self.reads: Reads = {}
        self.late_reads: Reads = {}
        self.annotation_reads: Reads = {}
        self.bound_by_functions: Reads = {}

    def read(self, name: str, at: int) -> None:
        """Note that its code reads a name."""
        if name not in self.reads or at < self.reads[name]:
            self.reads[name] = at

    def bind(self, name: str) -> None:
        """Note that its code binds a name."""
        if name in self.global_names:
            if self.parent is not None:
                self.module.bound_by_functions.setdefault(name, self.global_names[name])
        elif name not in self.outer_names:
            self.bound.add(name)

    @property
    def module(self) -> Scope:
        """The scope of the module."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def enclosing(self) -> Scope:
        """The nearest scope around it that its free names are looked up in: classes are skipped."""
        scope = self.parent or self
        while scope.kind == CLASS and scope.parent is not None:
            scope = scope.parent
        return scope

    def binder(self) -> Scope:
        """Return the scope that a walrus in this one binds in: comprehensions bind in that around them."""
        scope = self
        while scope.kind == COMPREHENSION and scope.parent is not None:
            scope = scope.parent
        return scope

    def close(self) -> None:
        """Hand on the names that are not its own, when all of its code is read."""
        around = self.enclosing
        is_late = self.kind == FUNCTION
        self._hand_on(self.reads, around.late_reads if is_late else around.reads)
        self._hand_on(self.late_reads, around.late_reads)
        self._hand_on(self.annotation_reads, around.annotation_reads)

    def _hand_on(self, reads: Reads, into: Reads) -> None:
        bound, global_names = self.bound, self.global_names
        for name, at in reads.items():
            if name in global_names:
                take_in(self.module.late_reads, {name: at})
            elif name not in bound and (name not in into or at < into[name]):
                into[name] = at
