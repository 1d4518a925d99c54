"""The message that comes at each keystroke, read without the converter of all messages."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

__all__ = ["read_change"]


def read_change(data: Any) -> types.DidChangeTextDocumentNotification | None:
    """Read `textDocument/didChange` in less time; None for another message, and where it is wrong.

    Args:
        data: The message. Where it is wrong, the converter says what is.
    """
    if not isinstance(data, dict) or data.get("method") != types.TEXT_DOCUMENT_DID_CHANGE or "id" in data:
        return None
    try:
        params = data["params"]
        document = params["textDocument"]
        identifier = types.VersionedTextDocumentIdentifier(uri=document["uri"], version=document["version"])
        changes = [_change(one) for one in params["contentChanges"]]
    except (AttributeError, KeyError, TypeError, ValueError):  # the last two of the validators, too
        return None
    return types.DidChangeTextDocumentNotification(types.DidChangeTextDocumentParams(identifier, changes))


def _change(data: dict[str, Any]) -> types.TextDocumentContentChangeEvent:
    if data.get("range") is None:
        return types.TextDocumentContentChangeWholeDocument(data["text"])
    start, end = data["range"]["start"], data["range"]["end"]
    place = types.Range(
        types.Position(start["line"], start["character"]), types.Position(end["line"], end["character"])
    )
    return types.TextDocumentContentChangePartial(place, data["text"])
