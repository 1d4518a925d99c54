"""What is wrong with a config, told while it is typed: code, severity, place and message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol.types import DiagnosticSeverity
from workspace import Workspace, typed

from kohakuengine_tooling.server import unknown_names
from kohakuengine_tooling.server.diagnostics import diagnose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kohakuengine_tooling.server.document import Document

SCRIPT = """\
import argparse
from typing import Literal
lr: float = 1e-3
epochs = 3
mode: Literal["fast", "slow"] = "fast"
size = 0.5
name = "run"
opt = {"beta": 0.9}
seed = 1
class CFG:
    depth = 4
for step in range(3): pass
parser = argparse.ArgumentParser()
parser.add_argument("--warmup", type=int, default=0)
parser.add_argument("--seed", type=int, default=0)
def main(device="cpu", *, workers=2):
    print(lr)
if __name__ == "__main__":
    main()
"""
GEN = "from kohakuengine import Config\ndef config_gen():\n    return Config({0})\n"


def found(workspace: Workspace, document: Document) -> list[str]:
    """Write each diagnostic in a line."""
    lines = []
    for one in diagnose(workspace.project, document):
        start, end = (document.lines.offset(place) for place in (one.range.start, one.range.end))
        assert one.severity is not None
        severity = DiagnosticSeverity(one.severity).name.lower()
        lines.append(f"{severity} {one.code} <{document.text[start:end]}> {one.message}")
    return lines


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A script."""
    workspace = Workspace(tmp_path)
    workspace.write("train.py", SCRIPT)
    return workspace


