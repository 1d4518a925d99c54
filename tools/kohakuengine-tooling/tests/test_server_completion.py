"""Completion in a config: what is offered, in which order, and what the text is once an offer is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol.types import CompletionItem, TextEdit
from workspace import Workspace, applied

from kohakuengine_tooling.server.completion import complete

if TYPE_CHECKING:
    from pathlib import Path

    from lsprotocol.types import CompletionList

    from kohakuengine_tooling.server.document import Document

SCRIPT = """\
import argparse
from typing import Literal
# optimizer
lr: float = 1e-3  # the rate
mode: Literal["fast", "slow"] = "fast"
deep = True
_own = 1
seed = 1
class CFG:
    depth = 4
parser = argparse.ArgumentParser()
parser.add_argument("--warmup", type=int, default=0, help="steps")
parser.add_argument("--seed", type=int, default=0)
def main(device="cpu", *, workers=2):
    print(lr)
if __name__ == "__main__":
    main()
"""
GEN = "# \U0001f600\nfrom kohakuengine import Config\ndef config_gen():\n    return Config("


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A script."""
    workspace = Workspace(tmp_path)
    workspace.write("train.py", SCRIPT)
    return workspace


def _asked(workspace: Workspace, marked: str) -> tuple[Document, CompletionList | None]:
    """Open a config, and complete where its `^` stands."""
    before, _, behind = marked.partition("^")
    document = workspace.open("train_config.py", before + behind)
    place = document.lines.position(len(before.replace("\r\n", "\n")))
    return document, complete(workspace.project, document, place)


def _taken(document: Document, item: CompletionItem) -> str:
    assert isinstance(item.text_edit, TextEdit)
    return applied(document, [item.text_edit])


def labels(workspace: Workspace, marked: str) -> list[str]:
    """List what is offered."""
    found = _asked(workspace, marked)[1]
    assert found is not None
    return [item.label for item in sorted(found.items, key=lambda item: item.sort_text or "")]


NAMES = ["lr", "mode", "deep", "parser", "CFG.depth", "warmup"]
OFFERED = {
    "names of a bare config": ("^", ["lr", "mode", "deep", "parser", "warmup"]),
    "names that are set come last": ("lr = 1\n^\nmode = 2\n", ["deep", "parser", "warmup", "lr", "mode"]),
    "names that are typed": ("d^", ["deep", "mode"]),
    "keys": (f"{GEN}{{'^'}})", NAMES),
    "keys that are set come last": (f"{GEN}{{'lr': 1, '^': 2}})", [*NAMES[1:], "lr"]),
    "keys of the arguments": (f"{GEN}kwargs={{'^'}})", ["device", "workers"]),
    "keywords": (f"{GEN}dict(^))", ["lr", "mode", "deep", "parser", "warmup"]),
    "keys behind a scope": (f"{GEN}{{'global:s^'}})", ["global:seed", "global:parser"]),
    "keys behind the other scope": (f"{GEN}{{'option:^'}})", ["option:warmup", "option:seed"]),
    "choices": ("mode = ^", ['"fast"', '"slow"']),
    "choices in quotes": ("mode = '^'", ["fast", "slow"]),
    "words": ("deep = ^", ["True", "False"]),
    "a default": ("lr = ^", ["1e-3"]),
    "the default of an argument": ("_kwargs = {'device': ^}", ['"cpu"']),
}


@pytest.mark.parametrize(("marked", "expected"), OFFERED.values(), ids=OFFERED.keys())
def test_what_may_stand_there_is_offered(marked: str, expected: list[str], workspace: Workspace) -> None:
    assert labels(workspace, marked) == expected


