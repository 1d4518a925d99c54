"""What the pages show is what happens."""

from __future__ import annotations

import difflib
import importlib.util
import shutil
from typing import TYPE_CHECKING

import pytest

from .page import Command, needed_modules, read_page
from .playing import Shown, pages, play
from .terminal import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def _difference(page: Path, one: Shown) -> str:
    lines = difflib.unified_diff(
        one.command.output.splitlines(), one.actual.splitlines(), "the page", "the terminal", lineterm=""
    )
    return f"{page.name}:{one.command.line}: $ {one.command.command}\n" + "\n".join(lines)


_PLAYED = [page for page in pages() if any(isinstance(step, Command) for step in read_page(page))]


@pytest.mark.parametrize("page", _PLAYED, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_page_shows_what_happens(page: Path) -> None:
    missing = [name for name in needed_modules(page) if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")

    false = [_difference(page, one) for one in play(page) if not one.is_true]

    assert not false, "\n\n".join(false)
