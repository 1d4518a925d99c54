"""The tours: what the workspace, the settings and the Python of each are."""

from __future__ import annotations

import json
import os
import shutil
import sys
import venv
from dataclasses import dataclass, field
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
        has_neighbour: Whether another extension with a language server for Python is there.
        variables: What else the tour is told.
    """

    name: str
    home: Path
    project: Path
    python: Path
    user: dict[str, object] = field(default_factory=dict)
    has_neighbour: bool = False
    variables: dict[str, str] = field(default_factory=dict)


def all_tours(home: Path) -> list[Tour]:
    """Prepare all tours beneath a folder."""
    makers = (trusted, beside, restricted, missing)
    return [make(home / make.__name__) for make in makers]


def trusted(home: Path) -> Tour:
    """A workspace as everybody's."""
    return Tour(name="trusted", home=home / "code", project=_project(home), python=Path(sys.executable))


def beside(home: Path) -> Tour:
    """A workspace with another language server for Python, too."""
    return Tour(
        name="beside",
        home=home / "code",
        project=_project(home),
        python=Path(sys.executable),
        has_neighbour=True,
    )


def restricted(home: Path) -> Tour:
    """A workspace that is not trusted, and names a Python of its own."""
    project = _project(home)
    program = project / "python.sh"
    program.write_text(MARKING_PYTHON.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    settings = project / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"kogine.interpreter": str(program)}), encoding="utf-8")
    user: dict[str, object] = {
        "security.workspace.trust.enabled": True,
        "security.workspace.trust.startupPrompt": "never",
        "security.workspace.trust.banner": "never",
    }
    return Tour(
        name="restricted", home=home / "code", project=project, python=Path(sys.executable), user=user
    )


def missing(home: Path) -> Tour:
    """A Python without the tooling; a file that the tour writes puts it there."""
    project = _project(home)
    environment = home / "venv"
    venv.create(environment, with_pip=False)
    packages = next(environment.glob("lib/python*/site-packages"))
    variables = {
        "TOUR_INSTALL_FILE": str(packages / "installed.pth"),
        "TOUR_INSTALL_TEXT": "".join(f"{folder}\n" for folder in sys.path if os.path.isabs(folder)),
    }
    return Tour(
        name="missing",
        home=home / "code",
        project=project,
        python=environment / "bin" / "python",
        variables=variables,
    )


def _project(home: Path) -> Path:
    project = home / "project"
    shutil.copytree(SCRIPTS, project)
    return project
