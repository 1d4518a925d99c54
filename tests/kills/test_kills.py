"""A few kill points of `python -m tests.kills`, which tries many more."""

from __future__ import annotations

import random
import sys

import pytest

from .call import can_trace
from .points import MODES, points_of
from .strike import Outcome, Strike, strike_once

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")

MOMENTS = [
    Strike(mode=mode, victim="orchestrator", signal=signal, after=5, delay_s=0.02)
    for mode in MODES
    for signal in ("SIGKILL", "SIGTERM")
]
OTHERS = [
    Strike(mode="subprocess", victim="supervisor", after=5),
    Strike(mode="subprocess", victim="keeper", after=5),
    Strike(mode="fork", victim="fork parent", after=5),
    Strike(mode="fork", victim="keeper", after=5),
    Strike(mode="fork", victim="run", after=5),
]


_TRIES = 3  # where the machine is busy, a sweep may be over before the moment is met


def struck(strike: Strike) -> Outcome:
    """Strike a sweep, another one where the moment was missed."""
    for _ in range(_TRIES):
        outcome = strike_once(strike)
        if outcome.has_struck:
            break
    return outcome


def id_of(strike: Strike) -> str:
    return f"{strike.mode}-{strike.victim}-{strike.signal}"


@pytest.mark.parametrize("strike", MOMENTS + OTHERS, ids=id_of)
def test_a_sweep_that_is_struck_at_a_moment_is_completed_by_the_same_line(strike: Strike) -> None:
    outcome = struck(strike)

    assert outcome.faults == []
    assert outcome.alive > 0


@pytest.mark.skipif(not can_trace(), reason="needs strace, and x86-64")
@pytest.mark.parametrize("name", ["pwrite64", "sendto", "mkdir"])
def test_one_that_is_struck_at_a_system_call_is_too(name: str) -> None:
    strikes = points_of("fork", random.Random(1), moments=0, others=0)
    strike = next(one for one in strikes if one.call is not None and one.call.name == name)

    outcome = struck(strike)

    assert outcome.faults == []
    assert outcome.alive > 0
