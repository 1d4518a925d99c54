"""Which scripts the words of a line mean."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kohakuengine_tooling.inspect.found import find_scripts

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "train.py",
    "eval.py",
    "notes.txt",
    "deep/er/run.py",
    "deep/a.py",
    "pkg/__init__.py",
    "pkg/__main__.py",
    "pkg/model.py",
    ".hidden/h.py",
    ".h.py",
    "node_modules/n.py",
    "build/b.py",
    "dist/d.py",
    "x.egg-info/e.py",
    "__pycache__/c.py",
    "env/lib/site.py",
    "tests/test_a.py",
    "tests/a_test.py",
    "conftest.py",
    "setup.py",
)
CONFIGS = {
    "generated.py": "from x import y\ndef config_gen():\n    pass\n",
    "constant.py": "CONFIG = Config(globals_dict={})\n",
    "annotated.py": "CONFIG: Config = make()\n",
    "marked.py": "# kogine: script = train.py\nlr = 1\n",
}
SCRIPTS = ["eval.py", "train.py", "deep/a.py", "deep/er/run.py", "pkg/__main__.py", "pkg/model.py"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a project, and work in it."""
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n", encoding="utf-8")
    for name, text in CONFIGS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "env" / "pyvenv.cfg").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*words: str) -> list[str]:
    """Return paths, and what is wrong behind a colon."""
    return [f"{one.path}: {one.error}" if one.error else one.path for one in find_scripts(words)]


def test_a_folder_holds_its_scripts_and_nothing_of_others(project: Path) -> None:
    assert found(".") == [os.path.join(".", name) for name in SCRIPTS]
    assert found(str(project)) == [str(project / name) for name in SCRIPTS]


def test_configs_that_the_project_names_are_no_scripts(project: Path) -> None:
    table = '[[tool.kogine.configs]]\nscript = "train.py"\nconfigs = ["deep/*.py", "eval.py"]\n'
    (project / "pyproject.toml").write_text(table, encoding="utf-8")

    assert found(".") == [os.path.join(".", name) for name in SCRIPTS if name not in ("eval.py", "deep/a.py")]
    assert found("eval.py") == ["eval.py"]

    (project / "pyproject.toml").write_text("[[tool.kogine.configs", encoding="utf-8")
    assert found(".") == [os.path.join(".", name) for name in SCRIPTS]


def test_a_script_with_a_constant_of_that_name_is_no_config(project: Path) -> None:
    (project / "deep" / "a.py").write_text("CONFIG = {'lr': 1}\n", encoding="utf-8")

    assert found("deep") == ["deep/a.py", "deep/er/run.py"]


def test_what_is_named_is_read_whatever_it_is(project: Path) -> None:
    named = ["notes.txt", ".h.py", "generated.py", "tests/test_a.py", "build/b.py"]

    assert found(*named) == named


def test_a_folder_that_is_named_is_looked_into_whatever_it_is_called(project: Path) -> None:
    assert found("build", ".hidden", "env") == ["build/b.py", ".hidden/h.py", "env/lib/site.py"]


def test_scripts_come_in_the_order_of_the_words_and_once(project: Path) -> None:
    assert found("train.py", "deep", "train.py", "deep/a.py") == ["train.py", "deep/a.py", "deep/er/run.py"]


PATTERNS = {
    "*.py": ["eval.py", "train.py"],
    "*": ["deep/a.py", "deep/er/run.py", "eval.py", "pkg/__main__.py", "pkg/model.py", "train.py"],
    "**/*.py": sorted(SCRIPTS),
    "d*/*.py": ["deep/a.py"],
    "*/er/r?n.py": ["deep/er/run.py"],
    "[te]*.py": ["eval.py", "train.py"],
    "env/**/*.py": ["env/lib/site.py"],
    "build/*.py": ["build/b.py"],
    "*.txt": ["*.txt: no script matches this pattern"],
    "nowhere/*.py": ["nowhere/*.py: no script matches this pattern"],
}


