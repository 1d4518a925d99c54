"""The package's face: public names, and an import that costs nothing."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

from kohakuengine import config

MODULES = sorted(module.name for module in pkgutil.iter_modules(config.__path__))
HOT = [
    "kohakuengine.config",
    "kohakuengine.config.fitting",
    "kohakuengine.config.overrides",
    "kohakuengine.config.errors",
    "kohakuengine.config.base",
    "kohakuengine.config.copying",
]
HEAVY = [
    "typing",
    "re",
    "dataclasses",
    "enum",
    "pathlib",
    "collections",
    "functools",
    "contextlib",
    "logging",
    "ast",
    "inspect",
    "warnings",
    "importlib",
    "types",
    "abc",
    "keyword",
    "copy",
    "pickle",
]


@pytest.mark.parametrize("name", config.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(config, name) is getattr(config, name)
    assert name in dir(config)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        config.nothing  # noqa: B018


def test_public_names_are_no_modules() -> None:
    assert not set(config.__all__) & set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_every_module_can_be_imported_first(name: str) -> None:
    code = f"import kohakuengine.config.{name}"

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )

    assert done.stderr == ""


@pytest.mark.parametrize("name", [n for n in config.__all__ if not n.endswith("Error")])
def test_every_public_function_and_class_has_an_example(name: str) -> None:
    found = getattr(config, name)
    without = {
        "ConfigEntry",
        "ConfigReading",
        "ConfigLoader",
        "load_config_module",
        "loaded_config_modules",
        "register_config_module",
        "siblings_of",
        "use_config",
    }

    assert (">>>" in (found.__doc__ or "")) is (name not in without)


@pytest.mark.parametrize("module", HOT)
def test_a_hot_module_imports_nothing_of_the_standard_library(module: str) -> None:
    code = (
        "import os, sys; before = set(sys.modules)\n"
        f"import {module}\n"
        "new = set(sys.modules) - before\n"
        "print(*sorted(name for name in new if not name.startswith('kohakuengine')))"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _with_path(code)], capture_output=True, text=True, check=True
    )

    assert set(done.stdout.split()) <= {"__future__"}


USES = {
    "a word and numbers": "from kohakuengine.config.fitting import fit_text\n"
    "fit_text('0.1', ('float',), guided=True), fit_text('1e3', ('int',), "
    "guided=False), fit_text('x', ('str',), guided=True)",
    "a list": (
        "from kohakuengine.config.fitting import fit_text\nfit_text('64,128', "
        "('list', ('int',)), guided=True)"
    ),
    "a literal": (
        "from kohakuengine.config.fitting import read_literal\nread_literal('[1, 2]'), read_literal('adam')"
    ),
    "overrides": "from kohakuengine.config.overrides import parse_set, merge\nmerge([parse_set('a=1')], [])",
    "a config": "from kohakuengine.config import Config\nrepr(Config({'a': 1}) == Config())",
    "a config file": "from kohakuengine.config import load_config\nload_config(CONFIG_GEN)",
    "a bare file": "from kohakuengine.config import load_config\nload_config(BARE)",
    "a check": (
        "from kohakuengine.config.fitting import check_value\ncheck_value([1], "
        "('list', ('int',)), guided=True)"
    ),
}


@pytest.mark.parametrize("code", USES.values(), ids=USES.keys())
def test_a_plain_use_imports_nothing_heavy(code: str, tmp_path: object) -> None:
    gen, bare = f"{tmp_path}/gen.py", f"{tmp_path}/bare.py"
    with open(gen, "w", encoding="utf-8") as file:
        file.write("from kohakuengine.config import Config\ndef config_gen(): return Config({'a': 1})")
    with open(bare, "w", encoding="utf-8") as file:
        file.write("from kohakuengine.config import use_config\na = 1\ndef f(): pass")
    code = (
        f"import sys\nCONFIG_GEN, BARE = {gen!r}, {bare!r}\nbefore = set(sys.modules)\n{code}\n"
        f"print(*sorted(set({HEAVY!r}) & (set(sys.modules) - before)))"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _with_path(code)], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []


def _with_path(code: str) -> str:
    """Make code find the package in an interpreter that has no site-packages."""
    return f"import sys; sys.path[:0] = {[path for path in sys.path if path]!r}\n{code}"
