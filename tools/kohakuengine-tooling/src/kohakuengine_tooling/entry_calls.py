"""The entrypoint of a script, found without running it.

What the `__main__` guard calls, directly or inside `sys.exit(...)`, `asyncio.run(...)`, `app.run(main)` and
the like; else what is called at module level; else a `main()` or `run()` that nothing calls. The forms are
listed in docs/reference/entrypoints.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kohakuengine_tooling.expression import Call, CallArgument, Expression, Name, called_name
from kohakuengine_tooling.expression_reading import read_expression
from kohakuengine_tooling.meanings import Meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling.facts import EntrypointKind
    from kohakuengine_tooling.piece import Piece
    from kohakuengine_tooling.script_view import ScriptView
    from kohakuengine_tooling.statement_facts import StatementFacts

__all__ = ["CANONICAL", "Entry", "EntryCall", "find_entries", "said_of_entries"]

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


class EntryCall(NamedTuple):
    """Where a call stands.

    Attributes:
        piece: The statement of the module level.
        number: Which of its calls, from 0.
        offset: Where the call of the entrypoint begins in that.
    """

    piece: Piece
    number: int
    offset: int

    @property
    def owner(self) -> int:
        """Where the statement of the call begins, in that of the module level."""
        return self.piece.facts.calls[self.number].owner

    @property
    def at(self) -> int:
        """Where the call begins in the file."""
        return self.piece.start + self.piece.facts.calls[self.number].value.start + self.offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way into a script. It says the same of a statement that has moved.

    Attributes:
        name: As called, "" for the guard's block.
        kind: Why it is one.
        reason: The same for people.
        call: Where it is called, None where nothing calls it.
        block: For the guard's block, the statement of the module level that holds it.
        framework: Full name of what the function is given to (`fire.Fire`), "" where it is called itself.
    """

    name: str
    kind: EntrypointKind
    reason: str
    call: EntryCall | None = None
    block: Piece | None = None
    framework: str = ""

    def moved(self, pieces: dict[Piece, Piece]) -> Entry:
        """Return it as it is once statements stand in the place of others that said the same of it."""
        call, block = self.call, self.block
        if call is not None and call.piece in pieces:
            return replace(self, call=call._replace(piece=pieces[call.piece]))
        return replace(self, block=pieces[block]) if block is not None and block in pieces else self


class _Called(NamedTuple):
    """A call that may be the entrypoint's."""

    name: str
    is_by_reference: bool
    framework: str
    full_framework: str
    call: EntryCall
    form: str


def find_entries(view: ScriptView) -> list[Entry]:
    """List the entrypoints of a script, best first.

    Order: decorated with `kohakuengine.entrypoint`; called in the guard, or at module level where there is no
    guard (named main, cli, app, run or train first, else the last call of a function of this file, then the
    others); `main()` or `run()` that nothing calls; the guard's block itself.
    """
    meanings = Meanings(view.imported)
    guard = next((piece for piece in view.pieces if piece.facts.guards), None)
    if guard is not None:
        calls = list(_calls(view, meanings, is_guarded=True))
        where = "called in the __main__ guard"
    else:
        calls = [call for call in _calls(view, meanings, is_guarded=False) if _counts_at_module_level(call)]
        where = "called at module level"
    kind: EntrypointKind = "call" if guard is None else "guard"
    entries = [_called_entry(call, kind, where) for call in _ranked(calls)]
    entries = _with_marked(view, meanings, entries)
    if not entries and guard is not None:
        return [Entry(name="", kind="block", reason="the body of the __main__ guard", block=guard)]
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
        for index, site in enumerate(facts.calls):
            if (site.guard is not None) is is_guarded:
                found = _call_of(view, piece, index, meanings)
                if found is not None:
                    yield found


def _call_of(view: ScriptView, piece: Piece, index: int, meanings: Meanings) -> _Called | None:
    """Return the entrypoint call in a statement, None where it holds none."""
    site = piece.facts.calls[index]
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
        call = EntryCall(piece, index, _place(text, framework or found))
        return _Called(found, is_by_reference, framework, name, call, site.form)
    return None


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


def _called_entry(call: _Called, kind: EntrypointKind, where: str) -> Entry:
    reason = f"given to {call.framework}(), {where}" if call.is_by_reference else where
    return Entry(
        name=call.name,
        kind="framework" if call.is_by_reference else kind,
        reason=reason,
        call=call.call,
        framework=call.full_framework,
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
                call=None if called is None else called.call,
                framework="" if called is None else called.framework,
            )
        )
    calls = {entry.call for entry in first}
    return [*first, *(entry for entry in entries if entry.call not in calls)]


def _is_mark(piece: Piece, span: tuple[int, int], meanings: Meanings) -> bool:
    return meanings.called(read_expression(piece.facts.text[span[0] : span[1]])) in _MARKS


def _uncalled(view: ScriptView) -> Iterator[Entry]:
    """Yield `main()` and `run()` where the script defines them and nothing calls them."""
    for name in _CALLED_AFTER:
        if name in view.functions and not _is_called(view, name):
            reason = f"{name}() is defined, and nothing calls it"
            yield Entry(name=name, kind="function", reason=reason)


def _is_called(view: ScriptView, name: str) -> bool:
    """Say whether a statement other than a function or class reads the name."""
    for piece in view.pieces:
        facts = piece.facts
        is_definition = facts.kind in ("def", "class", "async", "@")
        if not is_definition and (name in facts.reads or name in facts.late_reads):
            return True
    return False
