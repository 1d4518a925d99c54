"""The tours: what the workspace, the settings and the Python of each are."""

from __future__ import annotations

import json
import os
import shutil
import sys
import venv
from dataclasses import dataclass, field, replace
from pathlib import Path

SCRIPTS = Path(__file__).parent / "scripts"

# A Python that notes what it was started with.
MARKING_PYTHON = """\
#!/bin/sh
echo "$@" >> "$(dirname "$0")/mark.txt"
exec "{python}" "$@"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """One tour, ready to be taken.

    Attributes:
        name: Of its file in the extension's `test/tour`.
        home: Where its VS Code keeps all files.
        project: The folder that is opened.
        python: What the machine's setting names.
        user: Settings of the user.
        neighbour: Another extension that is there, of those in the extension's `test/neighbours`.
        variables: What else the tour, and that extension, are told.
    """

    name: str
    home: Path
    project: Path
    python: Path = Path(sys.executable)
    user: dict[str, object] = field(default_factory=dict)
    neighbour: str | None = None
    variables: dict[str, str] = field(default_factory=dict)


def all_tours(folder: Path) -> list[Tour]:
    """Prepare all tours beneath a folder."""
    return [
        make(_begin(folder, make.__name__)) for make in (trusted, beside, environments, restricted, missing)
    ]


def trusted(tour: Tour) -> Tour:
    """A workspace as everybody's."""
    return tour


def beside(tour: Tour) -> Tour:
    """Another language server for Python is there, too."""
    return replace(tour, neighbour="pyright")


def environments(tour: Tour) -> Tour:
    """Another extension names the Python: first one without the tooling."""
    pythons = [str(_bare_python(tour)), sys.executable]
    return replace(tour, neighbour="environments", variables={"TOUR_ENVIRONMENTS": "\n".join(pythons)})


def restricted(tour: Tour) -> Tour:
    """A workspace that is not trusted, and names a Python of its own."""
    program = tour.project / "python.sh"
    program.write_text(MARKING_PYTHON.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    settings = tour.project / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"kogine.interpreter": str(program)}), encoding="utf-8")
    user: dict[str, object] = {
        "security.workspace.trust.enabled": True,
        "security.workspace.trust.startupPrompt": "never",
        "security.workspace.trust.banner": "never",
    }
    return replace(tour, user=user)


def missing(tour: Tour) -> Tour:
    """A Python without the tooling; a file that the tour writes puts it there."""
    python = _bare_python(tour)
    packages = next(python.parents[1].glob("lib/python*/site-packages"))
    variables = {
        "TOUR_INSTALL_FILE": str(packages / "installed.pth"),
        "TOUR_INSTALL_TEXT": "".join(f"{folder}\n" for folder in sys.path if os.path.isabs(folder)),
    }
    return replace(tour, python=python, variables=variables)


def _begin(folder: Path, name: str) -> Tour:
    """Copy the project for a tour."""
    home = folder / name
    project = home / "project"
    shutil.copytree(SCRIPTS, project)
    return Tour(name=name, home=home / "code", project=project)


def _bare_python(tour: Tour) -> Path:
    """Make an environment with nothing in it."""
    folder = tour.home.parent / "venv"
    venv.create(folder, with_pip=False)
    return folder / "bin" / "python"
