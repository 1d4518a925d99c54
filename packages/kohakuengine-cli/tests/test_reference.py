"""The reference page in `docs/` says what the commands do now."""

from __future__ import annotations

from pathlib import Path

import pytest

from kohakuengine.cli.reference import reference_text

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "cli.md"


@pytest.mark.skipif(not PAGE.parents[1].is_dir(), reason="the docs folder is part of the repository alone")
def test_the_reference_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_text(), (
        "run: python -m kohakuengine.cli.reference > docs/reference/cli.md"
    )
