"""The table, and when a command fails."""

from __future__ import annotations

import pytest

from .report import REQUIRED_AGREEMENT, REQUIRED_TRUTH, format_tallies, is_enough
from .tally import Tallies


def tallies(figure: str, right: int, wrong: list[str]) -> Tallies:
    """Make figures of which one has been counted."""
    made = Tallies()
    made[figure].right = right
    made[figure].wrong = wrong
    return made


def test_a_table_shows_each_figure_and_all_that_is_wrong() -> None:
    shown = format_tallies(tallies("precision", 3, ["script.py:1 lr: is odd"]), {"precision": 0.99})

    assert shown.splitlines() == [
        "figure      right     of    share  required",
        "precision       3      4   0.7500      0.99",
        "",
        "precision: 1 wrong",
        "  script.py:1 lr: is odd",
    ]


@pytest.mark.parametrize("figure", [*REQUIRED_TRUTH, *REQUIRED_AGREEMENT])
def test_every_required_figure_decides(figure: str) -> None:
    required = {**REQUIRED_TRUTH, **REQUIRED_AGREEMENT}

    assert is_enough(tallies(figure, 100, []), required)
    assert not is_enough(tallies(figure, 97, ["one", "two", "three"]), required)


def test_other_figures_do_not() -> None:
    found = tallies("precision", 100, [])
    found.add(tallies("colour", 0, ["is blue"]))

    assert is_enough(found, REQUIRED_TRUTH)


def test_nothing_compared_is_not_enough() -> None:
    assert not is_enough(Tallies(), REQUIRED_TRUTH)


def test_figures_of_several_scripts_add_up() -> None:
    total = tallies("precision", 3, ["one"])
    total.add(tallies("precision", 4, ["two"]))

    assert (total["precision"].right, total["precision"].wrong) == (7, ["one", "two"])
