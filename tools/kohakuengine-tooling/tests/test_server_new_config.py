"""A config made from a script: it belongs to that, and sets what it has by default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol.types import CreateFile, TextDocumentEdit
from workspace import Workspace

from kohakuengine_tooling.server.diagnostics import diagnose
from kohakuengine_tooling.server.new_config import make_config

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
from pathlib import Path
# ---- model ----
depth = 4  # layers
width: int = 2 * 8
# ---- training ----
lr: float = 1e-3
path = Path("x")
table = [
    1,
]
seed = f()
half = lr / 2
tag = f"run-{depth}"
_own = 1
class CFG:
    size = 1
"""


def test_it_holds_the_defaults_with_their_docs_and_headings(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    script = workspace.write("train.py", SCRIPT)

    made = make_config(workspace.project, script)

    assert made.path == tmp_path / "train_config.py"
    assert made.text == (
        "# kogine: script = train.py\n\n# model\ndepth = 4  # layers\nwidth = 2 * 8\n"
        "\n# training\nlr = 1e-3\n"
    )


def test_it_holds_the_defaults_of_options_that_an_assignment_can_name(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    text = (
        "import argparse\nparser = argparse.ArgumentParser()\n"
        'parser.add_argument("--lr", type=float, default=0.1, help="how fast")\n'
        'parser.add_argument("--from", default="a")\nparser.add_argument("--name")\n'
        'parser.add_argument("--quiet", action="store_true")\nargs = parser.parse_args()\n'
    )

    made = make_config(workspace.project, workspace.write("train.py", text))

    assert made.text == "# kogine: script = train.py\nlr = 0.1  # how fast\nquiet = False\n"


def test_it_takes_the_next_name_that_is_free(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    script = workspace.write("train.py", SCRIPT)
    for name in ("train_config.py", "train_config_2.py"):
        workspace.write(name, "")

    assert make_config(workspace.project, script).path == tmp_path / "train_config_3.py"


def test_it_is_made_by_an_edit_that_creates_the_file(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    made = make_config(workspace.project, workspace.write("train.py", SCRIPT))

    create, change = made.edit().document_changes or []

    assert isinstance(create, CreateFile)
    assert isinstance(change, TextDocumentEdit)
    assert create.uri == change.text_document.uri == made.path.as_uri()
    assert [edit.new_text for edit in change.edits if hasattr(edit, "new_text")] == [made.text]


def test_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    made = make_config(workspace.project, workspace.write("train.py", SCRIPT))
    document = workspace.open(made.path.name, made.text)

    assert workspace.script_of(made.path.name) == "train.py"
    assert {one.code for one in diagnose(workspace.project, document)} == {"KE310"}
