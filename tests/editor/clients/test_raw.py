"""Our own client of raw messages, so that the list is asked wherever no editor is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..places import range_of
from ..session import Session
from ..tree import save_edit
from .asking import seen_and_wanted
from .questions import QUESTIONS, Question, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

AT = ("completion", "hover", "definition", "prepareRename")
ABOUT = ("codeLens", "documentSymbol")


def ask(session: Session, task: dict[str, Any], uri: str) -> Any:
    """Ask one question."""
    method, at = task["ask"], task["offset"]
    text = session.texts[uri]
    if method in AT:
        return session.ask_at(method, uri, at)
    if method in ABOUT:
        return session.ask_about(method, uri)
    others: dict[str, Callable[[], Any]] = {
        "references": lambda: session.ask_at(method, uri, at, context={"includeDeclaration": True}),
        "inlayHint": lambda: session.ask_about(method, uri, range=range_of(text, 0, len(text), "utf-16")),
        "workspaceSymbol": lambda: session.ask("workspace/symbol", {"query": task["query"]}),
        "diagnostic": lambda: session.ask_about(method, uri)["items"],
        "rename": lambda: save_edit(session, session.ask_at(method, uri, at, newName=task["newName"])),
        "codeAction": lambda: save_edit(session, _first_fix(session, uri, at)),
    }
    return others[method]()


def _first_fix(session: Session, uri: str, at: int) -> Any:
    place = range_of(session.texts[uri], at, at, "utf-16")
    context = {"diagnostics": [], "only": ["quickfix"]}
    return session.ask_about("codeAction", uri, range=place, context=context)[0]["edit"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_the_answer_is_the_same_in_raw_messages(question: Question, tmp_path: Path) -> None:
    root = lay_out(tmp_path)
    task = question.task(root)

    with Session(root) as session:
        path = Path(task["path"])
        uri = session.open(path, path.read_bytes().decode("utf-8"))
        line_end = "\r\n" if "\r\n" in session.texts[uri] else "\n"
        text, at = task["text"], task["offset"]
        task["offset"] += text[:at].count("\n") * (len(line_end) - 1)
        session.replace(uri, text.replace("\n", line_end))
        answer = ask(session, task, uri)

    seen, wanted = seen_and_wanted(question, answer, root)
    assert seen == wanted
