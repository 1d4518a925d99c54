"""What holds of the facts of any text, whatever it is."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

from kohakuengine_tooling import facts_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kohakuengine_tooling import Parameter, ScriptFacts

__all__ = ["broken_invariants"]

_CODES = ("KE504", "KE505", "KE506")


def broken_invariants(text: str, facts: ScriptFacts) -> Iterator[str]:
    """Yield what does not hold."""
    lines = text.split("\n")
    for parameter in facts.parameters:
        for problem in _of_parameter(parameter, text, lines):
            yield f"{parameter.name}: {problem}"
    names = [parameter.name for parameter in facts.parameters if parameter.kind == "global"]
    if len(names) != len(set(names)):
        yield "a global is listed twice"
    places = [option.line for option in facts.options] + [entry.line for entry in facts.entrypoints]
    places += [entry.call_line for entry in facts.entrypoints if entry.call_line is not None]
    places += [one.line for one in facts.diagnostics]
    if not all(1 <= line <= len(lines) for line in places):
        yield f"a line that the file has not: {places}"
    if [one.line for one in facts.diagnostics] != sorted(one.line for one in facts.diagnostics):
        yield "diagnostics out of order"
    if any(one.code not in _CODES or not one.message for one in facts.diagnostics):
        yield "an unknown diagnostic"
    if (facts.error is not None) != any(one.severity == "error" for one in facts.diagnostics):
        yield "an error without a diagnostic, or the other way round"
    json.dumps(facts_json(facts))


def _of_parameter(parameter: Parameter, text: str, lines: list[str]) -> Iterator[str]:
    if not 1 <= parameter.line <= len(lines):
        yield f"line {parameter.line}"
        return
    line = lines[parameter.line - 1]
    if not 0 <= parameter.column <= len(line):
        yield f"column {parameter.column} of line {parameter.line}"
    if not all(1 <= one <= len(lines) for one in (*parameter.lines, *parameter.transformations)):
        yield f"lines {parameter.lines}, {parameter.transformations}"
    if list(parameter.lines) != sorted(parameter.lines):
        yield f"lines out of order: {parameter.lines}"
    if parameter.is_overridable != (parameter.reason is None):
        yield "overridable and a reason, or neither"
    if not parameter.is_static and parameter.value is not None:
        yield "a value that is not static"
    if parameter.default is not None and parameter.default not in text:
        yield f"a default that is not in the text: {parameter.default!r}"
    if parameter.is_overridable and parameter.kind in ("global", "member"):
        name = parameter.name.rpartition(".")[2]
        there = unicodedata.normalize("NFKC", line[parameter.column :])
        if not there.startswith(name):
            yield f"it is not at {parameter.line}:{parameter.column}: {there[:30]!r}"
