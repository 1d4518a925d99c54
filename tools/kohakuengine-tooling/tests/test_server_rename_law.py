"""A renamed script does what it did: programs are drawn, a global of theirs is renamed, and both are run."""

from __future__ import annotations

import contextlib
import io
import random
from typing import TYPE_CHECKING

import pytest
from lsprotocol.types import TextDocumentEdit, TextEdit
from workspace import Workspace, applied

from kohakuengine_tooling.server.renaming import RenameRefusedError, rename

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 60  # programs for each seed
HEAD = """\
import contextlib
class O: pass
o = O()
o.lr = 5
@contextlib.contextmanager
def c(v): yield v
lr = 1
wd = 2
q = 3
"""
PARAMETERS = {"lr": "1", "x": "1", "lr=1": "", "x=lr": "", "*lr": "", "y, lr=2": "1", "x=3, *, lr=4": ""}
EXPRESSIONS = (
    "({} + {})",
    "[{} for lr in range(2)][0]",
    "[{} for x in range({} % 3 + 1)][0]",
    "(lambda lr: {})({})",
    "(lambda x={}: {}  )()",
    "dict(lr={})['lr']",
    "int(f'{{{}}}')",
    "o.lr",
    "({} if {} else {})",
    "{{'lr': {}}}['lr']",
    "sum(lr for lr in [{}])",
)
STATEMENTS = (
    "lr = {}",
    "wd = {}",
    "wd += {}",
    "print({})",
    "if {}: wd = {}",
    "for i in range(2): print({})",
    "for lr in range(2): print({})",
    "print((q := {}))",
    "print('lr', \"lr\")",
    "o.lr = {}",
    "with c({}) as wd: print({})",
)


class _Drawn:
    """A program that prints what its names hold."""

    def __init__(self, choose: random.Random) -> None:
        self._choose = choose
        self._count = 0

    def text(self) -> str:
        return HEAD + "".join(self._block("", 0)) + "print(lr, wd, q)\n"

    def _expression(self, depth: int = 0) -> str:
        if depth > 2 or self._choose.random() < 0.35:
            return self._choose.choice(("lr", "wd", "q", "1", "2"))
        return self._filled(self._choose.choice(EXPRESSIONS), depth + 1)

    def _filled(self, form: str, depth: int = 0) -> str:
        count = form.replace("{{", "").replace("}}", "").count("{}")
        return form.format(*(self._expression(depth) for _ in range(count)))

    def _block(self, indent: str, depth: int) -> list[str]:
        lines = []
        for _ in range(self._choose.randint(1, 3)):
            kind = self._choose.random()
            if depth < 2 and kind < 0.15:
                lines += self._function(indent, depth)
            elif depth < 2 and kind < 0.25:
                lines += self._class(indent, depth)
            else:
                lines.append(f"{indent}{self._filled(self._choose.choice(STATEMENTS))}\n")
        return lines

    def _function(self, indent: str, depth: int) -> list[str]:
        self._count += 1
        parameters = self._choose.choice(list(PARAMETERS))
        is_global = "lr" not in parameters and self._choose.random() < 0.3
        return [
            f"{indent}def f{self._count}({parameters}):\n",
            *([f"{indent}    global lr\n"] if is_global else []),
            *self._block(f"{indent}    ", depth + 1),
            f"{indent}    return {self._expression()}\n",
            *self._tried(indent, f"f{self._count}({PARAMETERS[parameters]})"),
        ]

    def _class(self, indent: str, depth: int) -> list[str]:
        self._count += 1
        name = f"C{self._count}"
        return [
            f"{indent}class {name}:\n",
            *self._block(f"{indent}    ", depth + 1),
            f"{indent}    def m(self, x={self._expression()}):\n",
            f"{indent}        return {self._expression()}\n",
            *self._tried(indent, f"{name}().m()"),
        ]

    def _tried(self, indent: str, call: str) -> list[str]:
        return [f"{indent}try: print({call})\n", f"{indent}except Exception as e: print(type(e).__name__)\n"]


def printed(text: str) -> str:
    """Run a program and return what it prints, with the kind of what ends it."""
    said, end = io.StringIO(), ""
    with contextlib.redirect_stdout(said):
        try:
            exec(compile(text, "train.py", "exec"), {"__name__": "__main__"})
        except Exception as error:  # noqa: BLE001 - of the program
            end = type(error).__name__
    return said.getvalue() + end


def renamed(workspace: Workspace, text: str) -> str | None:
    """Rename the global `lr` of a script; None where that is refused."""
    document = workspace.open("train.py", text)
    place = document.lines.position(text.index("\nlr = 1") + 1)
    try:
        found = rename(workspace.project, document, place, "rate")
    except RenameRefusedError:
        return None
    assert found is not None
    for change in found.edit.document_changes or ():
        if isinstance(change, TextDocumentEdit) and change.text_document.uri == document.uri:
            return applied(document, [edit for edit in change.edits if isinstance(edit, TextEdit)])
    pytest.fail("the script has no edits")


@pytest.mark.parametrize("seed", range(8))
def test_a_renamed_script_prints_what_it_did(seed: int, tmp_path: Path) -> None:
    drawn = _Drawn(random.Random(seed))
    workspace = Workspace(tmp_path)
    workspace.write("train.py", HEAD)
    workspace.write("train_config.py", "lr = 2\n")
    workspace.index()
    count = 0

    for _ in range(COUNT):
        text = drawn.text()
        again = renamed(workspace, text)
        if again is not None:
            count += 1
            assert printed(again) == printed(text), f"{text}\n-----\n{again}"

    assert count > COUNT // 2
