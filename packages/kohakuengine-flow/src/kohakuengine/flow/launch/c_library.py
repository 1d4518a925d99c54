"""Functions of the C library.

By what is beneath `ctypes`, which takes a millisecond more, and whose libraries each fork would map anew.
"""

from __future__ import annotations

import _ctypes
from _functools import partial  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["call_of"]


def call_of(name: str, *arguments: int | None) -> Callable[[], int]:
    """Return what calls a function of the C library that returns an `int`.

    Args:
        name: The function.
        arguments: What it is given: `int`, and None for a null pointer.

    Raises:
        OSError: There is no such function.

    >>> call_of("toupper", ord("a"))() == ord("A")
    True
    """
    function = _ctypes.dlsym(_ctypes.dlopen(None, 0), name)  # type: ignore[arg-type]
    return partial(_ctypes.call_function, function, arguments)  # type: ignore[no-any-return]
