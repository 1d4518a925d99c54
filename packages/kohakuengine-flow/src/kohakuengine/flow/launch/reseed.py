"""Random state that was made at import: it is made anew in a fork, so that each unseeded run has its own."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["seeders"]


def seeders() -> list[Callable[[], object]]:
    """Return what seeds anew, from the operating system, the generators that imports have made here.

    `random` does so by itself at a fork. Only what is loaded is looked at, and torch's generator of the CPU
    alone: those of GPUs are made when CUDA is first used.
    """
    found: list[Callable[[], object]] = []
    numpy_random: Any = sys.modules.get("numpy.random")
    if numpy_random is not None:
        found.append(numpy_random.seed)
    generator = getattr(sys.modules.get("torch"), "default_generator", None)
    if generator is not None:
        found.append(generator.seed)
    return found
