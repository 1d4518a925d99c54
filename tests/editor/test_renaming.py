"""Renaming a global: the script, its configs, and what imports it; the files are compared byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from .session import COMMAND, RefusedError, Session
from .tree import copy_of, files_of, save_edit, wanted

OTHERS = ("utf-8", "utf-32")  # what columns count in; editors that say nothing mean UTF-16
PLACES = {
    "declaration": ("train.py", "learning_rate = 1e-3"),
    "later declaration": ("train.py", "learning_rate = 1.0"),
    "bare config": ("train_config.py", "learning_rate = 0.5"),
    "keyword": ("configs/train_big.py", "learning_rate=0.1"),
    "key with a scope": ("configs/train_big.py", 'learning_rate": 0.4'),
    "inline config": ("launch.py", 'learning_rate": 0.6'),
}


def open_file(session: Session, path: Path) -> str:
    return session.open(path, path.read_bytes().decode("utf-8"))


@pytest.mark.parametrize(
    ("place", "encoding"),
    [*((place, "utf-16") for place in PLACES), *(("key with a scope", encoding) for encoding in OTHERS)],
)
def test_all_uses_are_renamed_and_nothing_else(tmp_path: Path, place: str, encoding: str) -> None:
    root = copy_of("rename", tmp_path)
    file, anchor = PLACES[place]

    with Session(root, encoding=encoding) as session:
        uri = open_file(session, root / file)
        at = session.texts[uri].index(anchor) + 3
        prepared = session.ask_at("prepareRename", uri, at)
        edit = session.ask_at("rename", uri, at, newName="lr")
        assert session.capabilities["positionEncoding"] == encoding
        assert session.span(uri, prepared["range"]) == (at - 3, at - 3 + len("learning_rate"))
        assert prepared["placeholder"] == "learning_rate"
        save_edit(session, edit)

    assert files_of(root) == wanted("rename")


def test_what_may_be_out_of_sight_is_said(tmp_path: Path) -> None:
    root = copy_of("rename", tmp_path)
    (root / "stars.py").write_text("from train import *\n", encoding="utf-8")

    with Session(root) as session:
        uri = open_file(session, root / "train_config.py")
        session.ask_at("rename", uri, session.texts[uri].index("learning_rate = 0.5"), newName="lr")
        said = session.hear("window/showMessage")

    assert said == {
        "type": 3,
        "message": "kogine: stars.py:1: everything of the script is imported by '*'. "
        "Shell commands, notebooks and recorded runs that name it are not seen.",
    }


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("2x", "'2x' is no name of Python"),
        ("class", "'class' is no name of Python"),
        ("_lr", "'_lr': names with a leading underscore are the script's own, configs cannot set them"),
        ("steps", "'steps' is used already in train.py:7"),
        ("fox", "'fox' is used already in train.py:38"),
    ],
)
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, new: str, message: str) -> None:
    root = copy_of("rename", tmp_path)

    with Session(root) as session:
        uri = open_file(session, root / "train.py")
        at = session.texts[uri].index("learning_rate = 1e-3")
        with pytest.raises(RefusedError) as refused:
            session.ask_at("rename", uri, at, newName=new)

    assert (refused.value.code, refused.value.message) == (-32803, message)


def test_a_refusal_is_no_fault_in_the_log(tmp_path: Path) -> None:
    root = copy_of("rename", tmp_path / "root")
    log = tmp_path / "log"

    with Session(root, command=(*COMMAND, "--log-file", str(log))) as session:
        uri = open_file(session, root / "train.py")
        at = session.texts[uri].index("learning_rate = 1e-3")
        with pytest.raises(RefusedError):
            session.ask_at("rename", uri, at, newName="class")

    assert log.read_text(encoding="utf-8") == ""


def test_a_global_that_a_class_binds_too_is_left_to_people(tmp_path: Path) -> None:
    text = "lr = 1\n\nclass A:\n    lr = lr\n"
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    (tmp_path / "train_config.py").write_text("lr = 2\n", encoding="utf-8")

    with Session(tmp_path) as session:
        uri = open_file(session, tmp_path / "train.py")
        with pytest.raises(RefusedError) as refused:
            session.ask_at("rename", uri, 0, newName="rate")

    assert refused.value.message == "train.py: a class of the script binds the same name"


def test_buffers_that_are_not_saved_are_what_is_renamed(tmp_path: Path) -> None:
    root = copy_of("rename", tmp_path)
    later = {"train_config.py": "\n_x = 1; learning_rate = 3\n", "report.py": "import os\n"}

    with Session(root) as session:
        for file, text in later.items():
            session.open(root / file, text)
        uri = open_file(session, root / "train.py")
        edit = session.ask_at("rename", uri, session.texts[uri].index("learning_rate = 1e-3"), newName="lr")
        save_edit(session, edit)
        versions = {
            Path(change["textDocument"]["uri"]).name: change["textDocument"]["version"]
            for change in edit["documentChanges"]
        }

    unchanged = (root / "report.py").read_bytes()
    expected = wanted("rename") | {"train_config.py": b"\n_x = 1; lr = 3\n", "report.py": unchanged}
    assert files_of(root) == expected
    assert versions == {
        "evaluate.py": None,
        "launch.py": None,
        "train.py": 1,
        "train_big.py": None,
        "train_config.py": 1,
    }
