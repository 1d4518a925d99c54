"""Facts as JSON, version 1: the keys are those of DESIGN's section on static facts, and stay."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import Argument, Diagnostic, Entrypoint, Option, Parameter, ScriptFacts

__all__ = ["VERSION", "can_be_said", "facts_json", "plain"]

VERSION = 1


def facts_json(facts: ScriptFacts) -> dict[str, Any]:
    """Turn the facts of one script into what `json.dumps` takes.

    A tuple or set is a list there. A value that JSON cannot say (bytes, inf, a key that is no string) is
    null, and `static` false.
    """
    return {
        "version": VERSION,
        "script": facts.script,
        "error": facts.error,
        "parameters": [_parameter(one) for one in facts.parameters],
        "options": [_option(one) for one in facts.options],
        "entrypoints": [_entrypoint(one) for one in facts.entrypoints],
        "diagnostics": [_diagnostic(one) for one in facts.diagnostics],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    is_static = parameter.is_static and can_be_said(parameter.value)
    return {
        "name": parameter.name,
        "kind": parameter.kind,
        "type": parameter.type,
        "default": parameter.default,
        "value": plain(parameter.value) if is_static else None,
        "static": is_static,
        "line": parameter.line,
        "column": parameter.column,
        "doc": parameter.doc,
        "section": parameter.section,
        "overridable": parameter.is_overridable,
        "reason": parameter.reason,
        "lines": list(parameter.lines),
        "transformations": list(parameter.transformations),
        "read_at_import": parameter.is_read_at_import,
        "choices": _choices(parameter.choices),
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "flags": list(option.flags),
        "type": option.type,
        "default": option.default,
        "value": plain(option.value) if can_be_said(option.value) else None,
        "help": option.help,
        "choices": _choices(option.choices),
        "required": option.is_required,
        "overridable": option.is_overridable,
        "line": option.line,
        "library": option.library,
    }


def _entrypoint(entrypoint: Entrypoint) -> dict[str, Any]:
    return {
        "name": entrypoint.name,
        "kind": entrypoint.kind,
        "line": entrypoint.line,
        "call_line": entrypoint.call_line,
        "reason": entrypoint.reason,
        "async": entrypoint.is_async,
        "parameters": [_argument(one) for one in entrypoint.parameters],
    }


def _argument(argument: Argument) -> dict[str, Any]:
    return {
        "name": argument.name,
        "type": argument.type,
        "default": argument.default,
        "kind": argument.kind,
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "line": diagnostic.line,
        "message": diagnostic.message,
    }


def _choices(choices: tuple[Any, ...] | None) -> list[Any] | None:
    """List choices; those that JSON cannot say are left out."""
    return None if choices is None else [plain(one) for one in choices if can_be_said(one)]


def can_be_said(value: Any) -> bool:
    """Say whether JSON can say a value. Values are bounded in depth where they are read."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and can_be_said(one) for key, one in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(can_be_said(one) for one in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (bool, int, str))


def plain(value: Any) -> Any:
    """Turn a value that can be said into what `json.dumps` takes."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(one) for one in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value
