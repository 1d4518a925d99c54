"""Many runs of scripts: plans, launchers, run store, workflows.

A skeleton for now: `Sequential`, `Parallel` and `Pipeline` will stand here.
"""

from __future__ import annotations

__all__: list[str] = []


def __dir__() -> list[str]:
    return list(__all__)
