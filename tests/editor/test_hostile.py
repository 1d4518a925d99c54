"""Hostile texts as scripts and as configs: none ends the server, and other files are answered as before."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.fuzz.hostile import HOSTILE, Hostile

from .places import range_of
from .session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 20  # all of it takes a second; on a machine that is loaded, longer
SHARE = 0.05  # of the size that hurts a reader: here each text is asked about 32 times
GOOD = "lr = 1\n\n\ndef main():\n    print(lr)\n\n\nmain()\n"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    root = tmp_path_factory.mktemp("hostile")
    (root / "train.py").write_text(GOOD, encoding="utf-8")
    (root / "good.py").write_text(GOOD, encoding="utf-8")
    with Session(root) as one:
        one.open(root / "good_config.py", "")
        yield one


def ask_everything(session: Session, uri: str, offset: int) -> None:
    """Ask all that an editor asks when a buffer is shown and a cursor stands in it."""
    text = session.texts[uri]
    whole = range_of(text[:100], 0, min(len(text), 100), session.encoding)
    for method in ("completion", "hover", "definition"):
        session.ask_at(method, uri, offset)
    for method in ("diagnostic", "documentSymbol", "codeLens"):
        session.ask_about(method, uri)
    session.ask_about("inlayHint", uri, range=whole)
    session.ask_about("codeAction", uri, range=whole, context={"diagnostics": []})


def good_answer(session: Session) -> Any:
    """Ask about a file that nobody hurts."""
    uri = (session.roots[0] / "good_config.py").as_uri()
    return [one["label"] for one in session.ask_at("completion", uri, 0)["items"]]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: one.id)
def test_a_hostile_text_ends_nothing(session: Session, hostile: Hostile) -> None:
    text = hostile.text(SHARE)
    began = time.monotonic()

    script = session.open(session.roots[0] / "train.py", text)
    config = session.open(session.roots[0] / "train_config.py", "b")
    ask_everything(session, config, 1)
    ask_everything(session, script, 3)
    session.replace(config, "before = 2\n" + text)
    ask_everything(session, config, 3)
    session.type(config, 0, 0, "x = (")
    ask_everything(session, config, 5)
    answer = good_answer(session)
    session.close(script)
    session.close(config)

    assert answer == ["lr"]
    assert time.monotonic() - began < PATIENCE_S
