"""What the tests of flows share: a project that leaves no process behind."""

from __future__ import annotations

import sys
import uuid
from typing import TYPE_CHECKING

import pytest

from .project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROCESS_MODES = ["subprocess", "fork"] if sys.platform == "linux" else ["subprocess"]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A folder of a user's; nothing of what was started there lives afterwards."""
    folder = tmp_path / "project"
    folder.mkdir()
    project = Project(folder, str(uuid.uuid4()))
    yield project
    survivors = project.survivors()
    project.end_survivors()
    assert survivors == {}


@pytest.fixture(params=PROCESS_MODES)
def process_mode(request: pytest.FixtureRequest) -> str:
    """The modes in which each run has a process of its own, one after the other."""
    return str(request.param)


@pytest.fixture(params=[*PROCESS_MODES, "inprocess"])
def mode(request: pytest.FixtureRequest) -> str:
    """All local modes, one after the other."""
    return str(request.param)
