"""Whatever is asked is answered: places that are none, documents that nobody opened, wrong messages."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from .session import RefusedError, Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT = "lr = 1\n\n\ndef main():\n    print(lr)\n\n\nmain()\n"
AT = ("completion", "hover", "definition", "prepareRename")
ABOUT = ("diagnostic", "documentSymbol", "codeLens")
URIS = (
    "untitled:Untitled-1",
    "git:/a/train_config.py?ref=main",
    "vscode-notebook-cell:/a/train.ipynb#W0",
    "file:///no/such/train_config.py",
    "file://elsewhere/share/train_config.py",
    "file:///with%20blank/%F0%9F%A6%8A_config.py",
    "file:///broken%zz",
    "file:",
    "",
    ":",
    "no uri at all",
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    root = tmp_path_factory.mktemp("requests")
    (root / "train.py").write_text(SCRIPT, encoding="utf-8")
    with Session(root) as one:
        one.open(root / "train_config.py", "_fox = '🦊'; lr = 1\n\n")
        yield one


def is_alive(session: Session) -> bool:
    """Say whether the server answers as ever."""
    uri = (session.roots[0] / "train_config.py").as_uri()
    return [one["label"] for one in session.ask_at("completion", uri, len(session.texts[uri]))["items"]] == [
        "lr"
    ]


def ask_all(session: Session, uri: str, line: int, character: int) -> list[Any]:
    """Ask everything about a place."""
    place = {"line": line, "character": character}
    one = {"textDocument": {"uri": uri}}
    answers = [session.ask(f"textDocument/{method}", {**one, "position": place}) for method in AT]
    more = {"context": {"includeDeclaration": True}}
    answers.append(session.ask("textDocument/references", {**one, "position": place, **more}))
    answers += [session.ask(f"textDocument/{method}", one) for method in ABOUT]
    span = {"start": place, "end": place}
    answers.append(session.ask("textDocument/inlayHint", {**one, "range": span}))
    answers.append(
        session.ask("textDocument/codeAction", {**one, "range": span, "context": {"diagnostics": []}})
    )
    return answers


@pytest.mark.parametrize("uri", URIS)
def test_a_document_that_nobody_opened_has_no_answers(session: Session, uri: str) -> None:
    answers = ask_all(session, uri, 0, 0)

    empty = {"kind": "full", "items": []}
    assert answers == [None, None, None, None, None, empty, None, None, None, None]
    assert is_alive(session)


@pytest.mark.parametrize("uri", URIS)
def test_a_document_that_is_no_file_is_no_config(session: Session, uri: str) -> None:
    session.open_uri(uri, "lr = 1\n")
    answers = ask_all(session, uri, 0, 1)
    session.close(uri)

    empty = {"kind": "full", "items": []}
    assert [answer or None for answer in answers] == [
        None,
        None,
        None,
        None,
        None,
        empty,
        None,
        None,
        None,
        None,
    ]
    assert is_alive(session)


@pytest.mark.parametrize(("line", "character"), [(10**6, 0), (10**9, 10**9), (2**31 - 1, 2**31 - 1)])
def test_places_behind_the_text_are_its_end(session: Session, line: int, character: int) -> None:
    uri = session.open(session.roots[0] / "short_config.py", "# kogine: script = train.py\nlr = 1")

    behind = ask_all(session, uri, line, character)
    at_end = ask_all(session, uri, 1, 6)
    session.close(uri)

    assert behind == at_end
    assert is_alive(session)


@pytest.mark.parametrize("character", [3, 28, 10**6, 2**31 - 1])
def test_places_behind_a_line_are_its_end(session: Session, character: int) -> None:
    uri = session.open(session.roots[0] / "short_config.py", "# kogine: script = train.py\nl\n")

    behind = ask_all(session, uri, 1, character)
    at_end = ask_all(session, uri, 1, 1)
    session.close(uri)

    assert behind == at_end
    assert [one["label"] for one in at_end[0]["items"]] == ["lr"]


def test_a_change_outside_of_the_text_is_one_at_its_end(session: Session) -> None:
    uri = session.open(session.roots[0] / "later_config.py", "# kogine: script = train.py\n")
    far = {"line": 99, "character": 99}
    change = {"range": {"start": far, "end": far}, "text": "lr = 2\n"}
    session.tell(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]},
    )
    found = session.ask(
        "textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": 1, "character": 0}}
    )
    session.close(uri)

    assert found["range"] == {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 2}}


def test_what_nobody_opened_may_change_and_close(session: Session) -> None:
    one = {"uri": "file:///nobody.py", "version": 7}
    session.tell("textDocument/didChange", {"textDocument": one, "contentChanges": [{"text": "x"}]})
    session.tell("textDocument/didClose", {"textDocument": one})
    session.tell("textDocument/didSave", {"textDocument": one})
    session.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": "untitled:x", "type": 1}]})
    session.tell("$/unknown", {"a": 1})
    session.tell("$/cancelRequest", {"id": 123456})

    assert is_alive(session)


def test_cancelling_what_is_answered_is_no_fault(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    command = (sys.executable, "-m", "kohakuengine_tooling.server", "--log-file", str(log))
    with Session(tmp_path, command=command) as session:
        number = session.begin("workspace/symbol", {"query": "x"})
        session.answer_to(number)
        session.tell("$/cancelRequest", {"id": number})
        session.ask("workspace/symbol", {"query": "x"})

    assert log.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("textDocument/noSuchThing", {}, -32601),
        ("textDocument/hover", {"position": {"line": 0, "character": 0}}, -32602),
        ("textDocument/hover", {"textDocument": {"uri": 3}, "position": "here"}, -32602),
        ("textDocument/hover", None, -32602),
        ("workspace/executeCommand", {"command": "kogine.noSuch", "arguments": []}, -32602),
        ("workspace/executeCommand", {"command": "kogine.createConfig", "arguments": []}, -32602),
    ],
)
def test_a_request_that_is_wrong_is_refused(session: Session, method: str, params: Any, code: int) -> None:
    with pytest.raises(RefusedError) as refused:
        session.ask(method, params)

    assert refused.value.code == code
    assert is_alive(session)


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"3", b"null", b'"x"', b"{}", b'{"jsonrpc": "2.0"}', b"\xff\xfe", b'{"id": 1}']
)
def test_a_message_that_is_none_ends_nothing(session: Session, body: bytes) -> None:
    session.wire.send(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    assert is_alive(session)


def test_one_that_asks_while_another_waits_is_answered(session: Session) -> None:
    uri = (session.roots[0] / "train_config.py").as_uri()
    first = session.begin("workspace/symbol", {"query": ""})
    second = session.begin("textDocument/hover", session.place(uri, 14))
    session.tell("$/cancelRequest", {"id": first})

    answered = {}
    while second not in answered:
        message = json.loads(session.wire.receive())
        answered[message.get("id")] = message.get("result")

    assert answered[second]["contents"]["value"].startswith("```python\nlr: int = 1\n```")
    assert is_alive(session)
