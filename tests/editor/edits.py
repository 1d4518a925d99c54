"""Edits that answers offer, applied as an editor applies them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from .places import offset_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["apply_edits", "apply_workspace_edit", "path_of"]


def path_of(uri: str) -> Path:
    """Return the file of a URI."""
    return Path(unquote(urlsplit(uri).path))


def apply_edits(text: str, edits: list[dict[str, Any]], encoding: str) -> str:
    """Apply edits of one text, all of which are about the text as it was.

    Raises:
        ValueError: Two of them overlap.
    """
    spans = sorted(
        (
            offset_of(text, edit["range"]["start"], encoding),
            offset_of(text, edit["range"]["end"], encoding),
            edit["newText"],
        )
        for edit in edits
    )
    if any(second[0] < first[1] for first, second in pairwise(spans)):
        raise ValueError(f"edits overlap: {edits}")
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    return text


def apply_workspace_edit(
    edit: dict[str, Any], text_of: Callable[[str], str], encoding: str
) -> dict[Path, str]:
    """Apply an edit of many files; return the texts of those that it changes or creates.

    Args:
        edit: As answered.
        text_of: Gives the text of a document, by URI, as the editor has it.
        encoding: What columns count.
    """
    found: dict[str, str] = {}
    for change in edit["documentChanges"]:
        if change.get("kind") == "create":
            found.setdefault(change["uri"], "")
            continue
        uri = change["textDocument"]["uri"]
        found[uri] = apply_edits(found[uri] if uri in found else text_of(uri), change["edits"], encoding)
    return {path_of(uri): text for uri, text in found.items()}
