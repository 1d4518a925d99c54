"""The table of mutants fits the sources, and the hunt tells the dead from the living."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .hunt import hunt
from .mutant import Edit, Mutant, MutantError, load_mutants
from .overlay import ROOT, Overlay, copy_package

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Overlay:
    """One venv for all hunts."""
    return Overlay(tmp_path_factory.mktemp("overlay"))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in which nothing is planted."""
    folder = tmp_path_factory.mktemp("package")
    copy_package(folder)
    return folder


@pytest.mark.parametrize("mutant", load_mutants(), ids=lambda mutant: mutant.id)
def test_a_mutant_can_be_planted(mutant: Mutant, package: Path) -> None:
    assert mutant.edited(package)
    assert [word for word in mutant.tests if word.endswith(".py") and not (ROOT / word).exists()] == []


def test_there_are_many() -> None:
    assert len(load_mutants()) >= 60


_SELECTION = ("tests/conformance/test_cases.py", "-k", "proof/")
_DEAD = Mutant(
    id="dead",
    protects="the proof",
    edits=(Edit(file="engine/proof.py", old="if not landing.has_landed:", new="if False:"),),
    tests=_SELECTION,
)
_ALIVE = Mutant(
    id="alive",
    protects="nothing",
    edits=(Edit(file="engine/proof.py", old='"""Watches the landings of one run.', new='"""Watches.'),),
    tests=_SELECTION,
)


def test_a_mistake_is_noticed_and_a_change_of_words_is_not(overlay: Overlay) -> None:
    assert "proof/" in (hunt(_DEAD, overlay).by or "")
    assert hunt(_ALIVE, overlay).by is None


def test_a_mutant_whose_text_has_gone_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "proof.py").write_text("other = 1\n", encoding="utf-8")

    with pytest.raises(MutantError, match="0 times, not once"):
        _DEAD.plant(tmp_path)
