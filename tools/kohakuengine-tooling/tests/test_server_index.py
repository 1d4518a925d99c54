"""The index of the workspace: all that is the project's own, as it stands now, and nothing else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from workspace import Workspace, typed

from kohakuengine_tooling.server.document import LARGEST_HERE

if TYPE_CHECKING:
    from pathlib import Path

FLOW = 'from kohakuengine import Script, load_config\nScript("train.py", config=load_config("a.py"))\n'
PROJECT = '[[tool.kogine.configs]]\nscript = "train.py"\nconfigs = "a.py"\n'


def known(workspace: Workspace) -> list[str]:
    """List the files that are indexed."""
    return [file.path.relative_to(workspace.root).as_posix() for file in workspace.project.index.files()]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A script, and a config that its name does not give to it."""
    found = Workspace(tmp_path)
    found.write("train.py", "lr = 1\nif __name__ == '__main__':\n    print(lr)\n")
    found.write("a.py", "lr = 2\n")
    return found


FOREIGN = [
    ".venv/lib/x.py",
    "env/pyvenv.cfg+env/x.py",
    "node_modules/p/x.py",
    "build/x.py",
    "deep/__pycache__/x.py",
    ".hidden/x.py",
    "x.pyc",
    "train.txt",
]


@pytest.mark.parametrize("names", FOREIGN)
def test_what_is_not_the_projects_own_is_not_indexed(names: str, workspace: Workspace) -> None:
    for name in names.split("+"):
        workspace.write(name, "lr = 1\n")
    told = known(workspace)
    workspace.index()

    assert told == known(workspace) == ["a.py", "train.py"]


def test_links_are_not_followed(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "b.py").write_text("lr = 1\n", encoding="utf-8")
    workspace.path("folder").symlink_to(outside)
    workspace.path("b.py").symlink_to(outside / "b.py")
    workspace.path("c.py").symlink_to(workspace.path("a.py"))
    for name in ("folder/b.py", "b.py", "c.py"):
        workspace.project.file_changed(workspace.path(name))
    told = known(workspace)
    workspace.index()

    assert told == known(workspace) == ["a.py", "train.py"]


def test_a_root_that_is_a_link_is_a_root(workspace: Workspace, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(workspace.root)
    linked = Workspace(link)

    assert linked.index() == 2
    linked.project.file_changed(link / "a.py")
    assert known(linked) == ["a.py", "train.py"]


def test_excluded_files_are_not_indexed_whoever_tells_of_them(workspace: Workspace) -> None:
    workspace.project.set_exclude(["old/*", "*_test.py"])
    for name in ("old/b.py", "old/deep/c.py", "d_test.py", "new/old.py"):
        workspace.write(name, "lr = 1\n")
    told = known(workspace)
    workspace.index()

    assert told == ["new/old.py"]
    assert known(workspace) == ["a.py", "new/old.py", "train.py"]


def test_what_is_open_is_indexed_again_when_other_files_are_excluded(workspace: Workspace) -> None:
    workspace.open("train_config.py", "lr = 3\n")
    before = workspace.configs_of("train.py")
    workspace.project.set_exclude(["old/*"])
    workspace.index()

    assert before == workspace.configs_of("train.py") == ["train_config.py"]


def test_a_file_that_goes_away_is_forgotten(workspace: Workspace) -> None:
    workspace.write("train_config.py", "lr = 3\n")
    found = [workspace.configs_of("train.py")]
    workspace.remove("train_config.py")
    found.append(workspace.configs_of("train.py"))

    assert found == [["train_config.py"], []]


@pytest.mark.parametrize("has_watcher", [True, False], ids=["equal time, told of", "nobody tells"])
def test_a_file_that_changes_to_equal_size_is_read_again(workspace: Workspace, *, has_watcher: bool) -> None:
    path, found = workspace.path("train.py"), []
    for time_s, text in enumerate(("lr = 3\n", "wd = 4\n")):
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(0, 0 if has_watcher else 10**9 * time_s))
        if has_watcher:
            workspace.project.file_changed(path)
        document = workspace.project.file(path)
        found.append(None if document is None else document.text)

    assert found == ["lr = 3\n", "wd = 4\n"]


def test_a_folder_that_is_no_root_any_more_is_forgotten(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, roots=[tmp_path / "one", tmp_path / "two"])
    for name in ("one/train.py", "one/train_config.py", "two/train.py", "two/train_config.py", "three/a.py"):
        workspace.write(name, "lr = 1\n")
    workspace.index()
    found = [known(workspace)]
    workspace.project.set_roots([tmp_path / "two", tmp_path / "three"])
    found.append(known(workspace))
    workspace.index()
    found.append(known(workspace))

    assert found == [
        ["one/train.py", "one/train_config.py", "two/train.py", "two/train_config.py"],
        ["two/train.py", "two/train_config.py"],
        ["three/a.py", "two/train.py", "two/train_config.py"],
    ]
    assert workspace.configs_of("two/train.py") == ["two/train_config.py"]


