"""Reading a script: its file, and all that is known of its text."""

from __future__ import annotations

import os
from typing import Final

from kohakuengine_tooling.docs import Docs
from kohakuengine_tooling.entrypoints import find_entrypoints
from kohakuengine_tooling.facts import Diagnostic, ScriptFacts
from kohakuengine_tooling.facts_cache import FactsCache
from kohakuengine_tooling.options import find_options
from kohakuengine_tooling.parameters import find_parameters
from kohakuengine_tooling.script_view import ScriptView
from kohakuengine_tooling.source_file import UnreadableError, read_source

__all__ = ["describe", "read_script", "read_script_text"]

_UNREADABLE: Final = "KE504"
_NO_PYTHON: Final = "KE505"
_TOO_LARGE: Final = "KE506"
_CACHE: Final = FactsCache()


def read_script(path: str | os.PathLike[str]) -> ScriptFacts:
    """Read a script. Nothing is executed or imported, and nothing is raised for what a file may hold.

    Args:
        path: A regular file.

    Returns:
        Its facts; `error` says why they are none, or not all.
    """
    shown = os.fspath(path)
    try:
        text = read_source(shown)
    except UnreadableError as error:
        message = f"{shown}: {error}"
        diagnostic = Diagnostic(code=_UNREADABLE, severity="error", line=1, message=str(error))
        return ScriptFacts(script=shown, error=message, diagnostics=(diagnostic,))
    return read_script_text(text, shown)


def read_script_text(text: str, script: str) -> ScriptFacts:
    r"""Read the text of a script.

    Args:
        text: Line ends as `\n`.
        script: Its path, as messages show it.

    >>> facts = read_script_text("lr = 1e-3  # learning rate\n", "train.py")
    >>> [(one.name, one.value, one.doc) for one in facts.parameters]
    [('lr', 0.001, 'learning rate')]
    """
    key = _CACHE.key(text, script)
    facts = _CACHE.get(key)
    if facts is None:
        facts = describe(ScriptView(text), script)
        _CACHE.keep(key, facts)
    return facts


def describe(view: ScriptView, script: str) -> ScriptFacts:
    """Describe what is known of a script; `script` is its path, as messages show it."""
    docs = Docs(view)
    options = find_options(view, docs)
    typed = tuple(option for option in options if option.is_overridable)
    diagnostics = _diagnostics(view)
    broken = next((one for one in diagnostics if one.code == _NO_PYTHON), None)
    return ScriptFacts(
        script=script,
        error=None if broken is None else f"{script}:{broken.line}: {broken.message}",
        parameters=find_parameters(view, docs, typed),
        options=options,
        entrypoints=find_entrypoints(view),
        diagnostics=tuple(diagnostics),
    )


def _diagnostics(view: ScriptView) -> list[Diagnostic]:
    found = [
        Diagnostic(code=_NO_PYTHON, severity="error", line=view.line(at), message=problem)
        for at, problem in view.problems
    ]
    for piece in view.pieces:
        if piece.facts.too_large is not None:
            line = view.line(piece.start)
            message = f"this statement {piece.facts.too_large}: its values are not read"
            found.append(Diagnostic(code=_TOO_LARGE, severity="warning", line=line, message=message))
    return sorted(found, key=lambda diagnostic: diagnostic.line)
