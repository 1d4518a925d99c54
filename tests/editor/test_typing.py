"""What is typed counts at once, saved or not, and over whatever the disk holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .session import PUSHED, Session

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "lr = 1\n\n\ndef main():\n    print(lr)\n\n\nmain()\n"


def labels(session: Session, uri: str) -> list[str]:
    """List what is offered at the end of a buffer."""
    answer = session.ask_at("completion", uri, len(session.texts[uri]))
    return [one["label"] for one in answer["items"]]


def test_a_global_that_is_typed_is_offered_next(tmp_path: Path) -> None:
    script, config = tmp_path / "train.py", tmp_path / "train_config.py"
    script.write_text(SCRIPT, encoding="utf-8")

    with Session(tmp_path) as session:
        opened, asked = session.open(script, SCRIPT), session.open(config, "")
        session.type(opened, 0, 0, "\n")
        seen = [labels(session, asked)]
        for number, letter in enumerate("steps = 3"):
            session.type(opened, number, number, letter)
            seen.append(labels(session, asked))

    words = ["s", "st", "ste", "step", *["steps"] * 4]  # so far the script only reads it
    assert seen == [["lr"], *(["lr", word] for word in words), ["steps", "lr"]]


def test_what_is_taken_out_is_offered_no_more(tmp_path: Path) -> None:
    script, config = tmp_path / "train.py", tmp_path / "train_config.py"
    script.write_text(SCRIPT, encoding="utf-8")

    with Session(tmp_path) as session:
        opened, asked = session.open(script, "steps = 3\n" + SCRIPT), session.open(config, "")
        before = labels(session, asked)
        session.type(opened, 0, len("steps = 3\n"), "")
        behind = labels(session, asked)

    assert (before, behind) == (["steps", "lr"], ["lr"])


def test_a_script_that_is_not_saved_yet_is_one(tmp_path: Path) -> None:
    script, config = tmp_path / "train.py", tmp_path / "train_config.py"
    script.write_text("", encoding="utf-8")

    with Session(tmp_path) as session:
        session.open(script, SCRIPT)
        asked = session.open(config, "")
        offered = labels(session, asked)
        session.close(script.as_uri())
        behind = labels(session, asked)

    assert (offered, behind) == (["lr"], [])


def test_what_the_disk_says_counts_again_behind_closing(tmp_path: Path) -> None:
    script, config = tmp_path / "train.py", tmp_path / "train_config.py"
    script.write_text(SCRIPT, encoding="utf-8")
    config.write_text("lr = 2\n", encoding="utf-8")

    with Session(tmp_path) as session:
        opened = session.open(script, SCRIPT)
        edited = session.open(config, "")
        before = session.ask_at("references", opened, 1, context={"includeDeclaration": False})
        session.close(edited)
        behind = session.ask_at("references", opened, 1, context={"includeDeclaration": False})

    place = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 2}}
    assert (before, behind) == (None, [{"uri": config.as_uri(), "range": place}])


def test_a_mark_that_is_typed_makes_another_script_count(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "other.py").write_text(SCRIPT.replace("lr", "rate"), encoding="utf-8")

    with Session(tmp_path) as session:
        asked = session.open(tmp_path / "train_config.py", "")
        before = labels(session, asked)
        session.type(asked, 0, 0, "# kogine: script = other.py\n")
        behind = labels(session, asked)

    assert (before, behind) == (["lr"], ["rate"])


def test_a_mistake_in_the_script_is_pushed_to_its_config(tmp_path: Path) -> None:
    script, config = tmp_path / "train.py", tmp_path / "train_config.py"
    script.write_text(SCRIPT, encoding="utf-8")

    with Session(tmp_path, capabilities=PUSHED) as session:
        opened, asked = session.open(script, SCRIPT), session.open(config, "lr = 2\n")
        session.replace(opened, SCRIPT.replace("lr", "rate"))
        said = session.hear("textDocument/publishDiagnostics")
        session.replace(opened, SCRIPT)
        mended = session.hear("textDocument/publishDiagnostics")

    assert (said["uri"], [one["code"] for one in said["diagnostics"]]) == (asked, ["KE101"])
    assert mended == {"uri": asked, "version": 1, "diagnostics": []}


def test_a_statement_that_is_half_typed_takes_nothing_from_others(tmp_path: Path) -> None:
    script, config = tmp_path / "train.py", tmp_path / "train_config.py"
    script.write_text(SCRIPT, encoding="utf-8")

    with Session(tmp_path) as session:
        opened, asked = session.open(script, SCRIPT), session.open(config, "lrr = 2\n")
        found = []
        for half in ("x = [", "def f(:", "'''", "class", "print(lr"):
            session.replace(opened, "lr = 1\n" + half + "\nsteps = 2\nmain()\n")
            answer = session.ask_about("diagnostic", asked)["items"]
            found.append([one["message"] for one in answer])

    known = "no parameter 'lrr' in train.py. Did you mean 'lr'?"
    assert found == [[known]] * 5


def test_a_client_that_asks_for_diagnostics_is_sent_none(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT, encoding="utf-8")

    with Session(tmp_path, options={"commands": ["kogine.run"]}) as session:
        asked = session.open(tmp_path / "train_config.py", "lrr = 2\n")
        found = [one["code"] for one in session.ask_about("diagnostic", asked)["items"]]
        session.hear("kogine/changed")  # said a moment after the last change, in one go with the rest
        session.ask("workspace/symbol", {"query": ""})
        pushed = [one for one in session.heard if one["method"] == "textDocument/publishDiagnostics"]

    assert (found, pushed) == (["KE101"], [])
