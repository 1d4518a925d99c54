"""Drawing configs: the code of a generator runs here, and what it waits for holds nobody else up."""

from __future__ import annotations

import threading
from contextlib import contextmanager

from kohakuengine.config.folder import Aside
from kohakuengine.engine.output import FETCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from kohakuengine.config import Config, ConfigGenerator
    from kohakuengine.engine.output import Output

__all__ = ["draw", "waiting"]

# The folder of a config file stands in `sys.path` while its code runs: one at a time in the whole process.
_TURN = threading.RLock()
_HERE = threading.local()


def draw(generator: ConfigGenerator, answer: object, fetch: Callable[[Output], Any]) -> Config:
    """Draw the next config.

    Args:
        generator: Where from.
        answer: What its last `yield` returns.
        fetch: Looks up the output of another script.

    Raises:
        StopIteration: There is none.
        Exception: Whatever the generator raises.
    """
    token = FETCH.set(fetch)
    try:
        if generator.is_of_file:
            return _in_turn(generator, answer)
        return generator.send(answer)
    finally:
        FETCH.reset(token)


def _in_turn(generator: ConfigGenerator, answer: object) -> Config:
    with _TURN:
        _HERE.is_drawing = True
        try:
            return generator.send(answer)
        finally:
            _HERE.is_drawing = False


@contextmanager
def waiting() -> Iterator[None]:
    """Let other generators go on while one waits in this thread."""
    if not getattr(_HERE, "is_drawing", False):
        yield
        return
    with Aside():
        _HERE.is_drawing = False
        _TURN.release()
        try:
            yield
        finally:
            _TURN.acquire()
            _HERE.is_drawing = True
