"""Stopping a flow by SIGINT and SIGTERM, as the process hears them that the user has started."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import Any

    from typing_extensions import Self

__all__ = ["StopSignals"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopSignals:
    """Counts the signals that ask to stop, within a `with` statement; afterwards their handlers are back.

    Only the main thread can hear signals: elsewhere nothing is counted. A handler of the program's own stays.

    Attributes:
        received: Their numbers, in order.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        """Prepare; nothing is changed yet.

        Args:
            ring: Wakes the thread that waits.
        """
        self.received: list[int] = []
        self._ring = ring
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        """Listen."""
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                    self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *exception: object) -> None:
        """Listen no longer."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}

    @contextmanager
    def not_ours(self) -> Iterator[None]:
        """Let the handlers be as they were for the time of a `with` block: code of the user's runs."""
        is_listening = bool(self._before)
        self.__exit__()
        try:
            yield
        finally:
            if is_listening:
                self.__enter__()

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.received.append(number)
        self._ring()
