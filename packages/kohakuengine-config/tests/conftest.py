"""What the tests of configs share: real files in a folder of their own."""

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

# The first draw of text builds tables of all characters, which takes seconds on a busy machine.
settings.register_profile("config", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("config")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    """Write a file below the test's folder and return its path."""

    def write_file(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)

    return write_file


@pytest.fixture(autouse=True)
def _config_modules_end_with_their_test() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith("kohakuengine_config_"):
            del sys.modules[name]
