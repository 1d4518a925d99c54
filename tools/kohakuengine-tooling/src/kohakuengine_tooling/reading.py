"""Reading a script: its file, and all that is known of its text."""

from __future__ import annotations

import os

from kohakuengine_tooling.facts import ScriptFacts

__all__ = ["read_script"]


def read_script(path: str | os.PathLike[str]) -> ScriptFacts:
    """Read a script. Nothing is executed or imported, and nothing is raised for what a file may hold."""
    return ScriptFacts(script=os.fspath(path))
