"""Which names an expression or a whole script reads, by Python's scoping rules."""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import COMPREHENSIONS, FUNCTIONS, children, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def reads_name(expression: _ast.AST, name: str) -> bool:
    """Say whether an expression at module level reads a global of this name.

    Parameters of a lambda and targets of a comprehension hide the global inside it.
    """
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, _ast.Name):
            if node.id == name and isinstance(node.ctx, _ast.Load):
                return True
        elif isinstance(node, _ast.Lambda) and name in argument_names(node.args):
            stack.extend([*node.args.defaults, *(d for d in node.args.kw_defaults if d)])
        elif isinstance(node, COMPREHENSIONS) and name in _targets(node):
            stack.append(node.generators[0].iter)
        else:
            stack.extend(children(node))
    return False


def argument_names(arguments: _ast.arguments) -> set[str]:
    """Return the names of all parameters of a function or lambda."""
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [one for one in (arguments.vararg, arguments.kwarg) if one]
    return {one.arg for one in every}


def _targets(comprehension: Any) -> set[str]:
    return {
        node.id
        for generator in comprehension.generators
        for node in walk(generator.target)
        if isinstance(node, _ast.Name)
    }


def global_names(source: bytes | str, path: str) -> tuple[set[str], set[str]]:
    """Return the names that a script reads as globals, and those that functions bind as globals.

    The rules are those of the compiler itself (`symtable`).
    """
    import _symtable  # type: ignore[import-not-found]

    reads: set[str] = set()
    bound: set[str] = set()
    top = _symtable.symtable(source, path, "exec")
    scopes = (_symtable.GLOBAL_IMPLICIT, _symtable.GLOBAL_EXPLICIT)
    offset, mask = _symtable.SCOPE_OFF, _symtable.SCOPE_MASK
    stack = [top]
    while stack:
        block = stack.pop()
        stack.extend(block.children)
        for name, flags in block.symbols.items():
            is_global = (flags >> offset) & mask in scopes
            # From 3.12 on the variables of comprehensions appear in the scope around them, as locals.
            is_annotated = block is top and bool(flags & _symtable.DEF_ANNOT)
            if flags & _symtable.USE and (is_global or is_annotated):
                reads.add(name)
            is_bound = flags & (_symtable.DEF_LOCAL | _symtable.DEF_IMPORT)
            if is_bound and flags & _symtable.DEF_GLOBAL and block is not top:
                bound.add(name)
    return reads, bound


def first_read(tree: _ast.Module, name: str) -> int:
    """Return the line (1-based) on which a name is first read, 1 where no line can be named."""
    for node in walk(tree):
        if isinstance(node, _ast.Name) and node.id == name and isinstance(node.ctx, _ast.Load):
            return node.lineno
    return 1


def global_statements(tree: _ast.Module, name: str) -> list[int]:
    """Return the lines (1-based) of `global NAME` statements in functions and classes."""
    return [n.lineno for n in walk(tree) if isinstance(n, _ast.Global) and name in n.names]


def global_assignments(tree: _ast.Module, name: str) -> list[tuple[int, bool]]:
    """Find the assignments to a global inside functions that declare it `global`.

    Returns:
        Line (1-based) of each, and whether it computes the new value from the old (`n += 1`).
    """
    found: list[tuple[int, bool]] = []
    for function in walk(tree):
        if not isinstance(function, FUNCTIONS):
            continue
        inside = list(walk(function))
        if any(isinstance(node, _ast.Global) and name in node.names for node in inside):
            found += [binding for node in inside for binding in _binding(node, name)]
    return found


def _binding(node: Any, name: str) -> list[tuple[int, bool]]:
    if isinstance(node, _ast.AugAssign) and getattr(node.target, "id", None) == name:
        return [(node.lineno, True)]
    if isinstance(node, (_ast.Name, _ast.Attribute)):
        return []
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    names = [n for target in targets if target is not None for n in walk(target)]
    is_stored = any(
        isinstance(n, _ast.Name) and n.id == name and isinstance(n.ctx, _ast.Store) for n in names
    )
    if not is_stored:
        return []
    value = getattr(node, "value", None)
    return [(node.lineno, value is not None and reads_name(value, name))]