@pytest.mark.parametrize(("pattern", "scripts"), PATTERNS.items(), ids=PATTERNS)
def test_a_pattern_means_scripts(project: Path, pattern: str, scripts: list[str]) -> None:
    assert found(pattern) == scripts


LINKED = {
    "**/*.py": ["eval.py", "train.py", "deep/a.py", "deep/er/run.py", "pkg/__main__.py", "pkg/model.py"],
    "**/er/**/*.py": ["deep/er/run.py"],
    "deep/**": ["deep/a.py", "deep/er/run.py"],
    "*/*.py": ["deep/a.py", "pkg/__main__.py", "pkg/model.py"],
    "l*": ["l*: no script matches this pattern"],
    "l1/er/*.py": ["l1/er/run.py"],
}


@pytest.mark.parametrize(("pattern", "scripts"), LINKED.items(), ids=LINKED)
def test_links_to_folders_are_passed_over_by_patterns_that_do_not_name_them(
    project: Path, pattern: str, scripts: list[str]
) -> None:
    """Two links that go up have 2 ** 40 paths before the system says that they are too many."""
    os.symlink("deep", "l1")
    os.symlink("..", "deep/l2")
    os.symlink("..", "deep/er/l3")

    assert found(pattern) == sorted(scripts)


def test_a_file_whose_name_is_a_pattern_is_that_file(project: Path) -> None:
    (project / "[te].py").write_text("", encoding="utf-8")

    assert found("[te].py") == ["[te].py"]


MISTAKES = {
    "trian.py": "no such script (KE501). Did you mean 'train.py'?",
    "pkg/modal.py": "no such script (KE501). Did you mean 'pkg/model.py'?",
    "train": "no such script (KE501). Did you mean 'train.py'?",
    "quite/elsewhere.py": "no such script (KE501).",
    "train.py/x.py": "no such script (KE501).",
    "": "no such script (KE501).",
    "a\0b": "no file has such a name",
    "a" * 300: "File name too long",
}


@pytest.mark.parametrize(("word", "says"), MISTAKES.items(), ids=ascii)
def test_a_word_that_means_nothing_says_so(project: Path, word: str, says: str) -> None:
    assert found(word, "train.py") == [f"{word}: {says}", "train.py"]


def test_a_link_to_nothing_is_not_taken_for_a_script_that_was_meant(project: Path) -> None:
    os.symlink("nothing.py", "trained.py")

    assert found("trained.py") == ["trained.py: it is a link to 'nothing.py', which is not there (KE501)."]
    assert found("traine.py") == ["traine.py: no such script (KE501). Did you mean 'train.py'?"]


def test_a_folder_without_scripts_says_so(project: Path) -> None:
    assert found("tests") == ["tests: no scripts in this folder"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_regular_file_is_refused(project: Path) -> None:
    os.mkfifo("pipe.py")

    assert found("pipe.py", os.devnull) == [
        "pipe.py: it is no regular file",
        f"{os.devnull}: it is no regular file",
    ]
    assert "./pipe.py" not in found(".")


def test_links_that_leave_a_folder_are_passed_over(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "o.py").write_text("", encoding="utf-8")
    os.symlink(outside, "deep/folder")
    os.symlink(outside / "o.py", "deep/o.py")
    os.symlink("a.py", "deep/same.py")
    os.symlink("nothing.py", "deep/broken.py")
    os.symlink(".", "deep/circle")

    assert found("deep") == ["deep/a.py", "deep/same.py", "deep/er/run.py"]
    assert found("deep/o.py") == ["deep/o.py"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_says_so(project: Path) -> None:
    (project / "deep" / "er").chmod(0)
    try:
        assert found("deep") == ["deep/a.py", "deep/er: Permission denied"]
    finally:
        (project / "deep" / "er").chmod(0o700)
