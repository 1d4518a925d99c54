"""The entrypoint of a script, found without running it.

What the `__main__` guard calls, directly or inside `sys.exit(...)`, `asyncio.run(...)`, `app.run(main)` and
the like; else what is called at module level; else a `main()` or `run()` that nothing calls. The forms are
listed in docs/reference/entrypoints.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.call_text import find_calls
from kohakuengine_tooling.expression import Call, CallArgument, Expression, Name, called_name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.meanings import Meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.call_text import ArgumentPart
    from kohakuengine_tooling.facts import EntrypointKind
    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import CallSite, FunctionFacts, StatementFacts

__all__ = ["CANONICAL", "Entry", "find_entries", "said_of_entries"]

CANONICAL: Final = ("main", "cli", "app", "run", "train")
_CALLED_AFTER: Final = ("main", "run")
_MARKS: Final = ("kohakuengine.entrypoint", "kohakuengine.engine.entrypoint")
_EXITS: Final = ("sys.exit", "exit", "quit", "os._exit", "SystemExit")
_RUNNERS: Final = (
    "asyncio.run",
    "anyio.run",
    "trio.run",
    "uvloop.run",
    "asyncio.get_event_loop.run_until_complete",
    "loop.run_until_complete",
)
_TAKERS: Final = ("run", "Fire", "cli")
_PARSERS: Final = ("simple_parsing.parse",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way into a script, placed in the file.

    Attributes:
        name: As called, "" for the guard's block.
        kind: Why it is one.
        reason: The same for people.
        function: Its definition in this file with the statement that holds it, or None.
        owner: Where the statement of the call begins, None where nothing calls it.
        call_at: Where the call stands, None where nothing calls it.
        block_at: Where the guard begins, for its block.
        framework: Full name of what the function is given to (`fire.Fire`), "" where it is called itself.
        arguments: Of the call, None where nothing calls it, or a framework does.
    """

    name: str
    kind: EntrypointKind
    reason: str
    function: tuple[FunctionFacts, Piece] | None = None
    owner: int | None = None
    call_at: int | None = None
    block_at: int | None = None
    framework: str = ""
    arguments: tuple[ArgumentPart, ...] | None = None


class _Called(NamedTuple):
    """A call that may be the entrypoint's."""

    name: str
    is_by_reference: bool
    framework: str
    full_framework: str
    owner: int
    at: int
    form: str
    is_guarded: bool
    arguments: tuple[ArgumentPart, ...] | None


def find_entries(view: ScriptView) -> list[Entry]:
    """List the entrypoints of a script, best first.

    Order: decorated with `kohakuengine.entrypoint`; called in the guard, or at module level where there is no
    guard (named main, cli, app, run or train first, else the last call of a function of this file, then the
    others); `main()` or `run()` that nothing calls; the guard's block itself.
    """
    meanings = Meanings(view.imported)
    guard_at = next((p.start + at for p in view.pieces for at in p.facts.guards), None)
    if guard_at is not None:
        calls = list(_calls(view, meanings, is_guarded=True))
        where = "called in the __main__ guard"
    else:
        calls = [call for call in _calls(view, meanings, is_guarded=False) if _counts_at_module_level(call)]
        where = "called at module level"
    kind: EntrypointKind = "call" if guard_at is None else "guard"
    entries = [_called_entry(view, call, kind, where) for call in _ranked(calls)]
    entries = _with_marked(view, meanings, entries)
    if not entries and guard_at is not None:
        return [Entry(name="", kind="block", reason="the body of the __main__ guard", block_at=guard_at)]
    return entries or list(_uncalled(view))


def said_of_entries(facts: StatementFacts) -> tuple[object, ...]:
    """Return all that the entrypoints of a script depend on in one statement, to be compared."""
    text = facts.text
    return (
        facts.kind,
        len(facts.guards),
        facts.imports,
        [(text[call.value.start : call.value.end], call.form, call.guard is None) for call in facts.calls],
        [
            (one.name, one.is_of_module, [text[start:end] for start, end in one.decorators])
            for one in facts.functions
        ],
        [name in facts.reads or name in facts.late_reads for name in _CALLED_AFTER],
    )


def _calls(view: ScriptView, meanings: Meanings, *, is_guarded: bool) -> Iterator[_Called]:
    for piece in view.pieces:
        facts = piece.facts
        # Without a guard, a call counts as a statement of its own or inside `with` and `try`.
        if not is_guarded and facts.kind in ("if", "for", "while"):
            continue
        for site in facts.calls:
            if (site.guard is not None) is is_guarded:
                found = _call_of(view, piece, site, meanings)
                if found is not None:
                    yield found


