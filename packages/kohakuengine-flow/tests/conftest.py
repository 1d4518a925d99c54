"""What the tests of flows share: real scripts in a folder of their own."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

sys.path.insert(0, str(Path(__file__).parent))  # pytest's importlib mode does not; the names are our own

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
