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


REQUIRED = {**REQUIRED_TRUTH, **REQUIRED_AGREEMENT}


def all_but(figure: str) -> Tallies:
    """Make all required figures, each right, but for one."""
    made = Tallies()
    for other in REQUIRED:
        made[other].right = 0 if other == figure else 100
    return made


def test_all_that_is_right_is_enough() -> None:
    assert is_enough(all_but(""), REQUIRED)


@pytest.mark.parametrize("figure", REQUIRED)
def test_every_required_figure_decides(figure: str) -> None:
    found = all_but(figure)
    found.add(tallies(figure, 97, ["one", "two", "three"]))

    assert not is_enough(found, REQUIRED)


@pytest.mark.parametrize("figure", REQUIRED)
def test_a_figure_in_which_nothing_was_compared_is_not_enough(figure: str) -> None:
    assert not is_enough(all_but(figure), REQUIRED)


def test_other_figures_do_not_decide() -> None:
    found = all_but("")
    found.add(tallies("colour", 0, ["is blue"]))

    assert is_enough(found, REQUIRED)


def test_figures_of_several_scripts_add_up() -> None:
    total = tallies("precision", 3, ["one"])
    total.add(tallies("precision", 4, ["two"]))

    assert (total["precision"].right, total["precision"].wrong) == (7, ["one", "two"])
