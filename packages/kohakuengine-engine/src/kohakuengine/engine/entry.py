"""The entrypoint of a script, found without running it.

The forms are listed in docs/reference/entrypoints.md: what the `__main__` guard calls, directly or inside
`sys.exit(...)`, `asyncio.run(...)`, `app.run(main)` and the like; else what is called at module
level; else a `main()` or `run()` that nothing calls.
"""

from __future__ import annotations

import _ast

from kohakuengine.config.tree import FUNCTIONS, TRIES, WITHS, absolute_imports, called_name, full_name, walk
from kohakuengine.engine.bindings import (
    CLASS,
    DECLARATION,
    FUNCTION,
    IMPORT,
    Bindings,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Final, Literal

    EntryKind = Literal["guard", "call", "function", "decorator", "framework", "block"]

# Why a function is taken for the entrypoint.
GUARD_CALL: Final = "guard"
MODULE_CALL: Final = "call"
UNCALLED: Final = "function"  # nothing calls it
MARKED: Final = "decorator"
BY_FRAMEWORK: Final = "framework"  # given to one, as in `app.run(main)`
GUARD_BLOCK: Final = "block"  # no function: the body of the guard

_NESTING: Any = (_ast.If, *WITHS, *TRIES)
_COMPOUND: Any = (*_NESTING, _ast.For, _ast.While)
CANONICAL = ("main", "cli", "app", "run", "train")
_CALLED_AFTER = ("main", "run")
_MARKS = ("kohakuengine.entrypoint", "kohakuengine.engine.entrypoint")
_EXITS = {"sys.exit", "exit", "quit", "os._exit", "SystemExit"}
_RUNNERS = {
    "asyncio.run",
    "anyio.run",
    "trio.run",
    "uvloop.run",
    "asyncio.get_event_loop.run_until_complete",
    "loop.run_until_complete",
}
_FRAMEWORKS = {
    "app.run",
    "fire.Fire",
    "Fire",
    "tyro.cli",
    "typer.run",
    "absl.app.run",
    "simple_parsing.parse",
}


class Entry:
    """One way into a script.

    Attributes:
        name: Function as written (`main`, `Trainer.run`), or "" for a guard's block without a call.
        kind: One of this module's kinds of entrypoints.
        line: 1-based line of the definition, or of the call where it is not in this file.
        call_line: 1-based line of the call, None where nothing calls it.
        reason: Why it is listed, for people.
        call: The call whose arguments a config replaces, None where nothing calls it.
        result: The call whose value is the run's result (`asyncio.run(main())`, not `main()`).
        is_by_reference: Whether `call` receives the function as its first argument.
        statement: The statement of the call, None where nothing calls it.
        guard: The `if` around the call, None where it stands at module level.
        top: Index of the module-level statement around the call.
        definition: The `def` in this file, or None.
    """

    __slots__ = (
        "call",
        "call_line",
        "definition",
        "guard",
        "is_by_reference",
        "kind",
        "line",
        "name",
        "reason",
        "result",
        "statement",
        "top",
    )

    def __init__(
        self,
        *,
        name: str,
        kind: EntryKind,
        reason: str,
        definition: Any = None,
        found: _Call | None = None,
        line: int = 1,
    ) -> None:
        self.name = name
        self.kind: EntryKind = kind
        self.reason = reason
        self.definition = definition
        self.call = found.call if found else None
        self.result = found.result if found else None
        self.is_by_reference = found.is_by_reference if found else False
        self.statement = found.statement if found else None
        self.guard: Any = found.guard if found else None
        self.top = found.top if found else None
        self.call_line = found.call.lineno if found else None
        self.line = definition.lineno if definition is not None else (self.call_line or line)

    @property
    def is_async(self) -> bool:
        """Whether the function is a coroutine function of this file."""
        return isinstance(self.definition, _ast.AsyncFunctionDef)


class _Call:
    """A call that may be the entrypoint: the call, its statement, and where that stands."""

    __slots__ = ("call", "guard", "is_by_reference", "name", "result", "statement", "top")

    def __init__(self, *, name: str, call: _ast.Call, result: _ast.Call, is_by_reference: bool) -> None:
        self.name = name
        self.call = call
        self.result = result
        self.is_by_reference = is_by_reference
        self.statement: Any = None
        self.guard: Any = None
        self.top = 0


def find_entries(tree: _ast.Module) -> list[Entry]:
    """List the entrypoints of a script, best first.

    Order: decorated with `kohakuengine.entrypoint`; called in the guard, or at module level where
    there is no guard (named main, cli, app, run or train first, else the last call of a function of
    this file, then the others); `main()` or `run()` that nothing calls; the guard's block itself.
    """
    known = _Known(tree)
    functions = known.functions
    marked = [function for function in functions.values() if _is_marked(function, known)]
    guards = list(find_guards(tree))
    if guards:
        calls = [call for guard, top in guards for call in _calls(guard.body, guard, top, known)]
    else:
        calls = list(_module_calls(tree, known))
    where = "called in the __main__ guard" if guards else "called at module level"
    kind: EntryKind = GUARD_CALL if guards else MODULE_CALL
    entries = [_called_entry(found, functions, kind, where) for found in _ranked(calls)]
    entries = [*_marked_entries(marked, entries), *entries]
    if not entries and guards:
        entries = [_block(*guards[0])]
    return entries or list(_uncalled(tree, known.functions))


def _called_entry(found: _Call, functions: dict[str, Any], kind: EntryKind, where: str) -> Entry:
    reason = where
    if found.is_by_reference:
        kind, reason = BY_FRAMEWORK, f"given to {called_name(found.call.func)}(), {where}"
    return Entry(
        name=found.name,
        kind=kind,
        reason=reason,
        definition=functions.get(found.name),
        found=found,
    )


def _marked_entries(marked: list[Any], entries: list[Entry]) -> list[Entry]:
    """Put marked functions first; where the script calls one, that call is the entrypoint."""
    first: list[Entry] = []
    for function in marked:
        called = next((entry for entry in entries if entry.name == function.name), None)
        if called is not None:
            entries.remove(called)
        entry = called or Entry(name=function.name, kind=MARKED, reason="", definition=function)
        entry.kind, entry.reason = MARKED, "marked with @kohakuengine.entrypoint"
        first.append(entry)
    return first


def _block(guard: _ast.If, top: int) -> Entry:
    entry = Entry(name="", kind=GUARD_BLOCK, reason="the body of the __main__ guard", line=guard.lineno)
    entry.top, entry.guard = top, guard
    return entry


def find_guards(tree: _ast.Module) -> Iterator[tuple[_ast.If, int]]:
    """Yield the `if __name__ == "__main__"` statements at module level, with their top index."""
    for top, statement in enumerate(tree.body):
        stack: list[Any] = [statement] if isinstance(statement, _NESTING) else []
        while stack:
            node = stack.pop()
            if isinstance(node, _ast.If):
                if guard_compare(node.test) is not None:
                    yield node, top
                    continue
                stack.extend(reversed([*node.body, *node.orelse]))
            elif isinstance(node, WITHS):
                stack.extend(reversed(node.body))
            elif isinstance(node, TRIES):
                stack.extend(reversed([*node.body, *node.orelse, *node.finalbody]))


def guard_compare(test: _ast.expr) -> _ast.Compare | None:
    """Return the comparison of `__name__` with "__main__" in a guard's test, None if there is none.

    Either order, and as an operand of `and`; `!=` is not a guard but its opposite.
    """
    stack: list[Any] = [test]
    while stack:
        node = stack.pop()
        if isinstance(node, _ast.Compare):
            if is_name_compare(node) and isinstance(node.ops[0], _ast.Eq):
                return node
        elif isinstance(node, _ast.BoolOp) and isinstance(node.op, _ast.And):
            stack.extend(node.values)
    return None


def is_name_compare(node: Any) -> bool:
    """Say whether an expression compares `__name__` with the string "__main__"."""
    if not isinstance(node, _ast.Compare) or len(node.ops) != 1:
        return False
    sides = [node.left, node.comparators[0]]
    names = [s for s in sides if isinstance(s, _ast.Name) and s.id == "__name__"]
    texts = [s for s in sides if isinstance(s, _ast.Constant) and s.value == "__main__"]
    return len(names) == 1 and len(texts) == 1


def _definitions(tree: _ast.Module) -> Iterator[Any]:
    """Yield the functions at module level, in `if`, `try` and `with` too, in source order."""
    stack = list(reversed(tree.body))
    while stack:
        node: Any = stack.pop()
        if isinstance(node, FUNCTIONS):
            yield node
        elif isinstance(node, _NESTING):
            below = [*node.body, *(s for handler in getattr(node, "handlers", ()) for s in handler.body)]
            below += [*getattr(node, "orelse", ()), *getattr(node, "finalbody", ())]
            stack.extend(reversed(below))


def _is_marked(function: Any, known: _Known) -> bool:
    return any(known.full_name(decorator) in _MARKS for decorator in function.decorator_list)


def find_uncalled(tree: _ast.Module) -> Iterator[Entry]:
    """Yield `main()` and `run()` where the script defines them and nothing calls them."""
    return _uncalled(tree, {n.name: n for n in _definitions(tree)})


def _uncalled(tree: _ast.Module, functions: dict[str, Any]) -> Iterator[Entry]:
    for name in _CALLED_AFTER:
        if name in functions and not _is_called(tree, name):
            reason = f"{name}() is defined, and nothing calls it"
            yield Entry(name=name, kind=UNCALLED, reason=reason, definition=functions[name])


def _is_called(tree: _ast.Module, name: str) -> bool:
    return any(
        isinstance(node, _ast.Name) and node.id == name and isinstance(node.ctx, _ast.Load)
        for statement in tree.body
        if not isinstance(statement, (*FUNCTIONS, _ast.ClassDef))
        for node in walk(statement)
    )


class _Known:
    """What the calls of a script can be recognised by: its functions and what it imports."""

    __slots__ = ("functions", "imported")

    def __init__(self, tree: _ast.Module) -> None:
        self.functions: dict[str, Any] = {n.name: n for n in _definitions(tree)}
        self.imported = absolute_imports(tree.body)

    def full_name(self, function: _ast.expr) -> str:
        """Return the dotted name of what is called, imports resolved: `run` may be `asyncio.run`."""
        return full_name(called_name(function), self.imported)


def _calls(statements: list[Any], guard: Any, top: int, known: _Known) -> Iterator[_Call]:
    """Yield the calls that may be the entrypoint, in source order."""
    stack: list[Any] = list(reversed(statements))
    while stack:
        statement = stack.pop()
        if isinstance(statement, _COMPOUND):
            below = [
                *statement.body,
                *getattr(statement, "orelse", ()),
                *getattr(statement, "finalbody", ()),
            ]
            stack.extend(reversed(below))
            continue
        found = _call_of(statement, known)
        if found is not None:
            found.statement = statement
            found.guard, found.top = guard, top
            yield found


def _module_calls(tree: _ast.Module, known: _Known) -> Iterator[_Call]:
    """Yield the entrypoint calls of a script without a guard.

    `x = helper(3)` at module level is a declaration of `x`; only a bare call, or one of a
    canonical name, is an entrypoint there.
    """
    for top, statement in enumerate(tree.body):
        if not isinstance(statement, (*WITHS, *TRIES)) and not _is_of_call(statement):
            continue
        for found in _calls([statement], None, top, known):
            is_bare = not isinstance(found.statement, (_ast.Assign, _ast.AnnAssign))
            if found.name in CANONICAL or found.is_by_reference or is_bare:
                yield found


def _is_of_call(statement: Any) -> bool:
    """Say whether a statement is a call or takes its value from one, as few of a long script do."""
    value = getattr(statement, "value", None) or getattr(statement, "exc", None)
    return isinstance(value, (_ast.Call, _ast.Await))


def _call_of(statement: Any, known: _Known) -> _Call | None:
    """Return the entrypoint call in a statement, None if it holds none."""
    if isinstance(statement, _ast.Raise):
        expression = statement.exc
    elif isinstance(statement, (_ast.Expr, _ast.Assign, _ast.AnnAssign)):
        expression = statement.value
    else:
        return None
    result: Any = None
    functions = known.functions
    while isinstance(expression, (_ast.Call, _ast.Await)):
        if isinstance(expression, _ast.Await):
            expression = expression.value
            continue
        if isinstance(expression.func, _ast.Call):  # `main()()` calls what main() returns
            result = result or expression
            expression = expression.func
            continue
        name = known.full_name(expression.func)
        argument: Any = expression.args[0] if expression.args else None
        is_runner = name in _RUNNERS or name.endswith(".run_until_complete")
        if name in _EXITS and isinstance(argument, _ast.Call):
            expression = argument
        elif is_runner and isinstance(argument, _ast.Call):
            result = result or expression
            expression = argument
        elif _takes_function(name, argument, functions) or (
            is_runner and isinstance(argument, _ast.Name) and argument.id in functions
        ):
            return _Call(name=argument.id, call=expression, result=result or expression, is_by_reference=True)
        else:
            return _plain_call(called_name(expression.func), expression, result or expression, functions)
    return None


def _takes_function(name: str, argument: Any, functions: dict[str, Any]) -> bool:
    """Say whether a call hands a function of this file to a framework (`app.run(main)`)."""
    if not isinstance(argument, _ast.Name):
        return False
    is_framework = name in _FRAMEWORKS or name.rpartition(".")[2] in ("run", "Fire", "cli")
    return is_framework and argument.id in functions


def _plain_call(name: str, call: _ast.Call, result: _ast.Call, functions: dict[str, Any]) -> _Call | None:
    is_named = name in CANONICAL or name in functions
    return _Call(name=name, call=call, result=result, is_by_reference=False) if is_named else None


def _ranked(calls: list[_Call]) -> list[_Call]:
    """Order calls: canonical names first, else the last call of this file's functions first."""
    named = [c for c in calls if c.name in CANONICAL or c.is_by_reference]
    rest = [c for c in calls if c not in named]
    if named:
        return [*named, *rest]
    return [*rest[-1:], *rest[:-1]]


def module_has(bindings: Bindings, name: str) -> bool:
    """Say whether a script binds a name that could be called."""
    data = (_ast.Constant, _ast.Tuple, _ast.List, _ast.Dict, _ast.Set, _ast.JoinedStr)
    return any(
        site.kind in (FUNCTION, CLASS, IMPORT)
        or (site.kind == DECLARATION and not isinstance(site.value, data))
        for site in bindings.sites.get(name, ())
    )
