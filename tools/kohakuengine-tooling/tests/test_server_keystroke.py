"""The message of a keystroke is read as the converter reads it; what is wrong is left to that."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol.types import DidChangeTextDocumentNotification
from pygls.protocol import default_converter

from kohakuengine_tooling.server.keystroke import read_change

_PLACE = {"start": {"line": 1, "character": 2}, "end": {"line": 3, "character": 0}}
_RIGHT: dict[str, list[Any]] = {
    "a part": [{"range": _PLACE, "text": "x"}],
    "a part with its length": [{"range": _PLACE, "rangeLength": 7, "text": "x"}],
    "the whole": [{"text": "x\n"}],
    "several": [{"text": ""}, {"range": _PLACE, "text": "\U0001f98a"}],
    "none": [],
}
_WRONG: dict[str, Any] = {
    "no text": [{"range": _PLACE}],
    "a text that is none": [{"text": 3}],
    "half a range": [{"range": {"start": {"line": 1, "character": 2}}, "text": "x"}],
    "a line that is none": [
        {"range": {"start": {"line": "1", "character": 2}, "end": _PLACE["end"]}, "text": "x"}
    ],
    "a line before the first": [
        {"range": {"start": {"line": -1, "character": 2}, "end": _PLACE["end"]}, "text": "x"}
    ],
    "changes that are texts": ["x"],
    "no changes": None,
    "changes that are none": 3,
}


def _message(changes: object, **more: object) -> dict[str, Any]:
    document = {"uri": "file:///a.py", "version": 7, **more}
    params = {"textDocument": document, "contentChanges": changes}
    return {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params}


@pytest.mark.parametrize("changes", _RIGHT.values(), ids=_RIGHT)
def test_it_is_what_the_converter_makes_of_it(changes: list[Any]) -> None:
    found = read_change(_message(changes))
    converter = default_converter()  # type: ignore[no-untyped-call]  # of pygls
    expected = converter.structure(_message(changes), DidChangeTextDocumentNotification)

    assert found is not None
    assert found.params.text_document == expected.params.text_document
    assert [(one.text, getattr(one, "range", None)) for one in found.params.content_changes] == [
        (one.text, getattr(one, "range", None)) for one in expected.params.content_changes
    ]


@pytest.mark.parametrize("changes", _WRONG.values(), ids=_WRONG)
def test_what_is_wrong_is_left_to_the_converter(changes: Any) -> None:
    assert read_change(_message(changes)) is None


@pytest.mark.parametrize("more", [{"uri": 3}, {"version": "7"}, {"version": None}])
def test_so_is_a_document_that_is_none(more: dict[str, Any]) -> None:
    assert read_change(_message([{"text": "x"}], **more)) is None
    assert read_change({"method": "textDocument/didChange"}) is None


@pytest.mark.parametrize("more", [{"id": 3}, {"method": "textDocument/didSave"}, {"method": None}])
def test_so_is_another_message(more: dict[str, Any]) -> None:
    assert read_change({**_message([{"text": "x"}]), **more}) is None
