"""Renaming a global: every use of it in script, configs and importers, and nothing else, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol.types import TextDocumentEdit
from workspace import Workspace, applied

from kohakuengine_tooling.server.renaming import RenameRefusedError, prepare_rename, rename

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling.server.renaming import Renaming

SCRIPT = """\
'''\U0001f600'''; <lr>: float = 1e-3  # lr
args.lr = x["lr"] = f(lr=<lr>)
def fit(model, lr=<lr>):
    return model.lr + lr
def main():
    global <lr>
    <lr> *= 2; print(f"\U0001f600 {<lr>} lr")
if __name__ == "__main__":
    main()
"""

HEAD = "# kogine: script = train.py\nfrom kohakuengine import Config\n"

# Files beside the script, in which each use of its global is marked <so>; the cursor stands at the first one.
FILES = {
    "a bare config": {"train_config.py": "<lr> = 0.1\nwd = <lr> * 2  # lr\nx.lr = dict(lr=1)\n"},
    "a key": {"a.py": f"{HEAD}CONFIG = Config({{'<lr>': 1}})\n"},
    "a key of two quotes": {
        "a.py": (
            f"{HEAD}def config_gen():\n"
            "    yield Config({'\U0001f600': 1, \"<lr>\": 1, 'lr_max': 2}, kwargs={'lr': 3})\n"
        )
    },
    "a key behind a scope": {"a.py": f"{HEAD}CONFIG = Config({{'global:<lr>': 1}})\n"},
    "a path": {"a.py": f"{HEAD}CONFIG = Config({{'<lr>.x': 1}})\n"},
    "a keyword": {"a.py": f"{HEAD}CONFIG = Config(dict(<lr>=1, n=2))\n"},
    "items": {"a.py": f"{HEAD}lr = 1\nV = {{}}\nV['<lr>'] = lr\nV.update(<lr>=lr)\nCONFIG = Config(V)\n"},
    "another script": {
        "other.py": "lr = 1\nprint(lr)\n",
        "other_config.py": "lr = 2\n",
        "train_config.py": "<lr> = 1\n",
    },
    "a flow": {
        "other.py": "lr = 1\n",
        "flow.py": (
            "from kohakuengine import Config, Script\n"
            "Script('other.py', config=Config({'lr': 1}))\nScript('train.py', config=Config({'<lr>': 1}))\n"
        ),
    },
    "an importer": {
        "train_config.py": "<lr> = 1\n",
        "use.py": "from train import <lr>\nimport train as t\nprint(<lr>, t.<lr>, o.lr, f(lr=1))\n",
    },
    "a name that is only read": {"train_config.py": "<lr> = 1\nprint('lr')\n"},
}


def _unmarked(text: str) -> str:
    return text.replace("<lr>", "lr")


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("files", FILES.values(), ids=FILES.keys())
def test_every_use_is_renamed_and_nothing_else(files: dict[str, str], ends: str, tmp_path: Path) -> None:
    every = {name: text.replace("\n", ends) for name, text in {"train.py": SCRIPT, **files}.items()}
    workspace = Workspace(tmp_path)
    for name, text in every.items():
        workspace.write(name, _unmarked(text))
    workspace.index()

    for name, text in every.items():
        if "<lr>" in text and name != "use.py":
            found = _rename(workspace, name, _unmarked(text[: text.index("<lr>")]))
            assert _changed(workspace, found) == {
                name: text.replace("<lr>", "rate") for name, text in every.items() if "<lr>" in text
            }


def _rename(workspace: Workspace, name: str, before: str, new: str = "rate") -> Renaming:
    """Rename what stands behind a part of a file."""
    document = workspace.project.file(workspace.path(name))
    assert document is not None
    place = document.lines.position(len(before.replace("\r\n", "\n")))
    prepared = prepare_rename(workspace.project, document, place)
    assert prepared is not None
    assert (prepared.placeholder, prepared.range.start) == ("lr", place)
    found = rename(workspace.project, document, place, new)
    assert found is not None
    return found


def _changed(workspace: Workspace, found: Renaming) -> dict[str, str]:
    """Return the files that a renaming changes, as they are then."""
    texts = {}
    for change in found.edit.document_changes or []:
        assert isinstance(change, TextDocumentEdit)
        name = change.text_document.uri.rpartition("/")[2]
        document = workspace.project.file(workspace.path(name))
        edits: Any = change.edits
        assert document is not None
        texts[name] = applied(document, edits)
    return texts


def test_what_is_not_saved_is_renamed_as_it_stands(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("train.py", "lr = 1\n")
    workspace.write("train_config.py", "lr = 2\n")
    workspace.write("a.py", "lr = 2\n")
    workspace.index()
    workspace.open("train.py", "\U0001f600 = 1; lr = 1\n")
    workspace.open("a.py", "# kogine: script = train.py\nlr = 3\n")

    found = _rename(workspace, "train_config.py", "")

    assert _changed(workspace, found) == {
        "a.py": "# kogine: script = train.py\nrate = 3\n",
        "train.py": "\U0001f600 = 1; rate = 1\n",
        "train_config.py": "rate = 2\n",
    }
    assert [one.text_document.version for one in found.edit.document_changes or []] == [1, 1, None]  # type: ignore[union-attr]


def test_what_may_mean_it_and_stays_is_said(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("train.py", "lr = 1\n__all__ = ['lr']\n")
    workspace.write("train_config.py", "lr = 2\n")
    workspace.write("use.py", "\nfrom train import *\n")
    workspace.index()

    assert _rename(workspace, "train_config.py", "").remarks == [
        "train.py:2: the string 'lr' is left as it is.",
        "use.py:2: everything of the script is imported by '*'.",
        "Shell commands, notebooks and recorded runs that name it are not seen.",
    ]


# The script, the config (the cursor stands at its `^`), the new name, and why it is refused.
REFUSED = {
    "a name that is taken in the script": (
        "lr = 1\nrate = 2\n",
        "^lr = 2\n",
        "rate",
        "'rate' is used already in train.py:2",
    ),
    "a name that is taken by a parameter": (
        "lr = 1\ndef f(rate): return lr\n",
        "^lr = 2\n",
        "rate",
        "'rate' is used already in train.py:2",
    ),
    "a name that is taken in the config": (
        "lr = 1\n",
        "^lr = 2\nrate = 3\n",
        "rate",
        "'rate' is used already in train_config.py:2",
    ),
    "no name": ("lr = 1\n", "^lr = 2\n", "1r", "'1r' is no name of Python"),
    "a keyword": ("lr = 1\n", "^lr = 2\n", "in", "'in' is no name of Python"),
    "a name of the script's own": (
        "lr = 1\n",
        "^lr = 2\n",
        "_lr",
        "'_lr': names with a leading underscore are the script's own, configs cannot set them",
    ),
    "a name that the script does not have": ("wd = 1\n", "^lr = 2\n", "rate", "train.py has no 'lr'"),
    "an import": ("from m import lr\n", "^lr = 2\n", "rate", "train.py has no 'lr'"),
    "a class that binds it, too": (
        "lr = 1\nclass C:\n    lr = lr\n",
        "^lr = 2\n",
        "rate",
        "train.py: a class of the script binds the same name",
    ),
    "what is inside of it": (
        "lr = {'x': 1}\n",
        "from kohakuengine import Config\nCONFIG = Config({'lr.^x': 1})\n",
        "rate",
        "only 'lr' itself can be renamed here, not what is inside of it",
    ),
    "an option": (
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\n",
        "^lr = 2\n",
        "rate",
        "'lr' is an option of train.py's own command line",
    ),
    "an escaped key": (
        "lr = 1\n",
        "from kohakuengine import Config\nCONFIG = Config({'^l\\x72': 1})\n",
        "rate",
        "train_config.py:2: the name is not written letter by letter",
    ),
}


@pytest.mark.parametrize(("script", "config", "new", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_renamed_is_refused(
    script: str, config: str, new: str, reason: str, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("train.py", script)
    before, _, behind = config.partition("^")
    document = workspace.open("train_config.py", before + behind)
    workspace.index()

    with pytest.raises(RenameRefusedError) as caught:
        rename(workspace.project, document, document.lines.position(len(before)), new)

    assert str(caught.value) == reason


@pytest.mark.parametrize("before", ["x = ", "", "_kwargs = {'"], ids=["a value", "a name", "an argument"])
def test_what_is_not_ours_is_not_renamed(before: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("train.py", "lr = 1\ndef main(lr=2): pass\nmain()\n")
    document = workspace.open("train_config.py" if before else "helpers.py", f"{before}lr")

    assert prepare_rename(workspace.project, document, document.lines.position(len(before))) is None
    assert rename(workspace.project, document, document.lines.position(len(before)), "rate") is None
