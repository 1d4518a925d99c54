"""Fixtures: the wheels and source distributions of this checkout, built once for all tests here."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from .workspace import DISTRIBUTIONS, Distribution, closure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def build(folder: Path, target: str, into: Path) -> Path:
    """Build the `wheel` or `sdist` of the project in `folder`, and find the file that came out."""
    into.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return next(into.iterdir())


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[Distribution, Path]:
    """The wheel of each distribution."""
    into = tmp_path_factory.mktemp("wheels")
    return {one: build(one.folder, "wheel", into / one.name) for one in DISTRIBUTIONS}


@pytest.fixture(scope="session")
def sdists(tmp_path_factory: pytest.TempPathFactory) -> dict[Distribution, Path]:
    """The source distribution of each distribution."""
    into = tmp_path_factory.mktemp("sdists")
    return {one: build(one.folder, "sdist", into / one.name) for one in DISTRIBUTIONS}


@pytest.fixture
def wheels_from_sdists(sdists: dict[Distribution, Path], tmp_path: Path) -> dict[Distribution, Path]:
    """The wheel that each source distribution gives, far from the workspace."""
    built = {}
    for one, archive in sdists.items():
        shutil.unpack_archive(archive, tmp_path / one.name, filter="data")
        unpacked = next((tmp_path / one.name).iterdir())
        built[one] = build(unpacked, "wheel", tmp_path / "wheels" / one.name)
    return built


@pytest.fixture(scope="session")
def site(
    wheels: dict[Distribution, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Distribution], Path]:
    """Make a site-packages folder that holds one distribution and what it needs of ours, and nothing else."""

    def install(wanted: Distribution) -> Path:
        folder = tmp_path_factory.mktemp(wanted.name)
        for one in closure(wanted):
            with zipfile.ZipFile(wheels[one]) as wheel:
                wheel.extractall(folder)
        return folder

    return install
