"""Four times as many of the same cost four times as much, not sixteen times: none is read quadratically."""

from __future__ import annotations

import gc
import itertools
import time
from typing import TYPE_CHECKING

import pytest
from many_of_the_same import FORMS, Form

from kohakuengine_tooling import OpenScript

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 250
MOST = 8
SHORT_S = 0.02  # what is read in less says nothing
TRIES = 3
_firsts = itertools.count(1_000_000, 10_000)


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """Keep the garbage collector away, whose work depends on what else is in this process."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def cpu_s(form: Form, count: int) -> float:
    """Return the CPU of reading so many, in seconds: the least of some tries, each of a text that is new."""
    found = []
    for _ in range(TRIES):
        text = form.text(count, next(_firsts))
        script = OpenScript("script.py")
        start = time.process_time()
        script.update(text)
        script.facts()
        found.append(time.process_time() - start)
    return min(found)


def is_within(many: Form, few: Form, counts: tuple[int, int], most: int) -> bool:
    """Say whether one costs at most so many times the other.

    A busy machine is given some more tries, each of twice as many: past any size from which a text is read in
    another way, while what grows quadratically only fails by more.
    """
    return any(
        cpu_s(many, counts[0] << doubled) < max(most * cpu_s(few, counts[1] << doubled), SHORT_S)
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
