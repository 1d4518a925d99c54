"""The facts of one script against the engine: does it do what they say, and refuse the rest as they say?

The engine is asked as a run would ask it: each name goes through the search for its target, and through the
compiler. Nothing of a script is executed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from kohakuengine.config import KohakuError
from kohakuengine.config.errors import AmbiguousNameError
from kohakuengine.config.overrides import Override
from kohakuengine.engine.compiler import compile_script
from kohakuengine.engine.facts import read_script
from kohakuengine.engine.prepare import compile_key
from kohakuengine.engine.reading import Reading
from kohakuengine.engine.request import RunRequest
from kohakuengine.engine.targets import Target, find_target

from .tally import Tallies

if TYPE_CHECKING:
    from kohakuengine.engine.facts import EntryCandidate, ScriptReading
    from kohakuengine_tooling import Entrypoint, Parameter, ScriptFacts

READABLE = "scripts read"
OVERRIDDEN = "listed as overridable, overridden"
REPLACED = "lines replaced"
REFUSED = "listed as not overridable, refused for the same reason"
COMPLETE = "overridden by the engine, listed as overridable"
ENTRYPOINTS = "entrypoints"
OPTIONS = "options"
RUN_LANDS = "really run: set to its own value, lands"
RUN_REFUSES = "really run: refused for the reason that facts give"
FIGURES = (READABLE, OVERRIDDEN, REPLACED, REFUSED, COMPLETE, ENTRYPOINTS, RUN_LANDS, RUN_REFUSES)
"""Those in which nothing may differ. Of options the engine reads no more than it needs."""


def agree(script: str, path: str | os.PathLike[str], facts: ScriptFacts) -> Tallies:
    """Compare facts with the engine.

    Args:
        script: How it is named in what differs.
        path: Where it is.
        facts: What is said of it.
    """
    tallies = Tallies()
    try:
        reading = read_script(path)
    except (KohakuError, SyntaxError) as error:
        said = None if facts.error else f"{script}: facts have no error, the engine says {error}"
        tallies.count(READABLE, said)
        return tallies
    tallies.count(READABLE, facts.error and f"{script}: facts say {facts.error}, the engine reads it")
    _Agreement(script, os.fspath(path), facts, reading, tallies)
    return tallies


class _Agreement:
    def __init__(
        self, script: str, path: str, facts: ScriptFacts, reading: ScriptReading, tallies: Tallies
    ) -> None:
        self._script = script
        self._path = path
        with open(path, "rb") as file:
            self._source = file.read()
        self._reading = Reading(self._source, path)
        self._tallies = tallies
        for parameter in facts.parameters:
            if parameter.is_overridable:
                self._overridable(parameter)
            else:
                self._refused(parameter)
        self._complete(facts, reading)
        self._entrypoints(facts, reading)
        self._options(facts, reading)

    def _overridable(self, parameter: Parameter) -> None:
        found = self._target(parameter.name)
        if isinstance(found, Exception):
            self._count(OVERRIDDEN, parameter, f"the engine says {said_of(found)}")
            return
        is_meant = found.kind in (parameter.kind, "option")
        what = f"the facts' {parameter.kind} is the engine's {found.kind}"
        error = self._compile_error(found)
        not_compiled = None if error is None else f"the engine says {said_of(error)}"
        self._count(OVERRIDDEN, parameter, not_compiled if is_meant else what)
        if found.kind not in ("option", "path"):
            lines = [site.line for site in found.sites]
            wrong = f"facts say {list(parameter.lines)}, the engine replaces {lines}"
            self._count(REPLACED, parameter, None if list(parameter.lines) == lines else wrong)

    def _target(self, name: str) -> Target | Exception:
        """Find what a name means, as `--set NAME=...` has it."""
        try:
            return find_target(self._reading, name, name, "")
        except KohakuError as error:
            return error

    def _compile_error(self, target: Target) -> Exception | None:
        """Compile the script with the name overridden, as a run does; return what it is refused with."""
        request = RunRequest(script=self._path, overrides=[Override(name=target.key, value=None)])
        try:
            record = compile_script(self._path, self._source, compile_key(request), shown=self._path)
        except (KohakuError, SyntaxError) as error:
            return error
        is_there = record.slots or record.targets
        return None if is_there else RuntimeError("it is compiled without the override")

    def _refused(self, parameter: Parameter) -> None:
        found = self._target(parameter.name)
        if not isinstance(found, Exception):
            error = self._compile_error(found)
            if error is None:
                wrong = f"the engine overrides it ({found.kind}, line {found.line})"
                self._count(REFUSED, parameter, wrong)
                return
            found = error
        wrong = f"facts say {parameter.reason!r}, the engine says {said_of(found)!r}"
        self._count(REFUSED, parameter, None if parameter.reason == said_of(found) else wrong)

    def _complete(self, facts: ScriptFacts, reading: ScriptReading) -> None:
        listed = {parameter.name for parameter in facts.parameters if parameter.is_overridable}
        for one in reading.parameters:
            if one.is_overridable and not isinstance(self._target(one.name), AmbiguousNameError):
                wrong = (
                    f"{self._script}:{one.line} {one.name}: not listed, the engine overrides it ({one.kind})"
                )
                self._tallies.count(COMPLETE, None if one.name in listed else wrong)

    def _entrypoints(self, facts: ScriptFacts, reading: ScriptReading) -> None:
        said = [entry_of(entry) for entry in facts.entrypoints]
        true = [entry_of(entry) for entry in reading.entrypoints]
        self._tallies.count(
            ENTRYPOINTS, None if said == true else f"{self._script}: {_differing(said, true)}"
        )

    def _options(self, facts: ScriptFacts, reading: ScriptReading) -> None:
        said = [_option(option) for option in facts.options if option.is_overridable]
        true = [_option(option) for option in reading.options]
        if said or true:
            self._tallies.count(
                OPTIONS, None if said == true else f"{self._script}: {_differing(said, true)}"
            )

    def _count(self, figure: str, parameter: Parameter, wrong: str | None) -> None:
        place = f"{self._script}:{parameter.line} {parameter.name}"
        self._tallies.count(figure, wrong and f"{place}: {wrong}")


def said_of(error: Exception) -> str:
    """Return the reason that an error of the engine gives: its own words, else all of it."""
    reason: str | None = getattr(error, "reason", None)
    if isinstance(error, AmbiguousNameError):
        reason = f"is a global and an unrelated option (line {error.option_line})"
    return reason if reason is not None else str(error)


def entry_of(entry: Entrypoint | EntryCandidate) -> dict[str, Any]:
    """Return all that both know of an entrypoint."""
    arguments = [
        argument if isinstance(argument, tuple) else (argument.name, argument.default, argument.kind)
        for argument in entry.parameters
    ]
    known = ("name", "kind", "line", "call_line", "reason", "is_async")
    return {**{name: getattr(entry, name) for name in known}, "parameters": arguments}


def _option(option: Any) -> dict[str, Any]:
    """Return what both should know of an option; its choices are beyond a light reading."""
    known = ("name", "default", "help", "line", "library")
    return {**{name: getattr(option, name) for name in known}, "flags": list(option.flags)}


def _differing(said: list[dict[str, Any]], true: list[dict[str, Any]]) -> str:
    """Name what differs in two lists of the same things."""
    if [one["name"] for one in said] != [one["name"] for one in true]:
        return f"facts have {_places(said)}, the engine has {_places(true)}"
    parts = [
        f"{one['name']} {key}: facts say {one[key]!r}, the engine says {other[key]!r}"
        for one, other in zip(said, true, strict=True)
        for key in one
        if one[key] != other[key]
    ]
    return "; ".join(parts) or "another order"


def _places(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['name']}@{one['line']}" for one in found]
