"""A config that an editor makes from a script is one: it loads, and nothing is wrong with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kohakuengine.config import Config, load_config
from kohakuengine_tooling.server.new_config import make_config
from kohakuengine_tooling.server.project import Project

_SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "examples" / "scripts").glob("*.py"))
_NASTY = """\
# kogine: script = other.py
_base = 2
depth = _base * 2
name = "a # b"  # kogine: script = other.py
path = r"\\d"; both = ("x", 1)
if name:
    lr = 1e-3
nothing = None
big = 10 ** 3
tag = f"{name}"
"""


def _made(script: Path) -> Path:
    project = Project()
    project.set_roots([script.parent])
    made = make_config(project, script)
    made.path.write_text(made.text, encoding="utf-8")
    return made.path


def _check(config: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "kohakuengine.cli", "config", "check", config.name]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        words, cwd=config.parent, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("script", [*_SCRIPTS, None], ids=[*(path.name for path in _SCRIPTS), "nasty"])
def test_it_loads_and_nothing_is_wrong_with_it(script: Path | None, tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(_NASTY if script is None else script.read_text(encoding="utf-8"), encoding="utf-8")

    config = _made(path)

    loaded = load_config(config)
    assert isinstance(loaded, Config)
    assert loaded.globals_dict
    done = _check(config)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_it_holds_the_values_of_the_script(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(_NASTY, encoding="utf-8")

    loaded = load_config(_made(path))

    assert isinstance(loaded, Config)
    assert loaded.globals_dict == {
        "name": "a # b",
        "path": "\\d",
        "both": ("x", 1),
        "lr": 1e-3,
        "nothing": None,
        "big": 1000,
    }
