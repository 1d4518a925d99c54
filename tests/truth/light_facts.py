"""The engine's own light reading in the shape of facts, to try the judge on."""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING, Any

from kohakuengine.config import KohakuError
from kohakuengine.engine.facts import read_script
from kohakuengine_tooling import Argument, Entrypoint, Option, Parameter, ScriptFacts

if TYPE_CHECKING:
    from kohakuengine.engine import facts, option


def read_light_facts(path: str | os.PathLike[str]) -> ScriptFacts:
    """Read a script with the engine."""
    try:
        reading = read_script(path)
    except (KohakuError, SyntaxError) as error:
        return ScriptFacts(script=os.fspath(path), error=str(error))
    return ScriptFacts(
        script=reading.path,
        parameters=tuple(_parameter(one) for one in reading.parameters),
        options=tuple(_option(one) for one in reading.options),
        entrypoints=tuple(_entrypoint(one) for one in reading.entrypoints),
    )


def _parameter(one: facts.Parameter) -> Parameter:
    is_static, value = _value(one.default)
    return Parameter(
        name=one.name,
        kind=one.kind,
        type=None,
        default=one.default,
        value=value,
        is_static=is_static,
        line=one.line,
        column=0,
        doc=one.doc,
        section=None,
        is_overridable=one.is_overridable,
        reason=one.reason,
        lines=tuple(one.lines),
        transformations=(),
        is_read_at_import=False,
        choices=None,
    )


def _option(one: option.Option) -> Option:
    return Option(
        name=one.name,
        flags=tuple(one.flags),
        type=None,
        default=one.default,
        value=_value(one.default)[1],
        help=one.help,
        choices=None if one.choices is None else tuple(one.choices),
        line=one.line,
        library=one.library,
    )


def _entrypoint(one: facts.EntryCandidate) -> Entrypoint:
    return Entrypoint(
        name=one.name,
        kind=one.kind,
        line=one.line,
        call_line=one.call_line,
        reason=one.reason,
        is_async=one.is_async,
        parameters=tuple(
            Argument(name=name, type=None, default=default, kind=kind)
            for name, default, kind in one.parameters
        ),
    )


def _value(default: str | None) -> tuple[bool, Any]:
    try:
        return True, ast.literal_eval(default or "")
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False, None
