"""The state of this process while a script is compiled: each is put back when the `with` block ends.

Plain classes: `contextlib` would cost more than the compilation of a small script.
"""

from __future__ import annotations

import gc
import sys
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from typing_extensions import Self


class NoCollection:
    """Keeps the garbage collector away.

    Over the many nodes of a large tree it takes longer than the parse itself.
    """

    __slots__ = ("_was_enabled",)

    def __enter__(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *exception: object) -> None:
        if self._was_enabled:
            gc.enable()


class DeepRecursion:
    """Raises the recursion limit, for a tree that is nested more deeply than it allows.

    Turning a tree back into the compiler's own form recurses deeper than compiling text does. It helps
    up to 3.11 (3.12.1 has a fixed limit).
    """

    __slots__ = ("_limit",)

    def __enter__(self) -> None:
        self._limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(self._limit, 20_000))

    def __exit__(self, *exception: object) -> None:
        sys.setrecursionlimit(self._limit)


class SyntaxWarnings:
    """Collects the SyntaxWarnings of a compilation, to be replayed at every run."""

    __slots__ = ("_caught", "_context")

    def __enter__(self) -> Self:
        self._context = warnings.catch_warnings(record=True)
        self._caught: list[Any] = self._context.__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(self, *exception: object) -> None:
        self._context.__exit__(*exception)  # type: ignore[arg-type]

    def taken(self) -> list[tuple[str, str, int]]:
        """Return what was collected since the last call: (category, text, line)."""
        taken = [(w.category.__name__, str(w.message), w.lineno) for w in self._caught]
        self._caught.clear()
        return taken
