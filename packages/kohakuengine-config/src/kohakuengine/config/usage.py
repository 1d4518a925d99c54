"""use: let a bare config file hand out something that it imported."""

from __future__ import annotations

from kohakuengine.config.file_state import states_of_callers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")

__all__ = ["use"]


def use(obj: T) -> T:
    """Mark an imported module, function or class as a value of this config; return it unchanged.

    A bare config file imports what it needs for itself, so an imported object is a value only where
    the file says so: `optimizer = use(torch.optim.AdamW)`. Elsewhere the call changes nothing.

    >>> use(len) is len
    True
    """
    state = next(states_of_callers(), None)
    if state is not None:
        state.used.append(obj)
    return obj
