"""A config that is for several scripts, a module that is none, and files that read what a config sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kohakuengine_tooling.server.diagnostics import diagnose
from kohakuengine_tooling.server.project import Project
from kohakuengine_tooling.server.renaming import RenameRefusedError, rename
from kohakuengine_tooling.server.uris import uri_of

if TYPE_CHECKING:
    from pathlib import Path

    from kohakuengine_tooling.server.document import Document

USES = "from kohakuengine import use_config\nuse_config('base.py')\n"


def lay_out(folder: Path, files: dict[str, str]) -> Project:
    """Write files, and return the project that they are, indexed."""
    project = Project()
    project.set_roots([folder])
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in files:
        project.index_file(folder / name)
    return project


def opened(project: Project, folder: Path, name: str) -> Document:
    path = folder / name
    return project.open(uri_of(path), path.read_text(encoding="utf-8"), 1)


def codes(project: Project, folder: Path, name: str) -> list[str]:
    return [str(one.code) for one in diagnose(project, opened(project, folder, name))]


TWO = {
    "train.py": "lr = 1.0\nprint(lr)\n",
    "eval.py": "split = 'test'\nprint(split)\n",
    "train_x.py": "# kogine: script = train.py\n" + USES,
    "eval_x.py": "# kogine: script = eval.py\n" + USES,
}


@pytest.mark.parametrize(
    ("base", "expected"),
    [("lr = 2.0\n", []), ("split = 'val'\nlr = 2.0\n", []), ("lrr = 2.0\n", ["KE101"])],
    ids=["for-the-one", "for-each-something", "for-none"],
)
def test_a_base_of_two_scripts_may_set_what_one_of_them_has(
    tmp_path: Path, base: str, expected: list[str]
) -> None:
    project = lay_out(tmp_path, {**TWO, "base.py": base})

    assert codes(project, tmp_path, "base.py") == expected


def test_a_module_that_the_script_imports_is_no_config_of_it(tmp_path: Path) -> None:
    script = "from train_config import LR\nlr = LR * 2\nprint(lr)\n"
    project = lay_out(tmp_path, {"train.py": script, "train_config.py": "LR = 1.0\nunknown = 3\n"})

    assert codes(project, tmp_path, "train_config.py") == []


@pytest.mark.parametrize(
    ("more", "asked", "reason"),
    [
        (
            {"base.py": "lr = 2.0\n", "train_x.py": "# kogine: script = train.py\n" + USES + "lr = 3.0\n"},
            "train_x.py",
            "base.py, which train_x.py takes over, is for another script, too",
        ),
        (
            {
                "base.py": "# kogine: script = train.py\nlr = 2.0\n",
                "eval_x.py": "",
                "train_x.py": "# kogine: script = train.py\n" + USES + "n = int(lr)\n",
            },
            "base.py",
            "train_x.py may read 'lr' of base.py",
        ),
    ],
    ids=["two-scripts", "a-reader"],
)
def test_a_name_that_others_may_read_is_not_renamed(
    tmp_path: Path, more: dict[str, str], asked: str, reason: str
) -> None:
    project = lay_out(tmp_path, {**TWO, **more})
    document = opened(project, tmp_path, asked)
    position = document.lines.position(document.text.index("lr ="))

    with pytest.raises(RenameRefusedError, match=reason):
        rename(project, document, position, "rate")
