"""One script, read by the engine and by the tooling: what they say differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kohakuengine.engine.facts import read_script as read_lightly
from kohakuengine_tooling.script_reading import read_script_text

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling import ScriptFacts


def disagreements(path: Path) -> list[str]:
    """Compare both readings of a script that is Python; return a line for each difference."""
    light = read_lightly(path)
    rich = read_script_text(path.read_text(encoding="utf-8"), str(path))
    found = _compare("entrypoints", map(_entry, light.entrypoints), map(_entry_of_tooling, rich.entrypoints))
    theirs = {one.name: _parameter(one) for one in light.parameters}
    ours = {one.name: _parameter(one) for one in _listed(rich, set(theirs))}
    return found + _compare("parameters", sorted(theirs.items()), sorted(ours.items()))


def _listed(facts: ScriptFacts, known: set[str]) -> list[Any]:
    """Return what the light reading lists too: no paths, and only declared names of what cannot be set."""
    parameters = [one for one in facts.parameters if one.kind != "path"]
    return [one for one in parameters if one.name in known or one.is_overridable]


def _parameter(parameter: Any) -> tuple[Any, ...]:
    said = (parameter.kind, parameter.is_overridable, parameter.reason)
    if parameter.kind == "read":
        return said
    return (*said, parameter.line, list(parameter.lines), parameter.default)


def _entry(entry: Any) -> tuple[Any, ...]:
    taken = [(name, default, kind) for name, default, kind in entry.parameters]
    return entry.name, entry.kind, entry.line, entry.call_line, entry.reason, entry.is_async, taken


def _entry_of_tooling(entry: Any) -> tuple[Any, ...]:
    taken = [(one.name, one.default, one.kind) for one in entry.parameters]
    return entry.name, entry.kind, entry.line, entry.call_line, entry.reason, entry.is_async, taken


def _compare(what: str, theirs: Any, ours: Any) -> list[str]:
    light, rich = list(theirs), list(ours)
    if what == "entrypoints" and light != rich:
        return [f"{what}: {light} by the engine, {rich} by the tooling"]
    found = [f"{what}: {one} by the engine alone" for one in light if one not in rich]
    return found + [f"{what}: {one} by the tooling alone" for one in rich if one not in light]
