"""What the tests of flows share: real scripts in a folder of their own."""

from __future__ import annotations

import importlib
import sys
import textwrap
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

sys.path.insert(0, str(Path(__file__).parent))  # pytest's importlib mode does not; the names are our own

from launch_world import LAUNCHERS, MARK, World, marked, why_not_here

settings.register_profile("flow", deadline=None, max_examples=60, suppress_health_check=[*HealthCheck])
settings.load_profile("flow")


@pytest.fixture(autouse=True)
def _no_cache_between_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOHAKUENGINE_CACHE", "")


@pytest.fixture(autouse=True)
def _config_modules_end_with_their_test() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith("kohakuengine_config_"):
            del sys.modules[name]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    """Write a file below the test's folder and return its path."""

    def write_file(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)

    return write_file


@pytest.fixture
def script(write: Callable[[str, str], str]) -> Callable[[str], str]:
    """Write `script.py` and return its path."""
    return lambda text: write("script.py", text)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The run store of the test."""
    monkeypatch.setenv("KOGINE_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture(params=LAUNCHERS)
def launcher_name(request: pytest.FixtureRequest) -> str:
    """The launchers that can be used here, one after the other."""
    why_not = why_not_here(request.param)
    if why_not:
        pytest.skip(why_not)
    return str(request.param)


@pytest.fixture
def world(
    launcher_name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> Iterator[World]:
    """A launcher in a folder of its own, which is the working directory; nothing of it survives."""
    mark = str(uuid.uuid4())
    monkeypatch.setenv(MARK, mark)
    for name in ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    world = World(tmp_path, LAUNCHERS[launcher_name](tmp_path), capfdbinary)
    yield world
    world.launcher.close()
    assert marked(mark) == {}
    assert world.complaints() == ""


@pytest.fixture
def processes(world: World) -> World:
    """The same, where each run has a process of its own, and its own logs."""
    if not world.launcher.capabilities.has_processes:
        pytest.skip(f"{world.launcher.name} has no process for each run")
    return world


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Install a made-up module, where orchestrator and runs find it."""
    folder = tmp_path / "env" / "site-packages"
    folder.mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(sys, "path", [sys.path[0], str(folder), *sys.path[1:]])

    def install(name: str, text: str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        importlib.invalidate_caches()

    return install
