"""Quick fixes: what is offered for a diagnostic or a file, and the text once it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol.types import CodeAction, TextDocumentEdit
from workspace import Workspace, applied

from kohakuengine_tooling.server.quick_fixes import quick_fixes

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling.server.document import Document

SCRIPT = """\
lr = 1e-3
epochs = 3
seed = f()
opt = {"beta": 0.9}
def main(device="cpu"):
    print(lr)
if __name__ == "__main__":
    main()
"""
GEN = "from kohakuengine import Config\ndef config_gen():\n    return Config("

# What the config holds, and its text with each fix that is offered at its `^`.
FIXES = {
    "to the nearest name": ("l^rr = 1\n", {"Change to 'lr'": "lr = 1\n"}),
    "to the nearest key, quotes stay": (f"{GEN}{{'l^rr': 1}})\n", {"Change to 'lr'": f"{GEN}{{'lr': 1}})\n"}),
    "behind non-BMP text": (
        f"{GEN}{{'\U0001f600': 1, \"l^rr\": 1}})\n",
        {"Change to 'lr'": f"{GEN}{{'\U0001f600': 1, \"lr\": 1}})\n"},
    ),
    "behind a scope": (
        f"{GEN}{{'global:l^rr': 1}})\n",
        {"Change to 'global:lr'": f"{GEN}{{'global:lr': 1}})\n"},
    ),
    "a path": (f"{GEN}{{'opt.b^ta': 1}})\n", {"Change to 'opt.beta'": f"{GEN}{{'opt.beta': 1}})\n"}),
    "an argument": ("_kwargs = {'dev^ic': 1}\n", {"Change to 'device'": "_kwargs = {'device': 1}\n"}),
    "away with a default": ("lr = ^1e-3  # rate\nepochs = 5\n", {"Remove 'lr'": "epochs = 5\n"}),
    "away with an item": (
        f"{GEN}{{'lr': ^1e-3, 'epochs': 5}})\n",
        {"Remove 'lr'": f"{GEN}{{'epochs': 5}})\n"},
    ),
    "away with what is near nothing": ("zz^z = 1\nepochs = 5\n", {"Remove 'zzz'": "epochs = 5\n"}),
    "lines that end with two characters": (
        "x = 1\r\nl^rr = 1\r\n",
        {"Change to 'lr'": "x = 1\r\nlr = 1\r\n"},
    ),
    "elsewhere": ("lrr = 1\nepochs = ^5\n", {}),
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A script."""
    workspace = Workspace(tmp_path)
    workspace.write("train.py", SCRIPT)
    return workspace


def _actions(workspace: Workspace, name: str, marked: str) -> tuple[Document, list[CodeAction]]:
    before, _, behind = marked.partition("^")
    document = workspace.open(name, before + behind)
    offset = len(before.replace("\r\n", "\n"))
    return document, quick_fixes(workspace.project, document, document.lines.range((offset, offset)))


def _done(document: Document, action: CodeAction) -> str:
    """Return the text that an action makes."""
    assert action.edit is not None
    [change] = action.edit.document_changes or []
    assert isinstance(change, TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (document.uri, document.version)
    edits: Any = change.edits
    return applied(document, edits)


@pytest.mark.parametrize(("marked", "expected"), FIXES.values(), ids=FIXES.keys())
def test_a_fix_makes_this_text(marked: str, expected: dict[str, str], workspace: Workspace) -> None:
    document, actions = _actions(workspace, "train_config.py", marked)

    fixes = [action for action in actions if action.kind == "quickfix"]
    assert {action.title: _done(document, action) for action in fixes} == expected
    assert all(len(action.diagnostics or []) == 1 for action in fixes)


MISSING = {
    "one": ("epochs = 5\nopt = {}\n", "Add 'lr'", "epochs = 5\nopt = {}\nlr = 1e-3\n"),
    "several": (
        "epochs = 5\n",
        "Add the 2 missing of train.py",
        'epochs = 5\nlr = 1e-3\nopt = {"beta": 0.9}\n',
    ),
    "behind a line without an end": ("lr = 5\nopt = {}", "Add 'epochs'", "lr = 5\nopt = {}\nepochs = 3\n"),
    "line ends of two characters": (
        "lr = 5\r\nopt = {}\r\n",
        "Add 'epochs'",
        "lr = 5\r\nopt = {}\r\nepochs = 3\r\n",
    ),
}


@pytest.mark.parametrize(("text", "title", "expected"), MISSING.values(), ids=MISSING.keys())
def test_all_that_the_script_has_can_be_added(
    text: str, title: str, expected: str, workspace: Workspace
) -> None:
    document, actions = _actions(workspace, "train_config.py", text)

    [action] = [action for action in actions if action.kind == "source"]
    assert (action.title, _done(document, action)) == (title, expected)


def test_nothing_is_added_to_a_config_that_has_all_or_is_made_by_calls(workspace: Workspace) -> None:
    for text in ("lr = 5\nopt = {}\nepochs = 1\n", f"{GEN}{{'epochs': 5}})\n"):
        assert [one.title for one in _actions(workspace, "train_config.py", text)[1]] == []


def test_a_config_can_be_made_from_a_script_and_from_nothing_else(workspace: Workspace) -> None:
    made = {
        name: [one.title for one in _actions(workspace, name, text)[1] if one.command is not None]
        for name, text in {"train.py": SCRIPT, "helpers.py": "x = 1\n", "train_config.py": "lr = 5\n"}.items()
    }

    assert made == {"train.py": ["Create a config from this script"], "helpers.py": [], "train_config.py": []}
