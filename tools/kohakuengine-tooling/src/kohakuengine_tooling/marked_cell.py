"""The marked cell, `# %% kogine:config` to `# %% kogine:script`: only what it declares can be overridden."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kohakuengine_tooling.comments import comments

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["find_cell", "may_mark_cell"]

_START: Final = "# %% kogine:config"
_END: Final = "# %% kogine:script"


def may_mark_cell(text: str) -> bool:
    """Say whether a text may mark a cell, in a comment or in a string."""
    return _START in text


def find_cell(view: ScriptView) -> tuple[int, int] | None:
    """Return the first and last line (1-based) of the marked cell, None where there is none."""
    text = view.script.text
    if not may_mark_cell(text):
        return None
    start: int | None = None
    for at in comments(view):
        if start is None and text.startswith(_START, at):
            start = view.line(at)
        elif start is not None and text.startswith(_END, at):
            return start, view.line(at)
    return None if start is None else (start, view.line(len(text)) + 1)
