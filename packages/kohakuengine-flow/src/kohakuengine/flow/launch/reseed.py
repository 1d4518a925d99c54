"""Random state that was made at import, made anew in a fork, so that each unseeded run has its own."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["reseed"]


def reseed() -> None:
    """Seed what the parent's imports have seeded, from the operating system.

    `random` does so by itself at a fork. Only what is loaded is touched, and torch's generator of the CPU
    alone: those of GPUs are made when CUDA is first used.
    """
    numpy_random: Any = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()
    torch: Any = sys.modules.get("torch")
    if torch is not None:
        torch.default_generator.seed()
