"""Fixtures of the fault suite."""

from __future__ import annotations

import resource
import signal
from typing import TYPE_CHECKING

import pytest

from .stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .case import Case


@pytest.fixture
def stage(tmp_path: Path) -> Callable[[Case], Stage]:
    """Return what makes the stage of a case."""
    return lambda case: Stage(tmp_path, case)


@pytest.fixture(scope="session", autouse=True)
def _as_from_a_terminal() -> Iterator[None]:
    """Let children meet SIGINT (a background job ignores it) and die without a core file."""
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
    signal.signal(signal.SIGINT, interrupt)
