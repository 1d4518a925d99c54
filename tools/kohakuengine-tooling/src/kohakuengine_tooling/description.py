"""The facts of a script, put together from what its statements say."""

from __future__ import annotations

from typing import Final

from kohakuengine_tooling.docs import Docs
from kohakuengine_tooling.entrypoints import find_entrypoints
from kohakuengine_tooling.facts import Diagnostic, ScriptFacts
from kohakuengine_tooling.options import find_options
from kohakuengine_tooling.parameters import find_parameters
from kohakuengine_tooling.script_view import ScriptView
from kohakuengine_tooling.unread import find_unread

__all__ = ["TOO_LARGE", "describe", "read_here"]

_NO_PYTHON: Final = "KE505"
TOO_LARGE: Final = "KE506"


def read_here(text: str, script: str) -> ScriptFacts:
    r"""Read the text of a script in this process, for as long as it takes.

    Args:
        text: Line ends as `\n`.
        script: Its path, as messages show it.
    """
    return describe(ScriptView(text), script)


def describe(view: ScriptView, script: str) -> ScriptFacts:
    """Describe what is known of a script; `script` is its path, as messages show it."""
    docs = Docs(view)
    options = find_options(view, docs)
    typed = tuple(option for option in options if option.is_overridable)
    parameters = find_parameters(view, docs, typed)
    diagnostics = _diagnostics(view)
    broken = next((one for one in diagnostics if one.code == _NO_PYTHON), None)
    return ScriptFacts(
        script=script,
        error=None if broken is None else f"{script}:{broken.line}: {broken.message}",
        parameters=parameters,
        options=options,
        entrypoints=find_entrypoints(view),
        diagnostics=tuple(diagnostics),
    )


def _diagnostics(view: ScriptView) -> list[Diagnostic]:
    found = [
        _too_large(view, at, message) if is_limit else _no_python(view, at, message)
        for at, message, is_limit in view.problems
    ]
    found += [_too_large(view, at, message) for at, message in find_unread(view)]
    return sorted(found, key=lambda diagnostic: diagnostic.line)


def _no_python(view: ScriptView, at: int, message: str) -> Diagnostic:
    return Diagnostic(code=_NO_PYTHON, severity="error", line=view.line(at), message=message)


def _too_large(view: ScriptView, at: int, message: str) -> Diagnostic:
    return Diagnostic(code=TOO_LARGE, severity="warning", line=view.line(at), message=message)
