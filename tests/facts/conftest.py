"""What the tests of facts share: the script of a case, as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .table import load_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .table import Case


@pytest.fixture
def write_case(tmp_path: Path) -> Callable[[Case], Path]:
    """A function that writes the script of a case, and returns its path."""

    def write(case: Case) -> Path:
        path = tmp_path / "script.py"
        path.write_bytes(case.source)
        return path

    return write


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that takes a `case` once for each case of the table that can be asked."""
    asked = set(metafunc.fixturenames)
    if "case" not in asked:
        return
    cases = list(load_table())
    if asked & {"script", "runnable", "broken"}:  # for the engine
        is_broken = "broken" in asked
        cases = [case for case in cases if not case.engine and case.is_no_script is is_broken]
    if asked & {"run", "runnable"}:
        cases = [case for case in cases if not case.runs and not case.is_no_script]
    metafunc.parametrize("case", cases, ids=[f"{case.section}/{case.id}" for case in cases])
