"""Python's garbage collector: still while a process of ours starts, and blind to what was loaded by then.

Nothing of that is garbage. To look for it while it is loaded costs a tenth of the start of a run; to look
through it when the interpreter ends, which collects twice, costs another tenth.
"""

from __future__ import annotations

import gc

__all__ = ["collect_seldom", "hold_collector", "release_collector"]

_MANY = 10_000  # objects; python collects after 700, from 3.13 on after 2,000


class _State:
    __slots__ = ("is_held",)

    def __init__(self) -> None:
        self.is_held = False


_STATE = _State()


def hold_collector() -> None:
    """Let the collector stand still until `release_collector`; only for a process that is all ours."""
    if gc.isenabled():
        gc.disable()
        _STATE.is_held = True


def release_collector() -> None:
    """Let it work again where it was held, on what comes from now on: before anything of the user's."""
    if _STATE.is_held:
        _STATE.is_held = False
        gc.freeze()
        gc.enable()


def collect_seldom() -> None:
    """Let it look for garbage less often; only for a process that executes no script."""
    gc.set_threshold(_MANY, *gc.get_threshold()[1:])
