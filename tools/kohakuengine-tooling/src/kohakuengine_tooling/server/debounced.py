"""Doing something once, a moment after it was last asked for."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Debounced"]

_log: Final = logging.getLogger("kohakuengine.tooling.server")


class Debounced:
    """Something that is done once, a moment after it was last asked for.

    Args:
        action: What is done.
        delay_s: After which.
    """

    def __init__(self, action: Callable[[], None], delay_s: float) -> None:
        self._action = action
        self._delay_s = delay_s
        self._timer: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Ask for it; what was asked for before is put off."""
        self.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._delay_s, self._act)

    def cancel(self) -> None:
        """Do it not after all."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _act(self) -> None:
        self._timer = None
        try:
            self._action()
        except Exception:  # noqa: BLE001 - nobody waits for it, and the server goes on
            _log.exception("what was put off has failed")
