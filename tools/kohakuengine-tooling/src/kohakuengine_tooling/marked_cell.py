"""The marked cell: `# %% kogine:config` to `# %% kogine:script` narrows what can be overridden to what it declares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kohakuengine_tooling.lexing import FORMATTED, STRING, lex

if TYPE_CHECKING:
    from kohakuengine_tooling.script_view import ScriptView

__all__ = ["find_cell"]

_START = "# %% kogine:config"
_END = "# %% kogine:script"
_MARK = re.compile(rf"({_START})|{_END}")


def find_cell(view: ScriptView) -> tuple[int, int] | None:
    """Return the first and last line (1-based) of the marked cell, None where there is none."""
    text = view.script.text
    if _START not in text:
        return None
    start: int | None = None
    for found in _MARK.finditer(text):
        if not _is_comment(view, found.start()):
            continue
        line = view.line(found.start())
        if start is None and found[1]:
            start = line
        elif start is not None and not found[1]:
            return start, line
    return None if start is None else (start, view.line(len(text)) + 1)


def _is_comment(view: ScriptView, at: int) -> bool:
    """Say whether a mark begins a comment: it is not part of a string or of another comment."""
    if "#" in view.script.text[view.script.line_start(at) : at]:
        return False
    piece = next((one for one in reversed(view.pieces) if one.start <= at), None)
    if piece is None or at >= piece.start + len(piece.facts.text):
        return True
    tokens = lex(piece.facts.text)
    for index, kind in enumerate(tokens.kinds):
        is_open = kind == FORMATTED and tokens.words[index] == "("
        end = tokens.partners.get(index, index) if is_open else index
        if kind in (STRING, FORMATTED) and piece.start + tokens.starts[index] < at < piece.start + tokens.end(end):
            return False
    return True
