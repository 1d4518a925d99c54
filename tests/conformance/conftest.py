"""Fixtures of the conformance suite."""

from __future__ import annotations

import pytest

from .session import Sessions


@pytest.fixture(scope="session")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Sessions:
    """One folder and one compile cache for all cases of this test session."""
    return Sessions(tmp_path_factory.mktemp("conformance"))
