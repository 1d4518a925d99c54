"""Reading a script: its file, and all that is known of its text."""

from __future__ import annotations

import os
from typing import Final

from kohakuengine_tooling.description import read_here
from kohakuengine_tooling.facts import Diagnostic, ScriptFacts
from kohakuengine_tooling.facts_cache import FactsCache
from kohakuengine_tooling.source_file import UnreadableError, read_source

__all__ = ["read_script", "read_script_text"]

_UNREADABLE: Final = "KE504"
_MOST_HERE: Final = 400_000
"""Characters of a text that is read in this process: two seconds where it is hard to read."""
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
    r"""Read the text of a script; one that may take long is read in another process.

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
        facts = read_here(text, script) if len(text) <= _MOST_HERE else _read_apart(text, script)
        _CACHE.keep(key, facts, len(text))
    return facts


def _read_apart(text: str, script: str) -> ScriptFacts:
    from kohakuengine_tooling.apart_reading import read_apart

    return read_apart(text, script)