# What is typed, the label that is taken, and the text then.
TAKEN = {
    "a name": ("l^", "lr", "lr = "),
    "a name before an equals sign": ("l^ = 1", "lr", "lr = 1"),
    "a name over the rest of a word": ("l^og = 1", "lr", "lr = 1"),
    "an annotated name": ("l^: float = 1", "lr", "lr: float = 1"),
    "a key": (f"{GEN}{{'l^'}})", "lr", f"{GEN}{{'lr': }})"),
    "a key of double quotes": (f'{GEN}{{"l^"}})', "lr", f'{GEN}{{"lr": }})'),
    "a key that is open": (f"{GEN}{{'l^", "lr", f"{GEN}{{'lr': "),
    "a key without quotes": (f"{GEN}{{l^}})", "lr", f'{GEN}{{"lr": }})'),
    "a key with a value": (f"{GEN}{{'l^': 1}})", "lr", f"{GEN}{{'lr': 1}})"),
    "a key behind non-BMP text": (
        f"{GEN}{{'\U0001f600': 1, 'l^': 2}})",
        "lr",
        f"{GEN}{{'\U0001f600': 1, 'lr': 2}})",
    ),
    "a dotted key": (f"{GEN}{{'CFG.^'}})", "CFG.depth", f"{GEN}{{'CFG.depth': }})"),
    "a keyword": (f"{GEN}dict(l^))", "lr", f"{GEN}dict(lr=))"),
    "an item": ("_kwargs = {}\n_kwargs['^'] = 1", "device", "_kwargs = {}\n_kwargs['device'] = 1"),
    "a value": ("mode = ^", '"slow"', 'mode = "slow"'),
    "a value in quotes": ("mode = 'f^ast'", "slow", "mode = 'slow'"),
    "behind line ends of two characters": ("x = 1\r\nl^\r\ny = 2\r\n", "lr", "x = 1\r\nlr = \r\ny = 2\r\n"),
}


@pytest.mark.parametrize(("marked", "label", "expected"), TAKEN.values(), ids=TAKEN.keys())
def test_an_offer_that_is_taken_makes_this_text(
    marked: str, label: str, expected: str, workspace: Workspace
) -> None:
    document, found = _asked(workspace, marked)

    assert found is not None
    [item] = [item for item in found.items if item.label == label]
    assert _taken(document, item) == expected
    if item.filter_text is not None and isinstance(item.text_edit, TextEdit):
        start = document.lines.offset(item.text_edit.range.start)
        typed = document.text[
            start : document.lines.offset(document.lines.position(len(marked.partition("^")[0])))
        ]
        assert item.filter_text.startswith(typed[:1])


def test_an_offer_says_what_the_script_says_of_it(workspace: Workspace) -> None:
    _, found = _asked(workspace, "mode = 1\n^")

    assert found is not None
    shown = {
        item.label: (
            item.label_details.detail,
            item.label_details.description,
            item.detail,
            item.documentation,
        )
        for item in found.items
        if item.label_details is not None
    }
    assert shown["lr"] == (": float", "1e-3", "lr: float = 1e-3  (train.py:4)", "the rate")
    assert shown["warmup"] == (": int", "0", "warmup: int = 0  (train.py:12)", "steps")
    assert shown["mode"][1] == "set already"


def test_a_name_that_is_typed_into_the_script_is_offered_at_once(workspace: Workspace) -> None:
    before = labels(workspace, "^")
    workspace.open("train.py", f"fresh = 1\n{SCRIPT}")

    assert "fresh" not in before
    assert "fresh" in labels(workspace, "^")


def test_files_are_offered_for_paths(workspace: Workspace) -> None:
    workspace.write("configs/base.py", "")
    workspace.write("data.json", "{}")
    head = "from kohakuengine import use_config, Script\n"

    assert labels(workspace, f"{head}use_config('^')") == ["configs/", "data.json", "train.py"]
    assert labels(workspace, f"{head}use_config('configs/^')") == ["base.py"]
    assert labels(workspace, f"{head}Script('^')") == ["configs/", "train.py"]
    assert labels(workspace, "# kogine: script = ^") == ["configs/", "train.py"]


@pytest.mark.parametrize("marked", ["x = a.^", "print(^)", "import ^", "# ^", "lr = 1 + ^"])
def test_elsewhere_another_server_answers(marked: str, workspace: Workspace) -> None:
    assert _asked(workspace, marked)[1] is None


def test_what_is_no_config_is_not_completed(workspace: Workspace) -> None:
    document = workspace.open("helpers.py", "l")

    assert complete(workspace.project, document, document.lines.position(1)) is None


def test_all_names_of_a_script_of_some_size_are_offered(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("train.py", "".join(f"name_{number} = {number}\n" for number in range(90)))

    _, found = _asked(workspace, "^")

    assert found is not None
    assert (len(found.items), found.is_incomplete) == (90, False)
    assert all(item.detail for item in found.items)


def test_many_names_are_offered_in_part(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write("train.py", "".join(f"name_{number} = {number}\n" for number in range(500)))

    _, found = _asked(workspace, "name_4^")

    assert found is not None
    assert found.is_incomplete
    assert len(found.items) <= 24
    assert all(item.label.startswith("name_4") for item in found.items)
