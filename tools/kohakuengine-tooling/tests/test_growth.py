"""Four times as many of the same cost four times as much, not sixteen times: none is read quadratically."""

from __future__ import annotations

import itertools

import pytest
from costs import TRIES, least_cpu_s
from many_of_the_same import FORMS, Form

from kohakuengine_tooling import OpenScript

COUNT = 250
MOST = 8
SHORT_S = 0.02  # what is read in less says nothing
_firsts = itertools.count(1_000_000, 10_000)


def cpu_s(form: Form, count: int, *, tries: int = TRIES) -> float:
    """Return the CPU of reading so many, in seconds, the least of some tries; each text is new."""
    scripts: list[tuple[OpenScript, str]] = []

    def read() -> None:
        script, text = scripts[-1]
        script.update(text)
        script.facts()

    def prepare() -> None:
        scripts.append((OpenScript("script.py"), form.text(count, next(_firsts))))

    return least_cpu_s(read, prepare, tries=tries)


def is_within(many: Form, few: Form, counts: tuple[int, int], most: int) -> bool:
    """Say whether one costs at most so many times the other.

    The many are read twice: the first reading is a cold one. A busy machine is given some more tries, each of
    twice as many: past any size from which a text is read in another way, while what grows quadratically only
    fails by more.
    """
    return any(
        cpu_s(many, counts[0] << doubled, tries=2) < max(most * cpu_s(few, counts[1] << doubled), SHORT_S)
        for doubled in range(TRIES)
    )


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_four_times_as_many_do_not_cost_sixteen_times_as_much(form: Form) -> None:
    assert is_within(form, form, (4 * COUNT, COUNT), MOST)


@pytest.mark.parametrize(
    ("head", "call"),
    [
        ("import argparse\np = argparse.ArgumentParser()\n", ".add_argument('--a§', type=int)"),
        ("from absl import flags\np = flags\n", ".DEFINE_float('a§', 1, 'h')"),
        ("import typer\np = P()\n", ".run(a§)"),
    ],
    ids=["argparse", "absl", "typer"],
)
def test_a_chain_costs_no_more_than_its_calls_do(head: str, call: str) -> None:
    chain, calls = Form(f"{head}p", call), Form(head, f"p{call}\n")

    assert is_within(chain, calls, (2 * COUNT, 2 * COUNT), 4)
