"""Which script a config is for: the first that says something, as everything stands now, saved or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol.types import Position
from workspace import Workspace, changed, typed

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = '[[tool.kogine.configs]]\nscript = "project.py"\nconfigs = "*_config.py"\n'
FLOW = (
    'from kohakuengine import Script, load_config\nScript("flow.py", config=load_config("near_config.py"))\n'
)
SCRIPTS = ("marked.py", "project.py", "flow.py", "near.py")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Scripts, and a config that only its name says something of."""
    found = Workspace(tmp_path)
    for name in SCRIPTS:
        found.write(name, "lr = 1\n")
    found.write("near_config.py", "lr = 2\n")
    return found


def test_the_first_that_says_something_counts(workspace: Workspace) -> None:
    found = [workspace.script_of("near_config.py")]
    workspace.write("run_all.py", FLOW)
    found.append(workspace.script_of("near_config.py"))
    workspace.write("pyproject.toml", PROJECT)
    found.append(workspace.script_of("near_config.py"))
    workspace.write("near_config.py", "# kogine: script = marked.py\nlr = 2\n")
    found.append(workspace.script_of("near_config.py"))

    assert found == ["near.py", "flow.py", "project.py", "marked.py"]


def test_what_goes_away_says_nothing_any_more(workspace: Workspace) -> None:
    workspace.write("run_all.py", FLOW)
    workspace.write("pyproject.toml", PROJECT)
    workspace.write("near_config.py", "# kogine: script = marked.py\nlr = 2\n")

    found = [workspace.script_of("near_config.py")]
    workspace.write("near_config.py", "lr = 2\n")
    found.append(workspace.script_of("near_config.py"))
    workspace.remove("pyproject.toml")
    found.append(workspace.script_of("near_config.py"))
    workspace.remove("run_all.py")
    found.append(workspace.script_of("near_config.py"))
    workspace.remove("near.py")
    found.append(workspace.script_of("near_config.py"))

    assert found == ["marked.py", "project.py", "flow.py", "near.py", None]


def test_a_mark_that_is_not_saved_counts_while_its_file_is_open(workspace: Workspace) -> None:
    document = workspace.open("near_config.py", "# kogine: script = marked.py\n")
    found = [workspace.script_of("near_config.py")]
    typed(document, "# kogine: script = flow.py\n")
    found.append(workspace.script_of("near_config.py"))
    workspace.close("near_config.py")
    found.append(workspace.script_of("near_config.py"))

    assert found == ["marked.py", "flow.py", "near.py"]


def test_a_script_that_is_named_in_a_file_that_is_not_saved_counts_while_that_is_open(
    workspace: Workspace,
) -> None:
    document = workspace.open("run_all.py", FLOW)
    found = [workspace.script_of("near_config.py")]
    typed(document, FLOW.replace("flow.py", "project.py"))
    found.append(workspace.script_of("near_config.py"))
    typed(document, "x = 1\n")
    found.append(workspace.script_of("near_config.py"))
    typed(document, FLOW)
    found.append(workspace.script_of("near_config.py"))
    workspace.close("run_all.py")
    found.append(workspace.script_of("near_config.py"))

    assert found == ["flow.py", "project.py", "near.py", "flow.py", "near.py"]


def test_the_letter_that_completes_a_name_of_ours_counts(workspace: Workspace) -> None:
    document = workspace.open("run_all.py", f"x = 1\n{FLOW.replace('kohaku', 'koaku')}")
    found = [workspace.script_of("near_config.py")]
    changed(document, Position(1, 7), Position(1, 7), "h")
    found.append(workspace.script_of("near_config.py"))
    changed(document, Position(0, 0), Position(0, 1), "y")
    found.append(workspace.script_of("near_config.py"))
    changed(document, Position(1, 7), Position(1, 8), "")
    found.append(workspace.script_of("near_config.py"))

    assert found == ["near.py", "flow.py", "flow.py", "near.py"]


def test_a_script_that_a_config_names_itself_need_not_exist(workspace: Workspace) -> None:
    workspace.open("near_config.py", "# kogine: script = missing.py\n")

    assert workspace.script_of("near_config.py") == "missing.py"


def test_a_file_is_no_config_of_its_own(workspace: Workspace) -> None:
    workspace.open("near_config.py", "# kogine: script = near_config.py\n")

    assert workspace.script_of("near_config.py") is None


def test_a_project_that_is_no_toml_does_not_hide_what_else_is_known(workspace: Workspace) -> None:
    workspace.write("pyproject.toml", "[[tool.kogine.configs]\n")

    assert workspace.script_of("near_config.py") == "near.py"


def test_a_base_has_the_script_of_the_config_that_takes_it_over(workspace: Workspace) -> None:
    workspace.write("base.py", "lr = 3\n")
    user = "from kohakuengine import use_config\nuse_config('base.py')\n"
    workspace.write("near_config.py", user)
    found = [workspace.script_of("base.py")]
    workspace.open("near_config.py", f"# kogine: script = marked.py\n{user}")
    found.append(workspace.script_of("base.py"))
    workspace.close("near_config.py")
    found.append(workspace.script_of("base.py"))

    assert found == ["near.py", "marked.py", "near.py"]


def test_bases_that_take_each_other_over_have_no_script(workspace: Workspace) -> None:
    for one, other in (("a.py", "b.py"), ("b.py", "a.py")):
        workspace.write(one, f"from kohakuengine import use_config\nuse_config('{other}')\n")

    assert (workspace.script_of("a.py"), workspace.script_of("b.py")) == (None, None)


@pytest.mark.parametrize("asked", [["a.py", "b.py"], ["b.py", "a.py"]], ids="-".join)
def test_bases_that_take_each_other_over_have_the_script_of_a_third_whichever_is_asked_of_first(
    asked: list[str], workspace: Workspace
) -> None:
    for one, other in (("a.py", "b.py"), ("b.py", "a.py"), ("near_config.py", "a.py")):
        workspace.write(one, f"from kohakuengine import use_config\nuse_config('{other}')\n")

    assert [workspace.script_of(name) for name in asked] == ["near.py", "near.py"]


def test_a_path_in_a_flow_is_looked_for_above_it_too(workspace: Workspace) -> None:
    workspace.write("flows/run_all.py", FLOW)
    found = [workspace.script_of("near_config.py")]
    workspace.write("flows/flow.py", "lr = 1\n")
    found.append(workspace.script_of("near_config.py"))

    assert found == ["flow.py", "flows/flow.py"]
