"""What a flow has to say of itself: through `logging`, which is imported when there is something."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    Level = Literal["warning", "error"]

__all__ = ["tell", "tell_by"]


class _State:
    __slots__ = ("say",)

    def __init__(self) -> None:
        self.say: Callable[[Level, str], object] | None = None


_STATE = _State()


def tell(level: Level, text: str) -> None:
    """Say what the user should know, and cannot be raised."""
    if _STATE.say is not None:
        _STATE.say(level, text)
        return
    import logging

    levels = {"warning": logging.WARNING, "error": logging.ERROR}
    logging.getLogger("kohakuengine.flow").log(levels[level], "%s", text, stacklevel=2)


def tell_by(say: Callable[[Level, str], object]) -> None:
    """Hand what is said to a function instead; for a process that is a command of ours."""
    _STATE.say = say
