"""Nothing of the workspace runs: every file of it would write a file when it is executed or imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .places import range_of
from .session import KOGINE, PUSHED, Session

if TYPE_CHECKING:
    from pathlib import Path

SING = "__import__('pathlib').Path({path!r}).write_text('ran')"
SCRIPT = """\
import argparse
import helper
from typing import Annotated, Literal

{sing}
lr: {sing} = {sing}
mode: Literal["a", "b"] = "a"
named = helper.VALUE
kind: Annotated[int, {sing}] = 1


class Model({sing}):
    width: {sing} = {sing}


@{sing}
def main(epochs: {sing} = {sing}):
    parser = argparse.ArgumentParser({sing})
    parser.add_argument("--size", type={sing}, default={sing}, choices={sing}, help={sing})
    parser.parse_args()


if __name__ == "__main__":
    main({sing})
"""
CONFIG = """\
from kohakuengine import Config, use_config
from helper import VALUE

{sing}
base = use_config("base.py")
lr = {sing}
lrr = VALUE
mode = "a"
_kwargs = {{"epochs": {sing}, "epoch": 1}}
"""
ALONE = "{sing}\n"


def lay_out(root: Path, canary: Path) -> None:
    """Write files that sing when they run."""
    sing = SING.format(path=str(canary))
    files = {
        "train.py": SCRIPT,
        "train_config.py": CONFIG,
        **dict.fromkeys(("base.py", "helper.py", "conftest.py", "sitecustomize.py", "setup.py"), ALONE),
        **dict.fromkeys(("kohakuengine_tooling.py", "pygls.py", "helper/__init__.py"), ALONE),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text.format(sing=sing), encoding="utf-8")


def ask_everything(session: Session, uri: str) -> list[object]:
    """Ask all that there is of a buffer, at every place of it."""
    text = session.texts[uri]
    answers: list[object] = []
    for at in range(0, len(text), 7):
        for method in ("completion", "hover", "definition"):
            answers.append(session.ask_at(method, uri, at))
    answers.append(session.ask_at("references", uri, text.index("lr"), context={"includeDeclaration": True}))
    answers.append(session.ask_at("rename", uri, text.index("mode"), newName="manner"))
    whole = range_of(text, 0, len(text), session.encoding)
    answers.append(session.ask_about("inlayHint", uri, range=whole))
    answers.append(session.ask_about("codeAction", uri, range=whole, context={"diagnostics": []}))
    for method in ("diagnostic", "documentSymbol", "codeLens"):
        answers.append(session.ask_about(method, uri))
    answers.append(session.ask("workspace/symbol", {"query": ""}))
    answers.append(session.ask("workspace/diagnostic", {"previousResultIds": []}))
    return answers


def test_what_is_looked_at_never_runs(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    root = tmp_path / "root"
    root.mkdir()
    lay_out(root, canary)

    with (
        Session(root, command=KOGINE, folder=root) as session,
        Session(root, command=KOGINE, folder=root, capabilities=PUSHED) as pushed,
    ):
        answers = []
        for name in ("train.py", "train_config.py"):
            uri = session.open(root / name, (root / name).read_text(encoding="utf-8"))
            answers.append(ask_everything(session, uri))
            pushed.open(root / name, session.texts[uri])
        session.ask(
            "workspace/executeCommand",
            {"command": "kogine.createConfig", "arguments": [(root / "train.py").as_uri()]},
        )
        codes = {one["code"] for one in pushed.hear("textDocument/publishDiagnostics")["diagnostics"]}

    assert codes == {"KE101", "KE402"}
    assert all(any(answer) for answer in answers)
    assert not canary.exists()


def test_the_canary_sings_when_a_file_runs(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    lay_out(tmp_path, canary)

    exec(compile((tmp_path / "base.py").read_text(encoding="utf-8"), "base.py", "exec"), {})

    assert canary.read_text(encoding="utf-8") == "ran"
