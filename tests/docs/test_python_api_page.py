"""The page of the Python API names everything that can be imported from `kohakuengine`."""

from __future__ import annotations

import re

import pytest

import kohakuengine

from .terminal import REPOSITORY

PAGE = REPOSITORY / "docs/reference/python-api.md"


@pytest.mark.parametrize("name", sorted(kohakuengine.__all__))
def test_public_name_has_its_heading(name: str) -> None:
    headings = re.findall(r"^## (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert name in headings
