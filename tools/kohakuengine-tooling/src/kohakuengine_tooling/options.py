"""The options of a script's own command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kohakuengine_tooling.facts import Option
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["find_options"]


def find_options(view: ScriptView) -> tuple[Option, ...]:
    """List the options that a script declares, in source order."""
    return ()