def _call_of(view: ScriptView, piece: Piece, site: CallSite, meanings: Meanings) -> _Called | None:
    """Return the entrypoint call in a statement, None where it holds none."""
    start, end = site.value
    text = piece.facts.text[start:end]
    expression: Expression = read_expression(text)
    functions = view.functions
    while isinstance(expression, Call):
        if isinstance(expression.function, Call):  # `main()()` calls what main() returns
            expression = expression.function
            continue
        name = meanings.called(expression.function)
        argument = _first(expression.arguments)
        is_runner = name in _RUNNERS or name.endswith(".run_until_complete")
        if isinstance(argument, Call) and (name in _EXITS or is_runner):
            expression = argument
            continue
        is_by_reference = isinstance(argument, Name) and argument.name in functions
        if is_by_reference and (is_runner or _takes_function(name)):
            found, framework = argument.name, called_name(expression.function)  # type: ignore[union-attr]
        else:
            name = framework = ""
            is_by_reference = False
            found = called_name(expression.function)
            if found not in CANONICAL and found not in functions:
                return None
        at = piece.start + start + _place(text, framework or found)
        owner = piece.start + site.owner
        arguments = None if is_by_reference else _arguments(text, found, expression)
        is_guarded = site.guard is not None
        return _Called(found, is_by_reference, framework, name, owner, at, site.form, is_guarded, arguments)
    return None


def _arguments(text: str, function: str, call: Call) -> tuple[ArgumentPart, ...]:
    """Return the arguments of the call of a function in a statement, as they stand."""
    last = function.rpartition(".")[2]
    found = find_calls(text, last.__eq__) if call.arguments else ()
    return next((one.arguments for one in found if one.function == function), ())


def _first(arguments: tuple[CallArgument, ...]) -> Expression | None:
    """Return the first positional argument, None where there is none that stands by itself."""
    first = next((one for one in arguments if one.name is None and one.stars != "**"), None)
    return None if first is None or first.stars else first.value


def _takes_function(name: str) -> bool:
    """Say whether a call hands a function to a framework (`app.run(main)`)."""
    return name in _PARSERS or name.rpartition(".")[2] in _TAKERS


def _place(text: str, name: str) -> int:
    """Return where a call begins in its statement: most statements are the call."""
    first = name.partition(".")[0]
    at = text.find(first)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] in "._"):
        at = text.find(first, at + 1)
    return max(at, 0)


def _counts_at_module_level(call: _Called) -> bool:
    """Say whether a call without a guard is an entrypoint: `x = helper(3)` declares `x`."""
    return call.name in CANONICAL or call.is_by_reference or call.form != "assignment"


def _called_entry(view: ScriptView, call: _Called, kind: EntrypointKind, where: str) -> Entry:
    reason = f"given to {call.framework}(), {where}" if call.is_by_reference else where
    return Entry(
        name=call.name,
        kind="framework" if call.is_by_reference else kind,
        reason=reason,
        function=view.functions.get(call.name),
        owner=call.owner,
        call_at=call.at,
        framework=call.full_framework,
        arguments=call.arguments,
    )


def _ranked(calls: list[_Called]) -> list[_Called]:
    """Order calls: canonical names first, else the last call of this file's functions first."""
    if any(map(_is_named, calls)):
        return sorted(calls, key=lambda call: not _is_named(call))
    return [*calls[-1:], *calls[:-1]]


def _is_named(call: _Called) -> bool:
    return call.name in CANONICAL or call.is_by_reference


def _with_marked(view: ScriptView, meanings: Meanings, entries: list[Entry]) -> list[Entry]:
    """Put marked functions first; where the script calls one, that call is the entrypoint."""
    first: list[Entry] = []
    by_name = {entry.name: entry for entry in reversed(entries)}
    for function, piece in view.functions.values():
        if not any(_is_mark(piece, span, meanings) for span in function.decorators):
            continue
        called = by_name.get(function.name)
        first.append(
            Entry(
                name=function.name,
                kind="decorator",
                reason="marked with @kohakuengine.entrypoint",
                function=(function, piece),
                owner=None if called is None else called.owner,
                call_at=None if called is None else called.call_at,
                framework="" if called is None else called.framework,
                arguments=None if called is None else called.arguments,
            )
        )
    owners = {entry.owner for entry in first}
    return [*first, *(entry for entry in entries if entry.owner not in owners)]


def _is_mark(piece: Piece, span: tuple[int, int], meanings: Meanings) -> bool:
    return meanings.called(read_expression(piece.facts.text[span[0] : span[1]])) in _MARKS


def _uncalled(view: ScriptView) -> Iterator[Entry]:
    """Yield `main()` and `run()` where the script defines them and nothing calls them."""
    for name in _CALLED_AFTER:
        function = view.functions.get(name)
        if function is not None and not _is_called(view, name):
            reason = f"{name}() is defined, and nothing calls it"
            yield Entry(name=name, kind="function", reason=reason, function=function)


def _is_called(view: ScriptView, name: str) -> bool:
    """Say whether a statement other than a function or class reads the name."""
    for piece in view.pieces:
        facts = piece.facts
        is_definition = facts.kind in ("def", "class", "async", "@")
        if not is_definition and (name in facts.reads or name in facts.late_reads):
            return True
    return False
