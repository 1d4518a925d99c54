"""Which script a config belongs to: its mark, its project, its name, in this order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kohakuengine.config.errors import ConfigShapeError
from kohakuengine.config.script_of_config import find_script, is_named_for_script

NEAR = {
    "beside": ("train.py", "train_config.py"),
    "folder": ("train.py", "configs/train.py"),
    "folder and more": ("train.py", "configs/train_small.py"),
    "folder and suffix": ("train.py", "configs/train_config.py"),
    "folder of scripts": ("scripts/hello.py", "configs/hello_config.py"),
    "sources": ("src/hello.py", "config/hello-big.py"),
    "longest name": ("train_big.py", "configs/train_big_gpu.py"),
}
ENTRY = '[[tool.kogine.configs]]\nscript = "{script}"\nconfigs = {configs}\n'


def write(path: Path, text: str = "x = 1\n") -> Path:
    """Write a file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def script_of(config: Path) -> Path | None:
    """Return the script of a config, resolved."""
    found = find_script(config)
    return None if found is None else found.path.resolve()


@pytest.mark.parametrize(("script", "config"), NEAR.values(), ids=NEAR)
def test_the_script_is_found_near_the_config(script: str, config: str, tmp_path: Path) -> None:
    write(tmp_path / "train.py")
    expected = write(tmp_path / script)

    is_named = is_named_for_script(tmp_path / config)
    found = find_script(write(tmp_path / config))

    assert is_named
    assert found is not None
    assert (found.path.resolve(), found.said_in, found.line) == (expected.resolve(), None, None)


def test_nothing_is_found_for_what_belongs_to_nothing(tmp_path: Path) -> None:
    write(tmp_path / "train.py")

    assert find_script(write(tmp_path / "small.py")) is None
    assert not is_named_for_script(tmp_path / "small.py")


def test_a_mark_names_the_script_first(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", ENTRY.format(script="train.py", configs='"*.py"'))
    write(tmp_path / "train.py")
    config = write(tmp_path / "train_config.py", "\n# kogine: script = sub/other.py\nx = 1\n")

    found = find_script(config)

    assert found is not None
    assert (found.path, found.written) == (tmp_path / "sub" / "other.py", "sub/other.py")
    assert (found.said_in, found.line) == (config, 2)


def test_the_project_comes_before_the_name(tmp_path: Path) -> None:
    project = write(tmp_path / "pyproject.toml", ENTRY.format(script="src/fit.py", configs='"configs/*.py"'))
    write(tmp_path / "train.py")
    config = write(tmp_path / "configs" / "train_small.py")

    found = find_script(config)

    assert found is not None
    assert (found.path, found.written) == (tmp_path / "src" / "fit.py", "src/fit.py")
    assert (found.said_in, found.line) == (project, None)


PATTERNS = {
    "a folder": ("configs/*.py", "configs/a.py", True),
    "no folder below": ("configs/*.py", "configs/deep/a.py", False),
    "any depth": ("configs/**/*.py", "configs/deep/er/a.py", True),
    "any depth, none": ("configs/**/*.py", "configs/a.py", True),
    "all below": ("configs/**", "configs/deep/a.toml", True),
    "one letter": ("run_?.py", "run_1.py", True),
    "one letter, two": ("run_?.py", "run_12.py", False),
    "this folder": ("./a.py", "a.py", True),
    "a dot is a dot": ("a.py", "axpy", False),
    "the whole path": ("*.py", "configs/a.py", False),
}


@pytest.mark.parametrize(("pattern", "config", "fits"), PATTERNS.values(), ids=PATTERNS)
def test_patterns_of_the_project(pattern: str, config: str, *, fits: bool, tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", ENTRY.format(script="fit.py", configs=f'["other.py", "{pattern}"]'))
    path = write(tmp_path / config)

    assert (script_of(path) == (tmp_path / "fit.py").resolve()) is fits


def test_of_several_entries_the_first_that_fits_counts(tmp_path: Path) -> None:
    entries = [("a.py", '"none/*.py"'), ("b.py", '"c*.py"'), ("d.py", '"*.py"')]
    text = "".join(ENTRY.format(script=script, configs=configs) for script, configs in entries)
    write(tmp_path / "pyproject.toml", text)

    assert script_of(write(tmp_path / "c1.py")) == (tmp_path / "b.py").resolve()


def test_the_nearest_project_that_names_configs_counts(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", ENTRY.format(script="outer.py", configs='"**/*.py"'))
    write(tmp_path / "inner" / "pyproject.toml", "[tool.kogine]\n")
    config = write(tmp_path / "inner" / "configs" / "a.py")
    assert script_of(config) == (tmp_path / "outer.py").resolve()

    write(tmp_path / "inner" / "pyproject.toml", ENTRY.format(script="in.py", configs='"configs/*.py"'))

    assert script_of(config) == (tmp_path / "inner" / "in.py").resolve()


def test_a_config_that_is_named_from_here_has_a_script_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "pyproject.toml", ENTRY.format(script="src/fit.py", configs='"configs/*.py"'))
    write(tmp_path / "configs" / "a.py")
    monkeypatch.chdir(tmp_path / "configs")

    found = find_script(Path("a.py"))

    assert found is not None
    assert os.path.normpath(found.path) == os.path.join("..", "src", "fit.py")


WRONG = {
    "no table": ('tool.kogine.configs = "a"', "is a list of tables"),
    "no tables": ('tool.kogine.configs = ["a"]', "is a list of tables"),
    "no script": ('[[tool.kogine.configs]]\nconfigs = "*.py"', "names no script"),
    "no configs": ('[[tool.kogine.configs]]\nscript = "a.py"', "names no configs"),
    "numbers": ('[[tool.kogine.configs]]\nscript = "a.py"\nconfigs = [1]', "names no configs"),
    "a typo": ('[[tool.kogine.configs]]\nscript = "a.py"\nconfig = "*.py"', "Did you mean 'configs'?"),
    "no TOML": ("[[tool.kogine.configs", "pyproject.toml"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_a_project_that_cannot_be_read_is_an_error(text: str, said: str, tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", text)

    with pytest.raises(ConfigShapeError, match=r"pyproject\.toml") as caught:
        find_script(write(tmp_path / "a.py"))

    assert said in str(caught.value)


def test_a_project_that_is_not_ours_is_not_parsed(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[[project\n")

    assert find_script(write(tmp_path / "a.py")) is None
