"""What an editor reads of a run store: the script that each config was run with last."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kohakuengine_tooling.server.project import Project as Workspace
from kohakuengine_tooling.server.run_together import scripts_by_config, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from .project import Project

SCRIPT = "import helper\nlr = 1\nprint(lr)\n"


def _known(project: Project) -> dict[str, str]:
    """Map the configs of the store to their scripts, both relative to the project."""
    store = store_of(project.folder / "any" / "config.py")
    assert store == project.store / "runs.sqlite"
    return {
        path.relative_to(project.folder).as_posix(): script.relative_to(project.folder).as_posix()
        for path, script in scripts_by_config(store).items()
    }


def _write_scripts(project: Project) -> None:
    project.write("helper.py", "")
    for name in ("train.py", "prep.py"):
        project.write(name, SCRIPT)
    for name in ("one.py", "two.py"):
        project.write(name, "lr = 2\n")


def test_configs_belong_to_the_script_that_they_were_run_with_last(project: Project) -> None:
    _write_scripts(project)

    project.run("workflow", "sequential", "train.py", "-c", "one.py")
    project.run("workflow", "sequential", "train.py", "-c", "two.py")
    first = _known(project)
    project.run("workflow", "sequential", "prep.py", "-c", "two.py")

    assert first == {"one.py": "train.py", "two.py": "train.py"}
    assert _known(project) == {"one.py": "train.py", "two.py": "prep.py"}


def test_scripts_that_run_in_turn_are_no_configs_of_each_other(project: Project) -> None:
    _write_scripts(project)

    project.run("workflow", "sequential", "prep.py", "train.py", "-c", "one.py")

    assert _known(project) == {"one.py": "train.py"}


def test_a_program_and_its_scripts_are_no_configs_of_each_other(project: Project) -> None:
    _write_scripts(project)
    project.write(
        "flow.py",
        """
        from kohakuengine import Script, Sequential, load_config
        one = load_config("one.py")
        Sequential([Script("prep.py"), Script("train.py", config=one)]).run()
        """,
    )

    project.run("workflow", "run", "flow.py")

    assert len(project.runs()) == 2
    assert _known(project) == {}


def test_a_script_that_did_not_come_to_run_is_no_config(project: Project) -> None:
    _write_scripts(project)
    project.write("prep.py", "lr = 1\nprint(lr)\nraise SystemExit(1)\n")

    project.run("workflow", "sequential", "prep.py", "train.py", "-c", "one.py")

    assert _known(project) == {"one.py": "prep.py"}


def test_the_script_that_it_was_run_with_comes_before_the_one_that_a_name_tells(project: Project) -> None:
    _write_scripts(project)
    project.write("train_config.py", "lr = 3\n")
    workspace = Workspace()
    workspace.set_roots([project.folder])
    document = workspace.open((project.folder / "train_config.py").as_uri(), "lr = 3\n", 1)
    found = [workspace.script_of(document)]

    project.run("workflow", "sequential", "prep.py", "-c", "train_config.py")
    workspace.file_changed(project.store / "runs.sqlite-wal")
    found.append(workspace.script_of(document))
    (project.folder / "prep.py").unlink()
    workspace.file_changed(project.folder / "prep.py")
    found.append(workspace.script_of(document))

    assert found == [project.folder / name for name in ("train.py", "prep.py", "train.py")]


def test_a_config_of_a_run_is_found_from_its_script(project: Project) -> None:
    _write_scripts(project)
    workspace = Workspace()
    workspace.set_roots([project.folder])
    for path in project.folder.glob("*.py"):
        workspace.index_file(path)
    found = [workspace.configs_of(project.folder / "train.py")]

    project.run("workflow", "sequential", "train.py", "-c", "one.py")
    workspace.file_changed(project.store / "runs.sqlite")
    found.append(workspace.configs_of(project.folder / "train.py"))

    assert found == [[], [project.folder / "one.py"]]


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 200])
def test_a_store_that_cannot_be_read_says_nothing(damage: bytes, tmp_path: Path) -> None:
    store = tmp_path / "runs.sqlite"
    store.write_bytes(damage)

    assert scripts_by_config(store) == {}
    assert scripts_by_config(tmp_path / "missing.sqlite") == {}


def test_a_store_of_another_version_says_nothing(project: Project) -> None:
    _write_scripts(project)
    project.run("workflow", "sequential", "train.py", "-c", "one.py")
    with closing(sqlite3.connect(project.store / "runs.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 2")

    assert _known(project) == {}
