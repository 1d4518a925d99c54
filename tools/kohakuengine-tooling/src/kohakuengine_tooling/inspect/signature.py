"""What a script runs, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.inspect.cells import on_one_line, printable, shorten

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import Argument, Entrypoint, ScriptFacts

__all__ = ["entry_sentences", "signature_text"]

_WIDEST_DEFAULT = 30
_STARS = {"varargs": "*", "varkeywords": "**"}


def entry_sentences(facts: ScriptFacts) -> list[str]:
    """Say what a script runs; what else can be called follows, a sentence each. [] for a flat script."""
    if not facts.entrypoints:
        return ["is not read whole"] if facts.error is not None and facts.parameters else []
    first, *others = facts.entrypoints
    return [_first_sentence(first), *(_other_sentence(one) for one in others if one.name)]


def _first_sentence(entry: Entrypoint) -> str:
    line = entry.call_line or entry.line
    if entry.kind == "block" or not entry.name:
        return f"runs the block of its __main__ guard, line {line}"
    call = signature_text(entry)
    if entry.kind == "guard":
        return f"runs {call} from its __main__ guard, line {line}"
    if entry.kind == "function":
        return f"calls nothing; {call}, line {line}, is called where a config or --entrypoint is given"
    return f"runs {call}, line {line}: {printable(on_one_line(entry.reason))}"


def _other_sentence(entry: Entrypoint) -> str:
    line = entry.call_line or entry.line
    return f"or {signature_text(entry)}, line {line}: {printable(on_one_line(entry.reason))}"


def signature_text(entry: Entrypoint) -> str:
    """Write a function with what a plain run gives it; `main(...)` where it is not of this file.

    >>> from kohakuengine_tooling import Argument, Entrypoint
    >>> device = Argument(name="device", type="str", default='"cpu"', kind="keyword")
    >>> print(signature_text(Entrypoint(
    ...     name="main", kind="guard", line=8, call_line=12, reason="", is_async=False, parameters=(device,)
    ... )))
    main(device="cpu")
    """
    awaited = "async " if entry.is_async else ""
    is_elsewhere = not entry.parameters and entry.line == entry.call_line
    inside = "..." if is_elsewhere else ", ".join(map(_argument_text, entry.parameters))
    return printable(f"{awaited}{entry.name}({inside})")


def _argument_text(argument: Argument) -> str:
    name = _STARS.get(argument.kind, "") + argument.name
    if argument.is_passed is None:
        return f"{name}=..."
    return name if argument.default is None else f"{name}={shorten(argument.default, _WIDEST_DEFAULT)}"