def test_an_open_file_is_indexed_as_it_stands_and_as_it_is_saved_once_it_is_closed(
    workspace: Workspace,
) -> None:
    document = workspace.open("b.py", "# kogine: script = train.py\nlr = 1\n")
    found = [workspace.configs_of("train.py")]
    typed(document, "# kogine: script = other.py\nlr = 1\n")
    found.append(workspace.configs_of("train.py"))
    typed(document, "# kogine: script = train.py\nlr = 1\n")
    found.append(workspace.configs_of("train.py"))
    workspace.project.close(document.uri)
    found.append(workspace.configs_of("train.py"))

    assert found == [["b.py"], [], ["b.py"], []]


BY_ANOTHER = pytest.mark.parametrize(
    ("name", "text"), [("z_all.py", FLOW), ("pyproject.toml", PROJECT)], ids=["flow", "project"]
)


@BY_ANOTHER
def test_a_file_that_becomes_a_config_by_another_is_read_as_one(
    name: str, text: str, workspace: Workspace
) -> None:
    workspace.index()
    found = [workspace.configs_of("train.py")]
    workspace.write(name, text)
    found.append(workspace.configs_of("train.py"))
    workspace.remove(name)
    found.append(workspace.configs_of("train.py"))

    assert found == [[], ["a.py"], []]


@BY_ANOTHER
def test_an_open_file_that_becomes_a_config_by_another_is_read_as_one_though_nothing_is_typed_into_it(
    name: str, text: str, workspace: Workspace
) -> None:
    workspace.open("a.py")
    found = [workspace.configs_of("train.py")]
    workspace.write(name, text)
    found.append(workspace.configs_of("train.py"))

    assert found == [[], ["a.py"]]


def test_what_a_flow_names_again_once_its_changes_are_discarded_is_read_as_a_config_though_it_is_open(
    workspace: Workspace,
) -> None:
    workspace.write("z_all.py", FLOW)
    typed(workspace.open("z_all.py"), "lr = 3\n")
    workspace.open("a.py")
    found = [workspace.configs_of("train.py")]
    workspace.close("z_all.py")
    found.append(workspace.configs_of("train.py"))

    assert found == [[], ["a.py"]]


@pytest.mark.parametrize("is_open", [False, True], ids=["closed", "open"])
@pytest.mark.parametrize("name", ["train_config.py", "configs/train_big.py"])
@pytest.mark.parametrize(
    "before", [None, "import train_config\nfrom configs import train_big\n"], ids=["none", "importing"]
)
def test_a_config_whose_script_comes_later_or_imports_it_no_more_is_read_as_one(
    before: str | None, name: str, workspace: Workspace, *, is_open: bool
) -> None:
    workspace.remove("train.py")
    workspace.write(name, "lr = 3\n")
    if before is not None:
        workspace.write("train.py", before)
    if is_open:
        workspace.open(name)
    found = [workspace.configs_of("train.py")]
    workspace.write("train.py", "lr = 1\n")
    found.append(workspace.configs_of("train.py"))

    assert found == [[], [name]]


def test_a_config_that_is_too_large_to_be_read_is_not_read_again_at_each_question(
    workspace: Workspace,
) -> None:
    workspace.write("a.py", "lr = 2\n" * LARGEST_HERE)
    workspace.write("z_all.py", FLOW)
    found = workspace.configs_of("train.py")

    assert (found, workspace.project.index.is_unread(workspace.path("a.py"))) == ([], False)


def test_the_order_in_which_files_are_indexed_does_not_matter(workspace: Workspace) -> None:
    workspace.path("z_all.py").write_text(FLOW, encoding="utf-8")
    workspace.path("base.py").write_text("lr = 1\n", encoding="utf-8")
    user = "from kohakuengine import use_config\nuse_config('base.py')\nwd = 1\n"
    workspace.path("train_config.py").write_text(user, encoding="utf-8")
    fresh = Workspace(workspace.root)
    fresh.index()

    assert fresh.configs_of("train.py") == ["a.py", "base.py", "train_config.py"]


def test_scripts_are_those_that_configs_are_for_and_those_that_are_run(workspace: Workspace) -> None:
    workspace.write("train_config.py", "lr = 3\n")
    workspace.write("run.py", "if __name__ == '__main__': pass\n")
    workspace.write("helpers.py", "x = 1\n")
    project = workspace.project

    assert [path.name for path in project.scripts()] == ["train.py"]
    assert [path.name for path in project.scripts(with_runnable=True)] == ["run.py", "train.py"]
    assert [path.name for path in project.config_files()] == ["train_config.py"]


def test_a_file_that_cannot_be_read_is_none(workspace: Workspace) -> None:
    workspace.path("train_config.py").write_bytes(b"lr = '\xff'\n")
    workspace.project.file_changed(workspace.path("train_config.py"))

    assert known(workspace) == ["a.py", "train.py"]
    assert workspace.configs_of("train.py") == []
