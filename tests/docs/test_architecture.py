"""The map of the house names every room."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from .terminal import REPOSITORY

MAP = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")


def _modules(package: str) -> set[str]:
    folder = Path(str(import_module(package).__file__)).parent
    files = {path.stem for path in folder.glob("*.py")}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return (files | packages) - {"__init__"}


def _named(package: str) -> set[str]:
    """Return the modules in the table beneath a package's heading."""
    _, _, below = MAP.partition(f"### {package}\n")
    section = re.split(r"^#+ ", below, maxsplit=1, flags=re.MULTILINE)[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize(
    "package",
    [
        "kohakuengine.config",
        "kohakuengine.engine",
        "kohakuengine.flow",
        "kohakuengine.flow.launch",
        "kohakuengine.flow.store",
        "kohakuengine.cli",
        "kohakuengine_tooling",
        "kohakuengine_tooling.inspect",
        "kohakuengine_tooling.options",
        "kohakuengine_tooling.outline",
        "kohakuengine_tooling.server",
    ],
)
def test_map_names_every_module_and_no_other(package: str) -> None:
    assert _named(package) == _modules(package)


def test_map_names_every_file_of_the_extension_and_no_other() -> None:
    files = {path.stem for path in (REPOSITORY / "tools/vscode-kohakuengine/src").glob("*.ts")}

    assert _named("vscode-kohakuengine") == files
