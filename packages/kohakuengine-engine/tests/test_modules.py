"""The file behind a module name: what `importlib` finds, without importing a parent."""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import BuiltinImporter
from importlib.util import spec_from_file_location
from typing import TYPE_CHECKING, Any

import pytest

from kohakuengine.engine.errors import ScriptNotFoundError, SourceError
from kohakuengine.engine.modules import find_module, is_installed

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "plain_module.py": "",
    "a_package/__init__.py": "raise SystemExit('the package was imported')",
    "a_package/inner.py": "",
    "a_package/__main__.py": "",
    "a_package/deep/__init__.py": "raise SystemExit('the package was imported')",
    "a_package/deep/inner.py": "",
    "no_main/__init__.py": "",
    "a_namespace/inner.py": "",
    "a_namespace/more/inner.py": "",
}
FOUND = {
    "module": ("plain_module", "plain_module.py"),
    "in a package": ("a_package.inner", "a_package/inner.py"),
    "deep": ("a_package.deep.inner", "a_package/deep/inner.py"),
    "package": ("a_package", "a_package/__main__.py"),
    "its main": ("a_package.__main__", "a_package/__main__.py"),
    "in a namespace": ("a_namespace.inner", "a_namespace/inner.py"),
    "deep in a namespace": ("a_namespace.more.inner", "a_namespace/more/inner.py"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    importlib.invalidate_caches()
    return tmp_path


@pytest.mark.parametrize(("name", "file"), FOUND.values(), ids=FOUND.keys())
def test_a_module_is_found_in_the_working_directory(folder: Path, name: str, file: str) -> None:
    before = set(sys.modules)

    assert find_module(name) == str(folder / file)
    assert {module for module in set(sys.modules) - before if module.startswith(("a_", "plain"))} == set()


@pytest.mark.parametrize("name", ["json.tool", "http.server", "timeit", "xml.dom.minidom"])
def test_a_module_of_the_library_is_what_importlib_finds(name: str) -> None:
    spec = importlib.util.find_spec(name)

    assert spec is not None
    assert find_module(name) == spec.origin


def test_the_working_directory_comes_first(folder: Path) -> None:
    (folder / "timeit.py").write_text("", encoding="utf-8")
    importlib.invalidate_caches()

    assert find_module("timeit") == str(folder / "timeit.py")


def test_portions_of_a_namespace_are_all_searched(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "a_namespace").mkdir()
    (other / "a_namespace" / "far.py").write_text("", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(other)])

    assert find_module("a_namespace.far") == str(other / "a_namespace" / "far.py")
    assert find_module("a_namespace.inner") == str(folder / "a_namespace" / "inner.py")


MISSING = {
    "no module": ("nothing", False),
    "no parent": ("nothing.inner", False),
    "not in the package": ("a_package.nothing", False),
    "below a module": ("plain_module.inner", False),
    "package without a main": ("no_main", True),
    "namespace without a main": ("a_namespace", True),
}


@pytest.mark.parametrize(("name", "is_package"), MISSING.values(), ids=MISSING.keys())
def test_a_missing_module_is_named(folder: Path, name: str, is_package: bool) -> None:
    with pytest.raises(ScriptNotFoundError) as caught:
        find_module(name)

    error = caught.value
    assert (error.script, error.is_module, error.is_package) == (name, True, is_package)


@pytest.mark.parametrize("name", ["sys", "_imp"])
def test_a_module_of_c_is_not_in_a_file(name: str) -> None:
    with pytest.raises((SourceError, ScriptNotFoundError)):
        find_module(name)


class _EditableFinder:
    """What setuptools puts on `sys.meta_path` for an editable installation: top-level names alone."""

    def __init__(self, mapping: dict[str, str]) -> None:
        self.mapping = mapping

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        found = self.mapping.get(name)
        return spec_from_file_location(name, found) if found is not None else None


@pytest.mark.parametrize("name", ["plain_module", "a_package", "a_package.inner", "a_package.deep.inner"])
def test_a_module_of_an_editable_installation_is_found(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [file] = [found for module, found in FOUND.values() if module == name]
    finder = _EditableFinder(
        {
            "plain_module": str(folder / "plain_module.py"),
            "a_package": str(folder / "a_package" / "__init__.py"),
        }
    )
    monkeypatch.chdir("/")
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])

    assert find_module(name) == str(folder / file)


def test_a_builtin_module_has_no_source_even_where_a_file_has_its_name(folder: Path) -> None:
    (folder / "time.py").write_text("", encoding="utf-8")

    with pytest.raises(SourceError):
        find_module("time")
    assert BuiltinImporter.find_spec("time") is not None


INSTALLATION = {
    "json": True,
    "json.tool": True,
    "time": True,
    "pytest": True,
    "plain_module": False,
    "a_package.inner": False,
    "a_namespace": False,
    "no_such_module": False,
    "__main__": False,
}


@pytest.mark.parametrize(("name", "expected"), INSTALLATION.items(), ids=INSTALLATION.keys())
def test_what_is_installed_is_told_from_what_is_the_users(folder: Path, name: str, expected: bool) -> None:
    assert is_installed(name) is expected
