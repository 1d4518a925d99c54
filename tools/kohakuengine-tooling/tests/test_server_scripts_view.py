"""The tree of scripts: what each may be given, where that stands, and what its configs set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workspace import Workspace

from kohakuengine_tooling.server.scripts_view import list_scripts

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
malr, lr = 1, 1e-3  # rate


def train(lr_scale=1.0, *, device: str = "cpu"):
    pass


if __name__ == "__main__":
    train()
"""


def _listed(tmp_path: Path) -> list[dict[str, Any]]:
    workspace = Workspace(tmp_path)
    workspace.write("train.py", SCRIPT)
    workspace.write("train_config.py", "lr = 1\n")
    workspace.index()
    return list_scripts(workspace.project)


def test_parameters_stand_before_the_arguments_of_what_is_called(tmp_path: Path) -> None:
    [script] = _listed(tmp_path)

    assert script["name"] == "train.py"
    assert [(one["kind"], one["name"], one["default"]) for one in script["parameters"]] == [
        ("global", "malr", "1"),
        ("global", "lr", "1e-3"),
        ("argument", "lr_scale", "1.0"),
        ("argument", "device", '"cpu"'),
    ]


def test_each_is_found_as_a_whole_word(tmp_path: Path) -> None:
    [script] = _listed(tmp_path)

    lines = SCRIPT.splitlines()
    for one in script["parameters"]:
        start, end = one["range"]["start"], one["range"]["end"]
        before = lines[start["line"]][: start["character"]]
        assert lines[end["line"]][start["character"] : end["character"]] == one["name"]
        assert before[-1:] in ("", " ", "(")


def test_what_configs_set_stands_below_them(tmp_path: Path) -> None:
    [script] = _listed(tmp_path)

    found = [
        (one["name"], [(entry["name"], entry["value"]) for entry in one["entries"]])
        for one in script["configs"]
    ]
    assert found == [("train_config.py", [("lr", "1")])]
