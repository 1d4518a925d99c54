"""What all files of the workspace say is waited for; what one file says is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCRIPT = "lr = 1\n\n\ndef main():\n    print(lr)\n\n\nif __name__ == '__main__':\n    main()\n"
QUESTIONS: dict[str, Callable[[Session, str], Any]] = {
    "hover": lambda session, uri: session.ask_at("hover", uri, 1)["contents"]["value"].count("config"),
    "references": lambda session, uri: len(
        session.ask_at("references", uri, 1, context={"includeDeclaration": False})
    ),
    "rename": lambda session, uri: len(session.ask_at("rename", uri, 1, newName="x")["documentChanges"]) - 1,
    "lenses": lambda session, uri: int(
        session.ask_about("codeLens", uri)[1]["command"]["title"].removesuffix(" configs")
    ),
    "symbols": lambda session, uri: len(session.ask("workspace/symbol", {"query": "lr"})),
}


def write_workspace(root: Path) -> None:
    """Write a script, two configs that set its global, and so many files that reading them takes a while."""
    for number in range(300):
        (root / f"a{number}.py").write_text(f"value = {number}\nprint(value)\n" * 30, encoding="utf-8")
    (root / "train.py").write_text(SCRIPT, encoding="utf-8")
    (root / "zz").mkdir()
    for name in ("one", "two"):
        text = f"# kogine: script = ../train.py\nlr = '{name}'\n"
        (root / "zz" / f"{name}_config.py").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_file_is_missed_by_whoever_asks_at_once(tmp_path: Path, question: str) -> None:
    write_workspace(tmp_path)

    with Session(tmp_path) as session:
        uri = session.open(tmp_path / "train.py", SCRIPT)
        found = QUESTIONS[question](session, uri)

    assert found == (4 if question == "hover" else 2)  # a hover names a file, and links to it


def test_a_completion_does_not_wait_for_other_files(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    options = {"commands": ["kogine.run"]}

    with Session(tmp_path, options=options) as session:
        uri = session.open(tmp_path / "train_config.py", "")
        labels = [one["label"] for one in session.ask_at("completion", uri, 0)["items"]]
        states = [one["params"]["state"] for one in session.heard if one["method"] == "kogine/status"]

    assert labels == ["lr"]
    assert "ready" not in states
