"""What an open script says when it is asked for one thing alone: it must be what its facts say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kohakuengine_tooling import OpenScript, ScriptFacts

__all__ = ["mistaken_apart"]

_NOBODY = ("nobody", "nobody.x", "nobody.x.y", ".", "", "_x", "x.", ".x", "print")


def mistaken_apart(script: OpenScript, wanted: ScriptFacts) -> list[str]:
    """Ask a script for one thing after the other; return what is not as its facts should be.

    Args:
        script: It has been asked for nothing yet.
        wanted: Its facts.
    """
    known = {one.name: one for one in wanted.parameters}
    asked = {*known, *_NOBODY, *(one.name for one in wanted.options), *(f"{name}.x" for name in known)}
    found = [name for name in sorted(asked, key=hash) if script.parameter(name) != known.get(name)]
    if script.options() != wanted.options:
        found.append("options()")
    if script.entrypoints() != wanted.entrypoints:
        found.append("entrypoints()")
    return found
