"""What an editor reads of a run store: the script that each config was run with last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kohakuengine_tooling.server.run_together import scripts_by_config, store_of

if TYPE_CHECKING:
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


def test_a_script_that_did_not_come_to_run_is_no_config(project: Project) -> None:
    _write_scripts(project)
    project.write("prep.py", "lr = 1\nprint(lr)\nraise SystemExit(1)\n")

    project.run("workflow", "sequential", "prep.py", "train.py", "-c", "one.py")

    assert _known(project) == {"one.py": "prep.py"}