# The text of train_config.py, and what is wrong with it.
TABLE = {
    "nothing": ("lr = 0.1\nepochs = 5\n", []),
    "an unknown name": (
        "lrr = 0.1\n",
        ["error KE101 <lrr> no parameter 'lrr' in train.py. Did you mean 'lr'?"],
    ),
    "an unknown name near none": ("zzz = 1\n", ["error KE101 <zzz> no parameter 'zzz' in train.py"]),
    "a new name": (GEN.format("{'+zzz': 1}"), []),
    "a helper": ("def zzz(): pass\n", []),
    "an annotated type decides": (
        "lr = 'high'\n",
        [
            "error KE201 <'high'> lr = 'high' does not fit float, its type in train.py:3, default 1e-3",
        ],
    ),
    "None for an annotated type": (
        "lr = None\n",
        ["error KE201 <None> lr = None does not fit float, its type in train.py:3, default 1e-3"],
    ),
    "the type of a default guides": ("epochs = 0.5\nsize = None\n", []),
    "a word for a number": (
        "epochs = 'many'\n",
        ["error KE201 <'many'> epochs = 'many' does not fit int, its type in train.py:4, default 3"],
    ),
    "what only running tells": ("lr = f()\nepochs = len(x)\n", []),
    "none of the choices": (
        "mode = 'medium'\n",
        [
            "error KE201 <'medium'> mode = 'medium' does not fit Literal['fast', 'slow'], its type in "
            'train.py:5, default "fast"',
        ],
    ),
    "the default": ("lr = 0.001\n", ["hint KE310 <lr = 0.001> lr is 0.001 in train.py anyway"]),
    "the default of another type": ("epochs = 3.0\n", []),
    "a loop variable": (
        "step = 1\n",
        ["error KE104 <step> 'step' cannot be set: is a loop variable"],
    ),
    "a function": ("main = 1\n", ["error KE104 <main> 'main' cannot be set: is a function"]),
    "a global and an option": (
        "seed = 1\n",
        [
            "error KE103 <seed> 'seed' is a global and an unrelated option (line 15). "
            "Did you mean 'global:seed' or 'option:seed'?",
        ],
    ),
    "one of the two": (GEN.format("{'global:seed': 2, 'option:seed': 2}"), []),
    "one of the two of another type": (
        GEN.format("{'global:seed': 'x'}"),
        ["error KE201 <'x'> seed = 'x' does not fit int, its type in train.py:9, default 1"],
    ),
    "an option": ("warmup = 5\n", []),
    "a member": (GEN.format("{'CFG.depth': 5}"), []),
    "an unknown key": (
        GEN.format("{'opt.bta': 1}"),
        ["error KE105 <opt.bta> 'opt' of train.py has no 'bta'. Did you mean 'opt.beta'?"],
    ),
    "a known key": (GEN.format("{'opt.beta': 1}"), []),
    "arguments": ("_kwargs = {'device': 'gpu', 'workers': 3}\n_args = [1]\n", []),
    "an unknown argument": (
        "_kwargs = {'devic': 'gpu'}\n",
        ["error KE402 <devic> main() of train.py takes no 'devic'. Did you mean 'device'?"],
    ),
    "an argument too many": (
        "_args = [1, 2]\n",
        ["error KE402 <2> main() of train.py takes no argument 2"],
    ),
    "a global among the arguments": (
        "_kwargs = {'lr': 1}\n",
        ["error KE402 <lr> main() of train.py takes no 'lr'"],
    ),
    "an argument among the globals": (
        GEN.format("{'device': 1}"),
        ["error KE101 <device> no parameter 'device' in train.py"],
    ),
    "errors beside each other": (
        "lrr = 1\nx = = 2\nepochs = 'a'\n_kwargs = {'zzz': 1}\n",
        [
            "error KE101 <lrr> no parameter 'lrr' in train.py. Did you mean 'lr'?",
            "error KE101 <x> no parameter 'x' in train.py",
            "error KE201 <'a'> epochs = 'a' does not fit int, its type in train.py:4, default 3",
            "error KE402 <zzz> main() of train.py takes no 'zzz'",
        ],
    ),
    "files that are missing": (
        "from kohakuengine import use_config, Script\nB = use_config('base.py')\nScript('no.py')\n",
        [
            "error KE502 <base.py> the config base.py does not exist",
            "error KE501 <no.py> the script no.py does not exist",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TABLE.values(), ids=TABLE.keys())
def test_what_a_run_would_refuse_is_told(text: str, expected: list[str], workspace: Workspace) -> None:
    assert found(workspace, workspace.open("train_config.py", text)) == expected


def test_what_is_typed_into_the_script_counts_at_once(workspace: Workspace) -> None:
    script = workspace.open("train.py")
    config = workspace.open("train_config.py", "lr = 0.1\nfresh = 1\nepochs = 'a'\n")
    misfit = "error KE201 <'a'> epochs = 'a' does not fit int, its type in train.py:4, default 3"
    before = found(workspace, config)
    typed(script, SCRIPT.replace("lr", "rate").replace("epochs = 3", "epochs = 'b'") + "fresh = 2\n")

    assert before == ["error KE101 <fresh> no parameter 'fresh' in train.py", misfit]
    assert found(workspace, config) == ["error KE101 <lr> no parameter 'lr' in train.py"]


def test_a_script_has_none_of_these(workspace: Workspace) -> None:
    assert found(workspace, workspace.open("train.py")) == []
    assert found(workspace, workspace.open("helpers.py", "lrr = 1\n")) == []


def test_a_script_that_a_config_names_and_that_is_missing_is_told_once(workspace: Workspace) -> None:
    document = workspace.open("a.py", "# kogine: script = no.py\nlr = 1\nzzz = 2\n")

    assert found(workspace, document) == ["error KE501 <no.py> the script no.py does not exist"]


def test_the_place_in_the_script_is_named_and_the_page_of_the_codes(workspace: Workspace) -> None:
    document = workspace.open("train_config.py", "\U0001f600 = 1; lr = 'x'\nlrr = 1\n")

    wrong, unknown = (
        one for one in diagnose(workspace.project, document) if one.message.startswith(("lr", "no"))
    )
    [related] = wrong.related_information or []
    assert (related.location.range.start.line, related.location.range.end.character) == (2, 2)
    assert wrong.code_description is not None
    assert wrong.code_description.href.endswith("error_page.md#ke201-valuefiterror")
    assert unknown.data == {"name": "lrr", "near": ["lr"], "script": str(workspace.path("train.py"))}


def test_what_is_near_is_looked_for_once_for_a_name_that_is_set_often(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nearest(name: str, _candidates: Iterable[str]) -> list[str]:
        asked.append(name)
        return ["lr"]

    monkeypatch.setattr(unknown_names, "nearest", nearest)
    head, line = "from kohakuengine import Config\ndef config_gen():\n", "    yield Config({'lrr': 1})\n"
    document = workspace.open("train_config.py", head + line * 50)

    told = found(workspace, document)

    assert told == ["error KE101 <lrr> no parameter 'lrr' in train.py. Did you mean 'lr'?"] * 50
    assert asked == ["lrr"]


def test_of_very_many_unknown_names_all_are_told(workspace: Workspace) -> None:
    document = workspace.open("train_config.py", "".join(f"lr{number} = 1\n" for number in range(300)))

    told = found(workspace, document)

    assert [line.split()[2] for line in told] == [f"<lr{number}>" for number in range(300)]
    assert "Did you mean 'lr'?" in told[0]
    assert "Did you mean" not in told[-1]
