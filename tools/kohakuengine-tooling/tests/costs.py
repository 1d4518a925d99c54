"""What work costs, in CPU seconds of this process."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES = 3


def least_cpu_s(
    work: Callable[[], object], prepare: Callable[[], object] = lambda: None, *, tries: int = TRIES
) -> float:
    """Return the CPU of some work in seconds: the least of some tries, for a machine may be busy.

    The garbage collector is kept away: its work depends on what else is in this process. It is not asked to
    collect before, either: beside thousands of other tests that costs more than what is measured.

    Args:
        work: What is measured.
        prepare: Is called before each try.
        tries: How often.
    """
    found = []
    gc.disable()
    try:
        for _ in range(tries):
            prepare()
            started = time.process_time()
            work()
            found.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(found)
